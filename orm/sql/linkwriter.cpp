// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/linkwriter.h"

#include "orm/entity/unknownname.h"
#include "orm/sql/conditionwriter.h"
#include "orm/sql/givenvalues.h"
#include "orm/sql/linkorder.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace conjoin::sql {

using orm::Json;
using orm::Model;

Result<std::vector<RowValues>> rowsOf(Connection& connection, const orm::ModelRegistry& registry,
    int modelIndex, const Json::Array& keys, Missing missing, std::vector<size_t>* numbers, RowLock lock)
{
    const Model& model = registry.at(modelIndex);
    Lookup lookup{modelIndex, model.identity(), {}, {}, false};
    lookup.lock = lock;
    QHash<KeyTuple, size_t> seen;
    for (const Json& key : keys) {
        auto tuple = readKey(connection.dialect(), model, key);
        if (!tuple)
            return failure(tuple);
        if (numbers)
            numbers->push_back(seen.value(*tuple, lookup.keys.size()));
        if (seen.contains(*tuple))
            continue;
        seen.insert(*tuple, lookup.keys.size());
        lookup.keys.push_back(std::move(*tuple));
    }
    auto found = lookUp(connection, registry, lookup);
    if (!found)
        return failure(found);
    std::vector<RowValues> rows;
    for (size_t i = 0; i < found->size(); ++i) {
        if ((*found)[i].empty()) {
            if (missing == Missing::LeftOut)
                continue;
            QStringList parts;
            for (size_t c = 0; c < lookup.keys[i].size(); ++c)
                parts.append(lookup.columns[qsizetype(c)] + u' ' + lookup.keys[i][c].display());
            return inputError(model.name,
                message("row.missing", "no row of %1 has %2", {model.name, parts.join(QStringLiteral(", "))}));
        }
        rows.push_back(std::move((*found)[i].front()));
    }
    return rows;
}

namespace {

/// Whether a row holds the value, whichever way either is written: a moment is the same in any zone.
bool isHeld(const orm::Attribute& attribute, const Value& stored, const Value& given)
{
    return sameValue(stored, given) ||
           orm::valueToJson(stored, attribute.type) == orm::valueToJson(given, attribute.type);
}

} // namespace

LinkWriter::LinkWriter(Connection& connection, const orm::ModelRegistry& registry, int model, bool latest)
    : connection_(connection)
    , registry_(registry)
    , model_(model)
    , latest_(latest)
{}

Result<void> LinkWriter::prepare(const Json& key, const QString& association,
    const std::vector<LinkTarget>& targets, const Json& through, Missing missing)
{
    const Model& model = registry_.at(model_);
    association_ = model.association(association);
    if (!association_)
        return orm::unknownAssociation(model, association, model.name);
    if (association_->kind != orm::AssociationKind::BelongsToMany) {
        return inputError(model.name,
            message("link.kind", "\"%1\" is not a many-to-many association", {association}),
            message("link.kind.hint", "write the key column %1 instead",
                {association_->keys.join(QStringLiteral(", "))}));
    }
    // What does not fit is told before anything is looked up.
    Far any;
    if (auto read = readThrough(through, any); !read)
        return read;
    // The first statement, so that what is read afterwards is what the last one left who held the lock.
    const bool locks = locks_ || !keepsPairsApart();
    auto source = rowsOf(
        connection_, registry_, model_, {key}, Missing::Error, nullptr, locks ? RowLock::Write : RowLock::None);
    if (!source)
        return failure(source);
    near_ = valuesOf(model, source->front(), association_->referenced);
    if (auto read = readTargets(targets, through, missing); !read)
        return read;
    return turnSymmetric();
}

/// Which rows of a link that goes both ways have the other end first.
Result<void> LinkWriter::turnSymmetric()
{
    if (!association_->symmetric)
        return {};
    const bool nearFirst = association_->keys == association_->firstKeys;
    std::vector<std::pair<KeyTuple, KeyTuple>> pairs;
    for (const Far& far : far_)
        pairs.emplace_back(nearFirst ? near_ : far.key, nearFirst ? far.key : near_);
    auto greater = areGreater(connection_, registry_, *association_, pairs);
    if (!greater)
        return failure(greater);
    for (size_t i = 0; i < far_.size(); ++i)
        far_[i].turned = (*greater)[i];
    return {};
}

/// Whether a key of the junction keeps two links of the same rows apart.
bool LinkWriter::keepsPairsApart() const
{
    const Model& junction = registry_.at(association_->through);
    std::vector<QStringList> keys = junction.uniqueKeys;
    keys.push_back(junction.primaryKey);
    return std::any_of(keys.begin(), keys.end(), [&](const QStringList& key) {
        return !key.isEmpty() && std::all_of(key.begin(), key.end(), [&](const QString& part) {
            return junction.attribute(part)->foreignKey || pairColumns().contains(part);
        });
    });
}

QStringList LinkWriter::holdingColumns(const QStringList& columns) const
{
    return association_->validTo.isEmpty() ? columns : columns + QStringList{association_->validTo};
}

KeyTuple LinkWriter::holdingKey(KeyTuple key) const
{
    if (!association_->validTo.isEmpty())
        key.emplace_back();
    return key;
}

Lookup LinkWriter::lookupOf(const QStringList& columns, std::vector<KeyTuple> keys) const
{
    Lookup lookup{association_->through, columns, {}, std::move(keys), false};
    if (!association_->validTo.isEmpty())
        lookup.nullColumns.append(association_->validTo);
    if (latest_)
        lookup.lock = RowLock::Read;
    return lookup;
}

void LinkWriter::keepOrder()
{
    if (association_->position.isEmpty() || association_->keys != association_->firstKeys)
        return;
    const int position = registry_.at(association_->through).attributeIndex(association_->position);
    for (size_t i = 0; i < far_.size(); ++i)
        far_[i].values.try_emplace(position, Value(qint64(i)));
}

Result<void> LinkWriter::readTargets(
    const std::vector<LinkTarget>& targets, const Json& through, Missing missing)
{
    Json::Array keys;
    for (const LinkTarget& target : targets)
        keys.push_back(target.key);
    std::vector<size_t> numbers;
    const bool all = missing == Missing::Error;
    auto rows = rowsOf(connection_, registry_, association_->target, keys, missing, all ? &numbers : nullptr);
    if (!rows)
        return failure(rows);
    for (const RowValues& row : *rows) {
        far_.push_back(
            {valuesOf(registry_.at(association_->target), row, association_->otherReferenced), {}, {}, false});
        if (auto read = readThrough(through, far_.back()); !read)
            return read;
    }
    for (size_t i = 0; i < numbers.size(); ++i) {
        if (auto read = readThrough(targets[i].through, far_[numbers[i]]); !read)
            return read;
    }
    return {};
}

Result<void> LinkWriter::readThrough(const Json& through, Far& far) const
{
    const Model& junction = registry_.at(association_->through);
    auto given = readAttributes(connection_.dialect(), junction, through, junction.name);
    if (!given)
        return failure(given);
    for (size_t i = 0; i < given->size(); ++i) {
        if (!(*given)[i])
            continue;
        const orm::Attribute& attribute = junction.attributes[i];
        if (association_->keys.contains(attribute.name) || association_->otherKeys.contains(attribute.name) ||
            scopeColumns().contains(attribute.name)) {
            return inputError(junction.name + u'.' + attribute.name,
                message("create.junctionkey", "\"%1\" is what the link itself writes", {attribute.name}),
                message("attribute.generated.hint", "leave it out"));
        }
        const bool isKey = attribute.foreignKey || attribute.primaryKey; // of a further end: tells links apart
        (isKey ? far.furtherKeys : far.values).insert_or_assign(int(i), *(*given)[i]);
    }
    return {};
}

QStringList LinkWriter::scopeColumns() const
{
    QStringList columns;
    for (const orm::ScopeValue& scope : association_->throughScope)
        columns.append(scope.attribute);
    return columns;
}

QStringList LinkWriter::pairColumns() const
{
    return association_->keys + scopeColumns() + association_->otherKeys;
}

KeyTuple LinkWriter::nearKey() const
{
    KeyTuple key = near_;
    for (const orm::ScopeValue& scope : association_->throughScope)
        key.push_back(scope.value);
    return key;
}

KeyTuple LinkWriter::pairOf(const Far& far) const
{
    KeyTuple pair = far.turned ? far.key : near_;
    for (const orm::ScopeValue& scope : association_->throughScope)
        pair.push_back(scope.value);
    const KeyTuple& last = far.turned ? near_ : far.key;
    pair.insert(pair.end(), last.begin(), last.end());
    return pair;
}

std::vector<KeyTuple> LinkWriter::pairs() const
{
    std::vector<KeyTuple> result;
    for (const Far& far : far_)
        result.push_back(pairOf(far));
    return result;
}

bool LinkWriter::isGone(const RowValues& row) const
{
    const Model& junction = registry_.at(association_->through);
    return !junction.deletedAt.isEmpty() && !row[size_t(junction.attributeIndex(junction.deletedAt))].isNull();
}

Result<void> LinkWriter::add(LinkReport& report)
{
    const Model& junction = registry_.at(association_->through);
    // Targets that name a further end are looked for by it, too.
    std::map<QStringList, std::vector<size_t>> byColumns;
    for (size_t i = 0; i < far_.size(); ++i) {
        QStringList columns = pairColumns();
        for (const auto& entry : far_[i].furtherKeys)
            columns.append(junction.attributes[size_t(entry.first)].name);
        byColumns[columns].push_back(i);
    }
    std::vector<ColumnValues> fresh;
    /// Rows that get the same values, and the columns and keys they are found by.
    struct Change {
        ColumnValues values;
        QStringList columns;
        std::vector<KeyTuple> keys;
    };
    std::vector<Change> changes;
    for (const auto& [columns, numbers] : byColumns) {
        std::vector<KeyTuple> keys;
        for (const size_t number : numbers) {
            keys.push_back(pairOf(far_[number]));
            for (const auto& entry : far_[number].furtherKeys)
                keys.back().push_back(entry.second);
        }
        auto existing = lookUp(connection_, registry_, lookupOf(columns, keys));
        if (!existing)
            return failure(existing);
        for (size_t i = 0; i < numbers.size(); ++i) {
            const std::vector<RowValues>& rows = (*existing)[i];
            ColumnValues values = far_[numbers[i]].values;
            if (rows.empty()) {
                for (size_t c = 0; c < keys[i].size(); ++c)
                    values.insert_or_assign(junction.attributeIndex(columns[qsizetype(c)]), keys[i][c]);
                fresh.push_back(std::move(values));
                ++report.added;
                continue;
            }
            const bool gone =
                std::all_of(rows.begin(), rows.end(), [&](const RowValues& row) { return isGone(row); });
            const bool differs = std::any_of(rows.begin(), rows.end(), [&](const RowValues& row) {
                return std::any_of(values.begin(), values.end(), [&](const auto& entry) {
                    const orm::Attribute& attribute = junction.attributes[size_t(entry.first)];
                    return !isHeld(attribute, row[size_t(entry.first)], entry.second);
                });
            });
            if (gone)
                values.insert_or_assign(junction.attributeIndex(junction.deletedAt), Value());
            ++(gone ? report.added : differs ? report.updated : report.unchanged);
            if (!gone && !differs)
                continue;
            const auto same =
                std::find_if(changes.begin(), changes.end(), [&, &where = columns](const Change& change) {
                    return change.columns == where && change.values == values;
                });
            if (same == changes.end())
                changes.push_back({std::move(values), columns, {holdingKey(keys[i])}});
            else
                same->keys.push_back(holdingKey(keys[i]));
        }
    }
    racing_ = fresh.size();
    if (!association_->position.isEmpty()) {
        std::vector<ColumnValues*> rows;
        for (ColumnValues& row : fresh)
            rows.push_back(&row);
        if (auto placed = LinkPositions(connection_, registry_).append(*association_, rows); !placed)
            return placed;
    }
    if (auto inserted = insertRows(connection_, registry_, association_->through, fresh, {false, false});
        !inserted)
        return failure(inserted);
    for (const Change& change : changes) {
        auto updated = updateRows(connection_, registry_, association_->through, change.values,
            holdingColumns(change.columns), change.keys);
        if (!updated)
            return failure(updated);
    }
    return {};
}

Result<qint64> LinkWriter::removeLinks(const QStringList& columns, const std::vector<KeyTuple>& keys)
{
    const Model& junction = registry_.at(association_->through);
    std::vector<KeyTuple> holding;
    for (const KeyTuple& key : keys)
        holding.push_back(holdingKey(key));
    if (junction.deletedAt.isEmpty())
        return deleteRows(connection_, registry_, association_->through, holdingColumns(columns), holding);
    return markDeleted(connection_, registry_, association_->through, holdingColumns(columns), holding);
}

Result<void> LinkWriter::remove(LinkReport& report)
{
    auto removed = removeLinks(pairColumns(), pairs());
    if (!removed)
        return failure(removed);
    report.removed += *removed;
    return {};
}

Result<std::vector<RowValues>> LinkWriter::present()
{
    std::vector<RowValues> links;
    for (const bool turned : {false, true}) {
        if (turned && !association_->symmetric)
            break;
        auto all = lookUp(connection_, registry_,
            lookupOf((turned ? association_->otherKeys : association_->keys) + scopeColumns(), {nearKey()}));
        if (!all)
            return failure(all);
        for (RowValues& row : all->front()) {
            if (!isGone(row))
                links.push_back(std::move(row));
        }
    }
    if (association_->scope.empty() || links.empty())
        return links;
    // Links to rows that the association does not see belong to others.
    const Model& junction = registry_.at(association_->through);
    const Model& target = registry_.at(association_->target);
    Lookup lookup{association_->target, association_->otherReferenced, {}, {}, false};
    for (const RowValues& row : links) {
        const KeyTuple far = valuesOf(junction, row, association_->otherKeys);
        const bool turned = association_->symmetric && far == near_;
        lookup.keys.push_back(turned ? valuesOf(junction, row, association_->keys) : far);
    }
    auto targets = lookUp(connection_, registry_, lookup);
    if (!targets)
        return failure(targets);
    std::vector<RowValues> seen;
    for (size_t i = 0; i < links.size(); ++i) {
        const bool fits =
            !(*targets)[i].empty() &&
            std::all_of(
                association_->scope.begin(), association_->scope.end(), [&](const orm::ScopeValue& scope) {
                    return sameValue(
                        (*targets)[i].front()[size_t(target.attributeIndex(scope.attribute))], scope.value);
                });
        if (fits)
            seen.push_back(std::move(links[i]));
    }
    return seen;
}

Result<void> LinkWriter::removeOthers(LinkReport& report)
{
    const Model& junction = registry_.at(association_->through);
    const QStringList columns = pairColumns();
    auto links = present();
    if (!links)
        return failure(links);
    // What stays is decided by the engine: two spellings may be one key to it.
    auto kept = lookUp(connection_, registry_, lookupOf(columns, pairs()));
    if (!kept)
        return failure(kept);
    QSet<KeyTuple> staying;
    for (const std::vector<RowValues>& rows : *kept) {
        for (const RowValues& row : rows)
            staying.insert(valuesOf(junction, row, columns));
    }
    QSet<KeyTuple> going;
    std::vector<KeyTuple> obsolete;
    for (const RowValues& row : *links) {
        KeyTuple pair = valuesOf(junction, row, columns);
        if (staying.contains(pair) || going.contains(pair))
            continue;
        going.insert(pair);
        obsolete.push_back(std::move(pair));
    }
    auto removed = removeLinks(columns, obsolete);
    if (!removed)
        return failure(removed);
    report.removed += *removed;
    return {};
}

} // namespace conjoin::sql
