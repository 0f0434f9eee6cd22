// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/seeder.h"

#include "orm/base/topologicalsort.h"
#include "orm/sql/rowwriter.h"
#include "orm/sql/seedvalues.h"
#include "orm/sql/tablefacts.h"

#include <QSet>

#include <algorithm>
#include <limits>

namespace conjoin::sql {

using orm::Association;
using orm::Model;

namespace {

/// The keys of the model that refer to others, each once.
std::vector<const Association*> keysOf(const Model& model)
{
    std::vector<const Association*> keys;
    for (const Association& association : model.associations) {
        const bool known = std::ranges::any_of(
            keys, [&](const Association* other) { return other->keys == association.keys; });
        if (association.kind == orm::AssociationKind::BelongsTo && !known)
            keys.push_back(&association);
    }
    return keys;
}

bool isNullable(const Model& model, const Association& key)
{
    return std::ranges::all_of(key.keys, [&](const QString& name) {
        const orm::Attribute* attribute = model.attribute(name);
        return attribute->nullable && !attribute->primaryKey;
    });
}

/// Models after those that they must refer to, and after those that they may refer to where no cycle forbids.
Result<std::vector<int>> modelsInOrder(const orm::ModelRegistry& registry)
{
    const size_t count = registry.models().size();
    std::vector<std::vector<size_t>> needs(count), wishes(count);
    for (size_t i = 0; i < count; ++i) {
        for (const Association* key : keysOf(registry.at(int(i)))) {
            wishes[i].push_back(size_t(key->target));
            if (!isNullable(registry.at(int(i)), *key))
                needs[i].push_back(size_t(key->target));
        }
    }
    std::vector<int> order;
    for (const std::vector<size_t>& circle : orm::topologicalGroups(wishes)) {
        // Within a circle of keys only those count that can't be NULL.
        std::vector<std::vector<size_t>> inner(circle.size());
        for (size_t i = 0; i < circle.size(); ++i) {
            for (const size_t need : needs[circle[i]]) {
                const auto at = std::ranges::find(circle, need);
                if (at != circle.end())
                    inner[i].push_back(size_t(at - circle.begin()));
            }
        }
        for (const std::vector<size_t>& group : orm::topologicalGroups(inner)) {
            const size_t first = group.front();
            if (group.size() > 1 || std::ranges::find(inner[first], first) != inner[first].end()) {
                QStringList names;
                for (const size_t model : group)
                    names.append(registry.at(int(circle[model])).table);
                return inputError(names.join(QStringLiteral(" → ")),
                    message("seed.cycle", "each needs a row of the next before it has one itself"),
                    message("seed.cycle.hint", "let one of the keys be NULL"));
            }
            order.push_back(int(circle[first]));
        }
    }
    return order;
}

int rowsOf(const Model& model, const SeedOptions& options)
{
    const auto own = options.rowsOf.find(model.table);
    return std::max(0, own == options.rowsOf.end() ? options.rows : own->second);
}

class Seeder {
public:
    Seeder(Connection& connection, const orm::ModelRegistry& registry, const SeedOptions& options)
        : connection_(connection)
        , registry_(registry)
        , options_(options)
        , values_(options.number)
        , stored_(registry.models().size())
        , referred_(registry.models().size())
    {
        for (const Model& model : registry.models()) {
            for (const Association* key : keysOf(model)) {
                for (const QString& name : key->referenced)
                    referred_[size_t(key->target)].insert(registry.at(key->target).attributeIndex(name));
            }
        }
    }

    Result<SeedReport> run()
    {
        const auto order = modelsInOrder(registry_);
        if (!order)
            return failure(order);
        for (const int model : *order)
            all_ += rowsOf(registry_.at(model), options_);
        const auto done = connection_.transaction([&]() -> Result<void> {
            for (const int model : *order) {
                if (auto filled = fill(model); !filled)
                    return filled;
            }
            return {};
        });
        if (!done)
            return failure(done);
        return std::move(report_);
    }

private:
    /// What is asked of one table, and what its rows have taken so far.
    struct Task {
        int index = -1;
        const Model* model = nullptr;
        TableFacts facts;
        std::vector<const Association*> keys;
        std::vector<QStringList> unique;
        std::vector<QSet<KeyTuple>> taken; ///< by unique key
        std::vector<bool> isUnique;        ///< by attribute: in one of the keys
        int row = 0;
    };

    Result<void> fill(int index)
    {
        Task task;
        task.index = index;
        task.model = &registry_.at(index);
        task.facts = factsOf(*task.model, options_.schema, connection_.dialect().capabilities().syntax);
        task.keys = keysOf(*task.model);
        task.unique = task.model->uniqueKeys;
        if (!task.model->primaryKey.isEmpty())
            task.unique.push_back(task.model->primaryKey);
        task.taken.resize(task.unique.size());
        task.isUnique.assign(task.model->attributes.size(), false);
        for (const QStringList& key : task.unique) {
            for (const QString& name : key)
                task.isUnique[size_t(task.model->attributeIndex(name))] = true;
        }
        const int wanted = rowsOf(*task.model, options_);
        // The first rows are few, so that the later ones of the same table have some to refer to.
        const int lot = std::clamp(wanted / 10, 1, 1000);
        qint64 written = 0;
        for (bool more = true; more && task.row < wanted;) {
            std::vector<ColumnValues> rows;
            while (int(rows.size()) < lot && task.row < wanted) {
                auto row = freeRow(task);
                if (!row)
                    return failure(row);
                if (!*row) {
                    more = false; // the key has no more values
                    break;
                }
                rows.push_back(std::move(**row));
                ++task.row;
            }
            if (auto stored = store(task, rows); !stored)
                return stored;
            written += qint64(rows.size());
            if (options_.progress)
                options_.progress(done_ + written, all_);
        }
        done_ += written;
        all_ -= wanted - written;
        report_.tables.push_back({task.model->table, written});
        return {};
    }

    /// Writes the rows, and keeps of them what others may refer to.
    Result<void> store(const Task& task, const std::vector<ColumnValues>& rows)
    {
        const QSet<int>& kept = referred_[size_t(task.index)];
        InsertMode mode;
        mode.told = !kept.isEmpty();
        auto stored = insertRows(connection_, registry_, task.index, rows, mode);
        if (!stored)
            return failure(stored);
        for (RowValues& row : *stored) {
            for (size_t i = 0; i < row.size(); ++i) {
                if (!kept.contains(int(i)))
                    row[i] = Value();
            }
            stored_[size_t(task.index)].push_back(std::move(row));
        }
        return {};
    }

    /// A row that no other has the keys of and that no check refuses; nothing where the keys are used up.
    Result<std::optional<ColumnValues>> freeRow(Task& task)
    {
        constexpr int attempts = 60;
        int broken = -1;
        for (int round = 0; round < attempts; ++round) {
            auto row = rowOf(task, round);
            if (!row)
                return failure(row);
            broken = task.facts.checks.broken(*row);
            for (int left = 10; left > 0 && broken >= 0 && round == attempts - 1; --left) {
                leaveOut(task, broken, *row);
                broken = task.facts.checks.broken(*row);
            }
            if (broken < 0 && isFree(task, *row))
                return std::optional(std::move(*row));
        }
        if (broken >= 0) {
            return inputError(task.model->table,
                message("seed.check", "no values were found that fulfil CHECK (%1)",
                    {task.facts.checks.text(broken)}),
                message("seed.check.hint", "give the column a default, or let it be NULL"));
        }
        return std::optional<ColumnValues>();
    }

    /// A check that is not understood well enough holds of NULL.
    static void leaveOut(const Task& task, int check, ColumnValues& row)
    {
        for (const int attribute : task.facts.checks.attributesOf(check)) {
            const orm::Attribute& column = task.model->attributes[size_t(attribute)];
            if (column.nullable && !column.primaryKey && !task.facts.checks.bounds(attribute).given)
                row.insert_or_assign(attribute, Value());
        }
    }

    Result<ColumnValues> rowOf(const Task& task, int round)
    {
        const Model& model = *task.model;
        ColumnValues row;
        for (const Association* key : task.keys) {
            const std::vector<RowValues>& targets = stored_[size_t(key->target)];
            const Model& target = registry_.at(key->target);
            const RowValues* chosen =
                targets.empty() ? nullptr : &targets[size_t(values_.below(int(targets.size())))];
            for (qsizetype i = 0; i < key->keys.size(); ++i) {
                row.insert_or_assign(model.attributeIndex(key->keys[i]),
                    chosen ? (*chosen)[size_t(target.attributeIndex(key->referenced[i]))] : Value());
            }
        }
        for (size_t i = 0; i < model.attributes.size(); ++i) {
            const orm::Attribute& attribute = model.attributes[i];
            const bool repeats = task.facts.repeats[i] && task.isUnique[i];
            if (row.contains(int(i)) || attribute.generated || attribute.autoIncrement ||
                (attribute.hasDefault && !repeats) || attribute.name == model.deletedAt)
                continue;
            Value value = values_.of(
                {attribute.name, task.facts.types[i], task.facts.checks.bounds(int(i)),
                task.row, round, bool(task.isUnique[i])});
            if (value.isNull() && !attribute.nullable) {
                return inputError(model.name + u'.' + attribute.name,
                    message("seed.type", "no value of the type %1 can be made up",
                        {model::typeText(attribute.type)}),
                    message("seed.type.hint", "give the column a default, or let it be NULL"));
            }
            row.insert_or_assign(int(i), std::move(value));
        }
        return row;
    }

    /// Whether no row has one of its keys, which are taken then.
    static bool isFree(Task& task, const ColumnValues& row)
    {
        std::vector<std::optional<KeyTuple>> keys;
        for (size_t i = 0; i < task.unique.size(); ++i) {
            std::optional<KeyTuple> key = KeyTuple();
            for (const QString& name : task.unique[i]) {
                const auto value = row.find(task.model->attributeIndex(name));
                if (value == row.end() || value->second.isNull()) {
                    key.reset(); // the database counts, or NULL, which is like no other
                    break;
                }
                // Some engines see no difference in letter case.
                key->push_back(value->second.isText() ? Value(value->second.text().toCaseFolded()) : value->second);
            }
            if (key && task.taken[i].contains(*key))
                return false;
            keys.push_back(std::move(key));
        }
        for (size_t i = 0; i < keys.size(); ++i) {
            if (keys[i])
                task.taken[i].insert(*keys[i]);
        }
        return true;
    }

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    const SeedOptions& options_;
    SeedValues values_;
    std::vector<std::vector<RowValues>> stored_; ///< by model
    std::vector<QSet<int>> referred_;            ///< by model: attributes that others refer to
    qint64 done_ = 0, all_ = 0;
    SeedReport report_;
};

} // namespace

Result<SeedReport> plannedSeed(const orm::ModelRegistry& registry, const SeedOptions& options)
{
    const auto order = modelsInOrder(registry);
    if (!order)
        return failure(order);
    SeedReport report;
    std::map<int, qint64> planned;
    for (const int index : *order) {
        const Model& model = registry.at(index);
        qint64 rows = rowsOf(model, options);
        // A key made of keys alone has no more values than the rows that they refer to.
        std::vector<QStringList> unique = model.uniqueKeys;
        if (!model.primaryKey.isEmpty())
            unique.push_back(model.primaryKey);
        for (const QStringList& key : unique) {
            qint64 most = 1;
            qsizetype covered = 0;
            for (const Association* part : keysOf(model)) {
                const bool within = std::ranges::all_of(
                    part->keys, [&](const QString& name) { return key.contains(name); });
                const auto target = planned.find(part->target);
                if (!within || target == planned.end())
                    continue;
                covered += part->keys.size();
                most = std::min<qint64>(most * target->second, std::numeric_limits<int>::max());
            }
            if (covered == key.size())
                rows = std::min(rows, most);
        }
        planned[index] = rows;
        report.tables.push_back({model.table, rows});
    }
    return report;
}

Result<SeedReport> seed(Connection& connection, const orm::ModelRegistry& registry, const SeedOptions& options)
{
    return Seeder(connection, registry, options).run();
}

} // namespace conjoin::sql
