// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/entity/unknownname.h"
#include "orm/flush/changeset.h"
#include "orm/sql/rowwriter.h"
#include "orm/sql/writer.h"

#include <QSet>

namespace conjoin::sql {

using orm::Association;
using orm::Model;

namespace {

/// The rows of those keys, which must all exist; a key given twice counts once.
Result<std::vector<RowValues>> rowsOf(
    Connection& connection, const orm::ModelRegistry& registry, int modelIndex, const QStringList& keys)
{
    const Model& model = registry.at(modelIndex);
    Lookup lookup{modelIndex, model.identity(), {}, {}, false};
    QSet<KeyTuple> seen;
    for (const QString& key : keys) {
        auto condition = orm::keyCondition(model, key);
        if (!condition)
            return failure(condition);
        KeyTuple tuple;
        for (const QString& column : lookup.columns) {
            auto value = orm::valueFromJson(
                *condition->find(column), model.attribute(column)->type, model.name + u'.' + column);
            if (!value)
                return failure(value);
            tuple.push_back(std::move(*value));
        }
        if (seen.contains(tuple))
            continue;
        seen.insert(tuple);
        lookup.keys.push_back(std::move(tuple));
    }
    auto found = lookUp(connection, registry, lookup);
    if (!found)
        return failure(found);
    std::vector<RowValues> rows;
    for (size_t i = 0; i < found->size(); ++i) {
        if ((*found)[i].empty()) {
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

/// One row and the rows that it is, or is to be, linked with.
class LinkWriter {
public:
    LinkWriter(Connection& connection, const orm::ModelRegistry& registry, int model)
        : connection_(connection)
        , registry_(registry)
        , model_(model)
    {}

    Result<void> prepare(
        const QString& key, const QString& association, const QStringList& targets, const orm::Json& through)
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
        const Model& junction = registry_.at(association_->through);
        auto given = orm::readAttributes(junction, through, junction.name);
        if (!given)
            return failure(given);
        for (size_t i = 0; i < given->size(); ++i) {
            if (!(*given)[i])
                continue;
            const orm::Attribute& attribute = junction.attributes[i];
            if (association_->keys.contains(attribute.name) ||
                association_->otherKeys.contains(attribute.name)) {
                return inputError(junction.name + u'.' + attribute.name,
                    message("create.junctionkey", "\"%1\" is what the link itself writes", {attribute.name}),
                    message("attribute.generated.hint", "leave it out"));
            }
            const bool isKey =
                attribute.foreignKey || attribute.primaryKey; // of a further end: tells links apart
            (isKey ? furtherKeys_ : values_).insert_or_assign(int(i), *(*given)[i]);
        }
        auto source = rowsOf(connection_, registry_, model_, {key});
        if (!source)
            return failure(source);
        auto rows = rowsOf(connection_, registry_, association_->target, targets);
        if (!rows)
            return failure(rows);
        near_ = valuesOf(model, source->front(), association_->referenced);
        for (const RowValues& row : *rows)
            far_.push_back(valuesOf(registry_.at(association_->target), row, association_->otherReferenced));
        return {};
    }

    Result<void> add(LinkReport& report)
    {
        const Model& junction = registry_.at(association_->through);
        auto existing =
            lookUp(connection_, registry_, {association_->through, keyColumns(), {}, keys(), false});
        if (!existing)
            return failure(existing);
        std::vector<ColumnValues> fresh;
        std::vector<KeyTuple> changed;
        const std::vector<KeyTuple> all = keys();
        for (size_t i = 0; i < far_.size(); ++i) {
            const std::vector<RowValues>& rows = (*existing)[i];
            if (rows.empty()) {
                ColumnValues row = values_;
                for (size_t c = 0; c < all[i].size(); ++c)
                    row.insert_or_assign(junction.attributeIndex(keyColumns()[qsizetype(c)]), all[i][c]);
                fresh.push_back(std::move(row));
                ++report.added;
                continue;
            }
            const bool differs = std::any_of(rows.begin(), rows.end(), [&](const RowValues& row) {
                return std::any_of(values_.begin(), values_.end(),
                    [&](const auto& entry) { return !sameValue(row[size_t(entry.first)], entry.second); });
            });
            if (differs)
                changed.push_back(all[i]);
            ++(differs ? report.updated : report.unchanged);
        }
        // The transaction has the database to itself from its first statement on: what was looked up still
        // holds.
        auto inserted = insertRows(connection_, registry_, association_->through, fresh);
        if (!inserted)
            return failure(inserted);
        if (changed.empty())
            return {};
        auto updated =
            updateRows(connection_, registry_, association_->through, values_, keyColumns(), changed);
        return updated ? Result<void>() : failure(updated);
    }

    Result<void> remove(LinkReport& report)
    {
        auto removed = deleteRows(connection_, registry_, association_->through,
            association_->keys + association_->otherKeys, pairs());
        if (!removed)
            return failure(removed);
        report.removed += *removed;
        return {};
    }

    /// Removes the links to rows that are not among the targets.
    Result<void> removeOthers(LinkReport& report)
    {
        const Model& junction = registry_.at(association_->through);
        const QStringList columns = association_->keys + association_->otherKeys;
        auto all =
            lookUp(connection_, registry_, {association_->through, association_->keys, {}, {near_}, false});
        if (!all)
            return failure(all);
        auto kept = lookUp(connection_, registry_, {association_->through, columns, {}, pairs(), false});
        if (!kept)
            return failure(kept);
        QSet<KeyTuple> staying;
        for (const std::vector<RowValues>& rows : *kept) {
            for (const RowValues& row : rows)
                staying.insert(valuesOf(junction, row, columns));
        }
        QSet<KeyTuple> going;
        std::vector<KeyTuple> obsolete;
        for (const RowValues& row : all->front()) {
            KeyTuple pair = valuesOf(junction, row, columns);
            if (staying.contains(pair) || going.contains(pair))
                continue;
            going.insert(pair);
            obsolete.push_back(std::move(pair));
        }
        auto removed = deleteRows(connection_, registry_, association_->through, columns, obsolete);
        if (!removed)
            return failure(removed);
        report.removed += *removed;
        return {};
    }

private:
    std::vector<KeyTuple> pairs() const
    {
        std::vector<KeyTuple> result;
        for (const KeyTuple& far : far_) {
            KeyTuple pair = near_;
            pair.insert(pair.end(), far.begin(), far.end());
            result.push_back(std::move(pair));
        }
        return result;
    }

    QStringList keyColumns() const
    {
        QStringList columns = association_->keys + association_->otherKeys;
        for (const auto& entry : furtherKeys_)
            columns.append(registry_.at(association_->through).attributes[size_t(entry.first)].name);
        return columns;
    }

    std::vector<KeyTuple> keys() const
    {
        std::vector<KeyTuple> result = pairs();
        for (KeyTuple& key : result) {
            for (const auto& entry : furtherKeys_)
                key.push_back(entry.second);
        }
        return result;
    }

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    int model_;
    const Association* association_ = nullptr;
    ColumnValues values_;      ///< of the junction, to write
    ColumnValues furtherKeys_; ///< of the junction, beyond the two ends
    KeyTuple near_;
    std::vector<KeyTuple> far_;
};

template<class Step>
Result<LinkReport> inTransaction(Connection& connection, Step&& step)
{
    LinkReport report;
    auto done = connection.transaction([&]() -> Result<void> { return step(report); });
    if (!done)
        return failure(done);
    return report;
}

} // namespace

Result<LinkReport> link(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const QString& association, const QStringList& targets, const orm::Json& through)
{
    return inTransaction(connection, [&](LinkReport& report) -> Result<void> {
        LinkWriter writer(connection, registry, model);
        auto prepared = writer.prepare(key, association, targets, through);
        return prepared ? writer.add(report) : prepared;
    });
}

Result<LinkReport> unlink(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const QString& association, const QStringList& targets)
{
    return inTransaction(connection, [&](LinkReport& report) -> Result<void> {
        LinkWriter writer(connection, registry, model);
        auto prepared = writer.prepare(key, association, targets, {});
        return prepared ? writer.remove(report) : prepared;
    });
}

Result<LinkReport> setLinks(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& key, const QString& association, const QStringList& targets, const orm::Json& through)
{
    return inTransaction(connection, [&](LinkReport& report) -> Result<void> {
        LinkWriter writer(connection, registry, model);
        if (auto prepared = writer.prepare(key, association, targets, through); !prepared)
            return prepared;
        if (auto removed = writer.removeOthers(report); !removed)
            return removed;
        return writer.add(report);
    });
}

} // namespace conjoin::sql
