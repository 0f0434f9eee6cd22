// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/flushexecutor.h"

#include <algorithm>

namespace conjoin::sql {

using orm::DraftNode;
using orm::DraftReference;
using orm::Json;
using orm::Model;
using orm::RowDraft;

FlushExecutor::FlushExecutor(Connection& connection, const orm::ModelRegistry& registry,
    const orm::Changeset& changeset, std::vector<Resolution> resolutions)
    : connection_(connection)
    , registry_(registry)
    , changeset_(changeset)
    , resolutions_(std::move(resolutions))
{}

Result<void> FlushExecutor::run()
{
    auto planned = plan();
    if (!planned)
        return failure(planned);
    for (const orm::FlushPlan::Batch& batch : planned->batches) {
        if (auto inserted = insert(batch); !inserted)
            return inserted;
    }
    if (auto written = update(*planned); !written)
        return written;
    return readAgain();
}

Result<orm::FlushPlan> FlushExecutor::plan()
{
    QHash<size_t, size_t> rowOf;
    for (size_t draft = 0; draft < resolutions_.size(); ++draft) {
        if (resolutions_[draft].kind == Resolution::Kind::New) {
            rowOf.insert(draft, fresh_.size());
            fresh_.push_back(draft);
        }
    }
    std::vector<orm::PlannedRow> rows;
    for (const size_t draft : fresh_) {
        const RowDraft& row = changeset_.drafts[draft];
        const Model& model = registry_.at(row.model);
        orm::PlannedRow planned;
        planned.table = row.model;
        planned.name = row.place;
        for (size_t number = 0; number < row.references.size(); ++number) {
            const DraftReference& reference = row.references[number];
            const auto target = rowOf.constFind(standing(resolutions_, reference.target));
            if (target == rowOf.cend())
                continue;
            const bool nullable =
                std::all_of(reference.keys.begin(), reference.keys.end(), [&](const QString& key) {
                    const orm::Attribute* attribute = model.attribute(key);
                    return attribute->nullable && !attribute->primaryKey;
                });
            planned.needs.push_back({*target, nullable, number});
        }
        rows.push_back(std::move(planned));
    }
    auto result = orm::planFlush(std::move(rows));
    if (result) {
        for (const orm::FlushPlan::Later& later : result->later)
            later_.insert({fresh_[later.row], later.reference});
    }
    return result;
}

ColumnValues FlushExecutor::referred(const DraftReference& reference, size_t draft) const
{
    const size_t target = standing(resolutions_, reference.target);
    const Model& near = registry_.at(changeset_.drafts[draft].model);
    const Model& far = registry_.at(changeset_.drafts[target].model);
    ColumnValues values;
    for (qsizetype i = 0; i < reference.keys.size(); ++i) {
        values.insert_or_assign(near.attributeIndex(reference.keys[i]),
            resolutions_[target].stored[size_t(far.attributeIndex(reference.referenced[i]))]);
    }
    return values;
}

Result<void> FlushExecutor::insert(const orm::FlushPlan::Batch& batch)
{
    const Model& model = registry_.at(batch.table);
    std::vector<size_t> drafts;
    std::vector<ColumnValues> rows;
    QSet<int> used;
    for (const size_t row : batch.rows) {
        const size_t draft = fresh_[row];
        const RowDraft& wanted = changeset_.drafts[draft];
        ColumnValues values;
        for (size_t i = 0; i < wanted.given.size(); ++i) {
            if (wanted.given[i] && !(wanted.given[i]->isNull() && model.attributes[i].autoIncrement))
                values.insert_or_assign(int(i), *wanted.given[i]);
        }
        for (size_t number = 0; number < wanted.references.size(); ++number) {
            if (later_.contains({draft, number}))
                continue;
            for (const auto& [index, value] : referred(wanted.references[number], draft)) {
                const auto known = values.find(index);
                if (known != values.end() && !(known->second == value)) {
                    return inputError(
                        wanted.place, message("create.twoparents", "\"%1\" would refer to two rows",
                                          {model.attributes[size_t(index)].name}));
                }
                values.insert_or_assign(index, value);
            }
        }
        for (const auto& entry : values)
            used.insert(entry.first);
        drafts.push_back(draft);
        rows.push_back(std::move(values));
    }
    // A column that has no default holds NULL when it is left out, so rows that differ only in such columns
    // share a statement.
    for (ColumnValues& values : rows) {
        for (const int index : used) {
            const orm::Attribute& attribute = model.attributes[size_t(index)];
            if (attribute.nullable && !attribute.hasDefault && !attribute.primaryKey &&
                !attribute.autoIncrement)
                values.try_emplace(index, Value());
        }
    }
    std::vector<bool> done(rows.size(), false);
    for (size_t first = 0; first < rows.size(); ++first) {
        if (done[first])
            continue;
        std::vector<size_t> group;
        std::vector<ColumnValues> groupRows;
        for (size_t i = first; i < rows.size(); ++i) {
            const bool same =
                !done[i] && std::equal(rows[i].begin(), rows[i].end(), rows[first].begin(), rows[first].end(),
                                [](const auto& a, const auto& b) { return a.first == b.first; });
            if (!same)
                continue;
            done[i] = true;
            group.push_back(drafts[i]);
            groupRows.push_back(rows[i]);
        }
        auto inserted = insertRows(connection_, registry_, batch.table, groupRows);
        if (!inserted)
            return failure(inserted);
        for (size_t i = 0; i < group.size(); ++i)
            resolutions_[group[i]].stored = std::move((*inserted)[i]);
    }
    return {};
}

Result<void> FlushExecutor::update(const orm::FlushPlan& plan)
{
    std::map<size_t, ColumnValues> changes;
    for (const orm::FlushPlan::Later& later : plan.later) {
        const size_t draft = fresh_[later.row];
        changes[draft].merge(referred(changeset_.drafts[draft].references[later.reference], draft));
    }
    for (size_t draft = 0; draft < resolutions_.size(); ++draft) {
        const Resolution& resolution = resolutions_[draft];
        if (resolution.kind != Resolution::Kind::Existing)
            continue;
        for (const auto& [index, value] : resolution.updates)
            changes[draft].insert_or_assign(index, value);
        for (const size_t number : resolution.referenceUpdates)
            changes[draft].merge(referred(changeset_.drafts[draft].references[number], draft));
    }
    // Rows that get the same values share a statement: the children that one parent takes.
    std::vector<Change> distinct;
    std::vector<std::vector<KeyTuple>> keys;
    for (const auto& [draft, values] : changes) {
        const int model = changeset_.drafts[draft].model;
        const QStringList identity = registry_.at(model).identity();
        if (identity.isEmpty()) {
            return inputError(changeset_.drafts[draft].place,
                message(
                    "create.keyless", "%1 has no key by which to update the row", {registry_.at(model).name}));
        }
        updated_.insert(draft);
        const auto same =
            std::find_if(distinct.begin(), distinct.end(), [&, &wanted = values](const Change& change) {
                return change.model == model && change.values == wanted;
            });
        const size_t number = size_t(same - distinct.begin());
        if (same == distinct.end()) {
            distinct.push_back({model, values});
            keys.emplace_back();
        }
        keys[number].push_back(valuesOf(registry_.at(model), resolutions_[draft].stored, identity));
    }
    for (size_t i = 0; i < distinct.size(); ++i) {
        const QStringList identity = registry_.at(distinct[i].model).identity();
        auto written =
            updateRows(connection_, registry_, distinct[i].model, distinct[i].values, identity, keys[i]);
        if (!written)
            return failure(written);
    }
    return {};
}

/// What RETURNING told is what is stored, unless a trigger changed it afterwards; updated rows told nothing.
Result<void> FlushExecutor::readAgain()
{
    auto triggers = hasTriggers();
    if (!triggers)
        return failure(triggers);
    std::map<int, std::vector<size_t>> stale;
    for (size_t draft = 0; draft < resolutions_.size(); ++draft) {
        const bool isRow = resolutions_[draft].kind == Resolution::Kind::New ||
                           resolutions_[draft].kind == Resolution::Kind::Existing;
        if (isRow && (*triggers || updated_.contains(draft)))
            stale[changeset_.drafts[draft].model].push_back(draft);
    }
    for (const auto& [modelIndex, drafts] : stale) {
        const Model& model = registry_.at(modelIndex);
        Lookup lookup{modelIndex, model.identity(), {}, {}, false};
        if (lookup.columns.isEmpty())
            continue; // a row without a key can't be found again
        for (const size_t draft : drafts)
            lookup.keys.push_back(valuesOf(model, resolutions_[draft].stored, lookup.columns));
        auto found = lookUp(connection_, registry_, lookup);
        if (!found)
            return failure(found);
        for (size_t i = 0; i < drafts.size(); ++i) {
            if (!(*found)[i].empty())
                resolutions_[drafts[i]].stored = std::move((*found)[i].front());
        }
    }
    return {};
}

Result<bool> FlushExecutor::hasTriggers()
{
    if (connection_.dialect().name() != u"sqlite")
        return true; // no cheaper way to be sure
    auto read =
        connection_.run(QStringLiteral("SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'trigger') OR "
                                       "EXISTS (SELECT 1 FROM sqlite_temp_master WHERE type = 'trigger')"));
    if (!read)
        return failure(read);
    return read->rows.front().front() != Value(qint64(0));
}

Json::Array FlushExecutor::trees(bool markCreated) const
{
    Json::Array trees;
    for (const DraftNode& root : changeset_.roots)
        trees.push_back(object(root, markCreated));
    return trees;
}

Json FlushExecutor::object(const DraftNode& node, bool markCreated) const
{
    const size_t draft = standing(resolutions_, node.draft);
    const Model& model = registry_.at(changeset_.drafts[draft].model);
    Json result = Json::object();
    for (size_t i = 0; i < model.attributes.size(); ++i)
        result.set(model.attributes[i].name,
            orm::valueToJson(resolutions_[draft].stored[i], model.attributes[i].type));
    if (markCreated)
        result.set(QStringLiteral("$created"), resolutions_[draft].kind == Resolution::Kind::New);
    if (!node.junction.empty()) {
        const DraftNode& junction = node.junction.front();
        result.set(registry_.at(changeset_.drafts[junction.draft].model).name, object(junction, markCreated));
    }
    for (const DraftNode::Edge& edge : node.edges) {
        const orm::Association& association = model.associations[size_t(edge.association)];
        Json children = Json::array();
        QSet<size_t> shown;
        for (const DraftNode& child : edge.nodes) {
            const size_t row =
                standing(resolutions_, child.junction.empty() ? child.draft : child.junction.front().draft);
            if (shown.contains(row))
                continue;
            shown.insert(row);
            children.append(object(child, markCreated));
        }
        if (association.isToMany())
            result.set(association.name, std::move(children));
        else
            result.set(
                association.name, children.items().empty() ? Json() : std::move(children.items().front()));
    }
    return result;
}

} // namespace conjoin::sql
