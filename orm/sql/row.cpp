// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/row.h"

#include "orm/sql/resultnode.h"

#include <numeric>

namespace conjoin::sql {

int Row::model() const
{
    return node_->model;
}

Cell Row::cell(int attribute) const
{
    return node_->rows.cell(number_, attribute);
}

std::optional<qint64> Row::longLength(int attribute) const
{
    if (node_->lengths.read() == 0)
        return std::nullopt;
    const Cell length = node_->lengths.cell(number_, attribute);
    return length.isNull() ? std::nullopt : std::optional(length.integer());
}

Value Row::value(int attribute) const
{
    return cell(attribute).value();
}

Value Row::value(const orm::Model& of, const QString& attribute) const
{
    const int index = of.attributeIndex(attribute);
    Q_ASSERT_X(index >= 0, "Row::value", "the model has no such attribute");
    return value(index);
}

std::vector<Value> Row::values() const
{
    std::vector<Value> values;
    values.reserve(node_->rows.width());
    for (size_t i = 0; i < node_->rows.width(); ++i)
        values.push_back(value(int(i)));
    return values;
}

size_t Row::includes() const
{
    return node_->branches.size();
}

Related Row::related(size_t slot) const
{
    return {node_, node_->branches[slot], number_};
}

Row Rows::operator[](size_t index) const
{
    const size_t at = first_ + index;
    return {node_, numbers_ ? numbers_[at] : quint32(at)};
}

size_t Rows::resultBytes() const
{
    return node_ ? bytesOf(*node_) : 0;
}

Related::Related(std::shared_ptr<const ResultNode> near, const ResultBranch& branch, quint32 nearRow)
{
    const ResultBranch::Links links = branch.linksOf(nearRow);
    const auto view = [&](const std::unique_ptr<ResultNode>& node, const std::vector<quint32>& numbers) {
        return Rows(std::shared_ptr<const ResultNode>(near, node.get()),
            numbers.empty() ? nullptr : numbers.data(), links.first, links.count);
    };
    more_ = links.more;
    rows_ = view(branch.target, branch.targets);
    if (branch.junction)
        junctions_ = view(branch.junction, branch.junctions);
}

void LinkCollector::add(quint32 group, quint32 target, quint32 junction)
{
    inOrder_ = inOrder_ && (groups_.empty() || groups_.back() <= group);
    ++counts_[group];
    groups_.push_back(group);
    targets_.push_back(target);
    junctions_.push_back(junction);
}

void LinkCollector::finish(ResultBranch& branch) &&
{
    branch.begins.assign(counts_.size() + 1, 0);
    std::partial_sum(counts_.begin(), counts_.end(), branch.begins.begin() + 1);
    if (!inOrder_) {
        std::vector<quint32> next(branch.begins.begin(), branch.begins.end() - 1);
        std::vector<quint32> targets(targets_.size()), junctions(junctions_.size());
        for (size_t i = 0; i < groups_.size(); ++i) {
            const quint32 at = next[groups_[i]]++;
            targets[at] = targets_[i];
            junctions[at] = junctions_[i];
        }
        targets_ = std::move(targets);
        junctions_ = std::move(junctions);
    }
    const auto unlessCounting = [](std::vector<quint32> numbers) {
        for (size_t i = 0; i < numbers.size(); ++i) {
            if (numbers[i] != i) {
                numbers.shrink_to_fit();
                return numbers;
            }
        }
        return std::vector<quint32>();
    };
    branch.targets = unlessCounting(std::move(targets_));
    branch.junctions = branch.junction ? unlessCounting(std::move(junctions_)) : std::vector<quint32>();
}

size_t bytesOf(const ResultNode& node)
{
    size_t sum = node.rows.bytes();
    for (const ResultBranch& branch : node.branches) {
        sum += sizeof(quint32) * (branch.groups.capacity() + branch.begins.capacity() +
                                     branch.targets.capacity() + branch.junctions.capacity());
        sum += bytesOf(*branch.target);
        if (branch.junction)
            sum += bytesOf(*branch.junction);
    }
    return sum;
}

} // namespace conjoin::sql
