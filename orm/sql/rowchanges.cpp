// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/conditionwriter.h"
#include "orm/sql/finder.h"
#include "orm/sql/givenvalues.h"
#include "orm/sql/rowwriter.h"
#include "orm/sql/writer.h"

#include <QSet>

namespace conjoin::sql {

using orm::Association;
using orm::Json;
using orm::Model;

namespace {

/// The row of that key, which must exist.
Result<RowValues> rowOf(
    Connection& connection, const orm::ModelRegistry& registry, int modelIndex, const QString& key)
{
    const Model& model = registry.at(modelIndex);
    auto condition = orm::keyCondition(model, key);
    if (!condition)
        return failure(condition);
    orm::Query query;
    query.model = modelIndex;
    query.where = *condition;
    auto rows = find(connection, registry, query);
    if (!rows)
        return failure(rows);
    if (rows->empty())
        return inputError(model.name, message("row.nokey", "%1 has no row with the key %2", {model.name, key}));
    return rows->front().values();
}

/// Follows the keys that refer to a row that goes, as the database will.
class DeletionPreview {
public:
    DeletionPreview(Connection& connection, const orm::ModelRegistry& registry)
        : connection_(connection)
        , registry_(registry)
    {}

    Result<std::vector<Affected>> follow(int model, const RowValues& row)
    {
        going_[model].insert(identityOf(model, row));
        std::vector<std::pair<int, std::vector<RowValues>>> front{{model, {row}}};
        while (!front.empty()) {
            const auto [at, rows] = std::move(front.back());
            front.pop_back();
            auto visited =
                eachReferring(at, rows, [&](int child, const Association& key, std::vector<RowValues> found) {
                    std::vector<RowValues> fresh;
                    for (RowValues& referring : found) {
                        if (*key.onDelete != model::Action::Cascade) {
                            touched_.push_back({child, *key.onDelete, std::move(referring)});
                            continue;
                        }
                        KeyTuple identity = identityOf(child, referring);
                        if (going_[child].contains(identity))
                            continue;
                        going_[child].insert(std::move(identity));
                        fresh.push_back(std::move(referring));
                    }
                    if (fresh.empty())
                        return;
                    counts_[{child, int(model::Action::Cascade)}] += qint64(fresh.size());
                    front.emplace_back(child, std::move(fresh));
                });
            if (!visited)
                return failure(visited);
        }
        std::map<std::pair<int, int>, QSet<KeyTuple>> others;
        for (const Touched& referring : touched_) {
            KeyTuple identity = identityOf(referring.model, referring.values);
            if (!going_[referring.model].contains(identity)) // what goes itself stands in nobody's way
                others[{referring.model, int(referring.action)}].insert(std::move(identity));
        }
        for (const auto& [place, identities] : others)
            counts_[place] += identities.size();
        std::vector<Affected> affected;
        for (const auto& [place, count] : counts_)
            affected.push_back({registry_.at(place.first).table,
                model::actionText(model::Action(place.second)).toLower(), count});
        return affected;
    }

private:
    struct Touched {
        int model = -1;
        model::Action action = model::Action::NoAction;
        RowValues values;
    };

    template<class Take>
    Result<void> eachReferring(int to, const std::vector<RowValues>& rows, Take&& take)
    {
        for (size_t child = 0; child < registry_.models().size(); ++child) {
            for (const Association& key : registry_.models()[child].associations) {
                if (key.kind != orm::AssociationKind::BelongsTo || key.target != to || !key.onDelete)
                    continue;
                Lookup lookup{int(child), key.keys, {}, {}, false};
                for (const RowValues& row : rows)
                    lookup.keys.push_back(valuesOf(registry_.at(to), row, key.referenced));
                auto found = lookUp(connection_, registry_, lookup);
                if (!found)
                    return failure(found);
                std::vector<RowValues> all;
                for (std::vector<RowValues>& part : *found)
                    std::move(part.begin(), part.end(), std::back_inserter(all));
                take(int(child), key, std::move(all));
            }
        }
        return {};
    }

    KeyTuple identityOf(int model, const RowValues& row) const
    {
        const QStringList identity = registry_.at(model).identity();
        return identity.isEmpty() ? row : valuesOf(registry_.at(model), row, identity);
    }

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    std::map<int, QSet<KeyTuple>> going_;
    std::vector<Touched> touched_;
    std::map<std::pair<int, int>, qint64> counts_; ///< by model and action
};

} // namespace

Result<Json> update(Connection& connection, const orm::ModelRegistry& registry, int modelIndex,
    const QString& key, const Json& values)
{
    const Model& model = registry.at(modelIndex);
    auto given = readAttributes(connection.dialect(), model, values, model.name);
    if (!given)
        return failure(given);
    Json result = Json::object();
    auto done = connection.transaction([&]() -> Result<void> {
        auto row = rowOf(connection, registry, modelIndex, key);
        if (!row)
            return failure(row);
        ColumnValues columns;
        KeyTuple identity = valuesOf(model, *row, model.identity());
        const KeyTuple before = identity;
        for (size_t i = 0; i < given->size(); ++i) {
            if (!(*given)[i] ||
                isAsRead(*values.find(model.attributes[i].name), (*row)[i], model.attributes[i]))
                continue;
            columns.insert_or_assign(int(i), *(*given)[i]);
            const qsizetype part = model.identity().indexOf(model.attributes[i].name);
            if (part >= 0)
                identity[size_t(part)] = *(*given)[i];
        }
        if (!columns.empty()) {
            auto written = updateRows(connection, registry, modelIndex, columns, model.identity(), {before});
            if (!written)
                return failure(written);
        }
        auto stored = lookUp(connection, registry, {modelIndex, model.identity(), {}, {identity}, false});
        if (!stored)
            return failure(stored);
        if (stored->front().empty())
            return databaseError(model.table, message("update.gone", "the row is gone after the update"));
        for (size_t i = 0; i < model.attributes.size(); ++i)
            result.set(model.attributes[i].name,
                orm::valueToJson(stored->front().front()[i], model.attributes[i].type));
        return {};
    });
    if (!done)
        return failure(done);
    return result;
}

Result<DeleteReport> remove(
    Connection& connection, const orm::ModelRegistry& registry, int modelIndex, const QString& key, bool dryRun)
{
    DeleteReport report;
    const auto work = [&]() -> Result<void> {
        auto row = rowOf(connection, registry, modelIndex, key);
        if (!row)
            return failure(row);
        const Model& model = registry.at(modelIndex);
        const bool marks = !model.deletedAt.isEmpty(); // the row stays, and so does whatever refers to it
        auto affected = marks ? Result<std::vector<Affected>>(std::vector<Affected>())
                              : DeletionPreview(connection, registry).follow(modelIndex, *row);
        if (!affected)
            return failure(affected);
        report.affected = std::move(*affected);
        report.deleted = 1;
        if (dryRun)
            return {};
        const QStringList identity = model.identity();
        const std::vector<KeyTuple> keys{valuesOf(model, *row, identity)};
        auto deleted = marks ? markDeleted(connection, registry, modelIndex, identity, keys)
                             : deleteRows(connection, registry, modelIndex, identity, keys);
        if (!deleted)
            return failure(deleted);
        report.deleted = *deleted;
        return {};
    };
    auto done = dryRun ? work() : connection.transaction(work);
    if (!done)
        return failure(done);
    return report;
}

} // namespace conjoin::sql
