// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/seeder.h"

#include "orm/sql/finder.h"
#include "orm/sql/seedorder.h"
#include "orm/sql/seedpartitions.h"
#include "orm/sql/tableseeder.h"

#include <QSet>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace conjoin::sql {

using orm::Association;
using orm::Model;

namespace {

/// The models whose tables have rows.
Result<std::set<int>> filledModels(Connection& connection, const orm::ModelRegistry& registry)
{
    std::set<int> filled;
    for (size_t i = 0; i < registry.models().size(); ++i) {
        orm::Query any;
        any.model = int(i);
        any.limit = 1;
        any.unscoped = true;
        const auto rows = count(connection, registry, any);
        if (!rows)
            return failure(rows);
        if (*rows > 0)
            filled.insert(int(i));
    }
    return filled;
}

std::set<int> unwantedModels(const orm::ModelRegistry& registry, const SeedOptions& options)
{
    std::set<int> unwanted;
    for (size_t i = 0; i < registry.models().size(); ++i) {
        if (seedRowsOf(registry.at(int(i)), options) == 0)
            unwanted.insert(int(i));
    }
    return unwanted;
}

void addLeftOut(const orm::ModelRegistry& registry, const SeedOrder& order, SeedReport& report)
{
    for (const auto& [model, why] : order.leftOut)
        report.tables.push_back({registry.at(model).table, 0, why});
}

/// A row of each table of the ring, each with a key that the others know before it is there.
Result<void> beginRing(Connection& connection, const orm::ModelRegistry& registry, const std::vector<int>& ring,
    SeedValues& values, const SeedOptions& options)
{
    std::map<int, ColumnValues> keys;
    for (const int model : ring) {
        QStringList referred;
        for (const int other : ring) {
            for (const Association* key : seedKeysOf(registry.at(other))) {
                if (key->target == model)
                    referred += key->referenced;
            }
        }
        referred.removeDuplicates();
        auto key = TableSeeder(connection, registry, model, values, options).keyOf(referred);
        if (!key)
            return failure(key);
        keys.emplace(model, std::move(*key));
    }
    if (const QString& defer = connection.dialect().capabilities().deferKeys; !defer.isEmpty()) {
        if (auto deferred = connection.run(defer); !deferred)
            return failure(deferred);
    }
    for (const int model : ring) {
        auto begun = TableSeeder(connection, registry, model, values, options).begin(keys.at(model), keys);
        if (!begun)
            return begun;
    }
    return {};
}

} // namespace

Result<SeedReport> plannedSeed(const orm::ModelRegistry& registry, const SeedOptions& options)
{
    const auto thereIn = [&](const Model& model) {
        const auto found = options.there.find(model.table);
        return found == options.there.end() ? qint64(0) : found->second;
    };
    std::set<int> filled;
    for (size_t i = 0; i < registry.models().size(); ++i) {
        if (thereIn(registry.at(int(i))) > 0)
            filled.insert(int(i));
    }
    const SeedOrder order =
        seedOrder(registry, {std::move(filled), unwantedModels(registry, options), options.engine});
    SeedReport report;
    std::map<int, qint64> planned;
    for (const auto& entry : order.leftOut)
        planned[entry.first] = 0;
    for (const int index : order.models) {
        const Model& model = registry.at(index);
        qint64 rows = seedRowsOf(model, options);
        const std::vector<const Association*> keys = seedKeysOf(model);
        const auto targetsOf = [&](const Association& key) -> std::optional<qint64> {
            const qint64 there = thereIn(registry.at(key.target));
            const auto target = planned.find(key.target);
            if (target == planned.end())
                return there > 0 ? std::optional(there) : std::nullopt;
            return target->second + there;
        };
        Message why;
        for (const Association* key : keys) {
            if (isNullableKey(model, *key) || key->target == index || targetsOf(*key) != qint64(0))
                continue;
            rows = 0;
            why = message("seed.needs", "each row needs one of %1", {registry.at(key->target).table});
        }
        // A key made of keys alone has no more values than the rows that they refer to.
        for (const QStringList& unique : uniqueKeysOf(model)) {
            qint64 most = 1;
            QSet<QString> covered;
            for (const Association* key : keys) {
                const bool within =
                    std::ranges::all_of(key->keys, [&](const QString& name) { return unique.contains(name); });
                const std::optional<qint64> targets = targetsOf(*key);
                if (!within || !targets || isNullableKey(model, *key))
                    continue;
                covered += QSet<QString>(key->keys.begin(), key->keys.end());
                most = std::min<qint64>(most * *targets, std::numeric_limits<int>::max());
            }
            if (covered.size() == unique.size())
                rows = std::min(rows, std::max<qint64>(0, most - thereIn(model)));
        }
        planned[index] = rows;
        report.tables.push_back({model.table, rows, why});
    }
    addLeftOut(registry, order, report);
    return report;
}

Result<SeedReport> seed(Connection& connection, const orm::ModelRegistry& asked, const SeedOptions& options)
{
    const std::optional<orm::ModelRegistry> divided =
        withPartitionKeys(asked, options.schema, connection.dialect().capabilities().syntax);
    const orm::ModelRegistry& registry = divided ? *divided : asked;
    auto filled = filledModels(connection, registry);
    if (!filled)
        return failure(filled);
    SeedOrder order = seedOrder(registry,
        {std::move(*filled), unwantedModels(registry, options), &connection.dialect().capabilities()});
    SeedReport report;
    SeedValues values(options.number);
    qint64 done = 0, all = 0;
    for (const int model : order.models)
        all += seedRowsOf(registry.at(model), options);
    const auto written = connection.transaction([&]() -> Result<void> {
        std::map<int, qint64> begun;
        for (const int model : order.models) {
            const Model& here = registry.at(model);
            const auto ring = std::ranges::find_if(
                order.rings, [&](const std::vector<int>& each) { return std::ranges::count(each, model) > 0; });
            if (ring != order.rings.end() && !begun.contains(model)) {
                const auto begins = connection.transaction(
                    [&] { return beginRing(connection, registry, *ring, values, options); });
                if (!begins && begins.error().what.code != noFirstRow)
                    return begins;
                for (const int each : *ring) {
                    begun[each] = begins ? 1 : 0;
                    if (!begins)
                        order.leftOut[each] = begins.error().what;
                }
                done += begins ? qint64(ring->size()) : 0;
            }
            const int wanted = seedRowsOf(here, options);
            if (order.leftOut.contains(model)) {
                all -= wanted;
                continue;
            }
            SeedOptions how = options;
            how.rowsOf[here.table] = wanted - int(begun[model]);
            TableSeeder table(connection, registry, model, values, how);
            const auto rows = table.fill([&](qint64 made) {
                if (options.progress)
                    options.progress(done + made, all);
            });
            if (!rows)
                return failure(rows);
            done += *rows;
            all -= wanted - begun[model] - *rows;
            report.tables.push_back({here.table, *rows + begun[model], {}});
        }
        return {};
    });
    if (!written)
        return failure(written);
    addLeftOut(registry, order, report);
    return report;
}

} // namespace conjoin::sql
