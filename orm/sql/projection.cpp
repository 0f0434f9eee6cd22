// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/projection.h"

#include <algorithm>

namespace conjoin::sql {

Projection::Projection(
    const orm::Model& model, const std::optional<QStringList>& asked, LongValues longValues)
    : model_(model)
    , longValues_(longValues)
    , read_(model.attributes.size(), !asked)
    , needed_(model.attributes.size(), false)
{
    for (const QString& name : asked.value_or(QStringList())) {
        if (const int index = model.attributeIndex(name); index >= 0)
            read_[size_t(index)] = true;
    }
    need(model.identity());
}

void Projection::need(const QStringList& attributes)
{
    for (const QString& name : attributes) {
        if (const int index = model_.attributeIndex(name); index >= 0)
            need(index);
    }
}

void Projection::need(int attribute)
{
    read_[size_t(attribute)] = true;
    needed_[size_t(attribute)] = true;
}

void Projection::need(const std::vector<orm::Include>& includes)
{
    for (const orm::Include& include : includes) {
        if (const orm::Association* association = model_.association(include.association))
            need(orm::nearColumns(*association));
    }
}

std::vector<int> Projection::attributes() const
{
    std::vector<int> attributes;
    for (size_t i = 0; i < read_.size(); ++i) {
        if (read_[i])
            attributes.push_back(int(i));
    }
    if (attributes.empty() && !read_.empty())
        attributes.push_back(0); // nothing can't be selected
    return attributes;
}

std::vector<int> Projection::longAttributes() const
{
    std::vector<int> attributes;
    if (longValues_.beyond <= 0 || model_.identity().isEmpty()) // without a key the rest could not be found again
        return attributes;
    for (size_t i = 0; i < read_.size(); ++i) {
        if (read_[i] && !needed_[i] && mayBeLong(model_.attributes[i]))
            attributes.push_back(int(i));
    }
    return attributes;
}

QStringList Projection::columns(
    const orm::PredicateCompiler& compiler, const QString& alias, const orm::Dialect& dialect) const
{
    const std::vector<int> cut = longAttributes();
    QStringList columns, lengths;
    for (const int attribute : attributes()) {
        const orm::Attribute& read = model_.attributes[size_t(attribute)];
        const QString column = compiler.column(model_, alias, read.name);
        if (std::ranges::find(cut, attribute) == cut.end()) {
            columns.append(column);
            continue;
        }
        const LongColumn parts = longColumn(dialect, column, read.type, longValues_);
        columns.append(parts.value);
        lengths.append(parts.length);
    }
    return columns + lengths;
}

size_t Projection::positionOf(const QString& attribute) const
{
    const std::vector<int> read = attributes();
    const auto found = std::ranges::find(read, model_.attributeIndex(attribute));
    Q_ASSERT_X(found != read.end(), "Projection::positionOf", "what is looked for is read");
    return size_t(found - read.begin());
}

} // namespace conjoin::sql
