// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/seeder.h"

#include "orm/base/topologicalsort.h"
#include "orm/sql/rowwriter.h"
#include "orm/sql/seedvalues.h"

#include <QSet>

#include <algorithm>

namespace conjoin::sql {

using orm::Association;
using orm::Model;

namespace {

class Seeder {
public:
    Seeder(Connection& connection, const orm::ModelRegistry& registry, const SeedOptions& options)
        : connection_(connection)
        , registry_(registry)
        , options_(options)
        , values_(options.number)
        , stored_(registry.models().size())
    {}

    Result<SeedReport> run()
    {
        auto order = modelsInOrder();
        if (!order)
            return failure(order);
        auto done = connection_.transaction([&]() -> Result<void> {
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
    /// The keys of the model that refer to others, each once.
    std::vector<const Association*> keysOf(int model) const
    {
        std::vector<const Association*> keys;
        for (const Association& association : registry_.at(model).associations) {
            const bool known = std::any_of(keys.begin(), keys.end(),
                [&](const Association* other) { return other->keys == association.keys; });
            if (association.kind == orm::AssociationKind::BelongsTo && !known)
                keys.push_back(&association);
        }
        return keys;
    }

    bool isNullable(const Model& model, const Association& key) const
    {
        return std::all_of(key.keys.begin(), key.keys.end(), [&](const QString& name) {
            const orm::Attribute* attribute = model.attribute(name);
            return attribute->nullable && !attribute->primaryKey;
        });
    }

    /// Models after those that they must refer to.
    Result<std::vector<int>> modelsInOrder()
    {
        const size_t count = registry_.models().size();
        std::vector<std::vector<size_t>> needs(count);
        for (size_t i = 0; i < count; ++i) {
            for (const Association* key : keysOf(int(i))) {
                if (!isNullable(registry_.at(int(i)), *key))
                    needs[i].push_back(size_t(key->target));
            }
        }
        std::vector<int> order;
        for (const std::vector<size_t>& group : orm::topologicalGroups(needs)) {
            const bool cycle = group.size() > 1 || std::any_of(group.begin(), group.end(), [&](size_t model) {
                return std::find(needs[model].begin(), needs[model].end(), model) != needs[model].end();
            });
            if (cycle) {
                QStringList names;
                for (const size_t model : group)
                    names.append(registry_.at(int(model)).table);
                return inputError(names.join(QStringLiteral(" → ")),
                    message("seed.cycle", "each needs a row of the next before it has one itself"),
                    message("seed.cycle.hint", "let one of the keys be NULL"));
            }
            for (const size_t model : group)
                order.push_back(int(model));
        }
        return order;
    }

    Result<void> fill(int index)
    {
        const Model& model = registry_.at(index);
        std::vector<ColumnValues> rows;
        std::vector<QStringList> unique = model.uniqueKeys;
        if (!model.primaryKey.isEmpty())
            unique.push_back(model.primaryKey);
        std::vector<QSet<KeyTuple>> taken(unique.size());
        constexpr int attempts = 50; // at a row that no other has the keys of
        for (int i = 0; i < options_.rows; ++i) {
            std::optional<ColumnValues> row;
            for (int round = 0; round < attempts && !row; ++round) {
                auto made = rowOf(index, round);
                if (!made)
                    return failure(made);
                if (isFree(model, *made, unique, taken))
                    row = std::move(*made);
            }
            if (!row)
                break; // the key has no more values
            rows.push_back(std::move(*row));
        }
        auto stored = insertRows(connection_, registry_, index, rows);
        if (!stored)
            return failure(stored);
        report_.tables.push_back({model.table, qint64(stored->size())});
        stored_[size_t(index)] = std::move(*stored);
        return {};
    }

    Result<ColumnValues> rowOf(int index, int round)
    {
        const Model& model = registry_.at(index);
        ColumnValues row;
        for (const Association* key : keysOf(index)) {
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
            if (row.contains(int(i)) || attribute.generated || attribute.autoIncrement ||
                attribute.hasDefault || attribute.name == model.deletedAt)
                continue;
            Value value = values_.of(attribute.name, attribute.type, round);
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
    static bool isFree(const Model& model, const ColumnValues& row, const std::vector<QStringList>& unique,
        std::vector<QSet<KeyTuple>>& taken)
    {
        std::vector<std::optional<KeyTuple>> keys;
        for (size_t i = 0; i < unique.size(); ++i) {
            std::optional<KeyTuple> key = KeyTuple();
            for (const QString& name : unique[i]) {
                const auto value = row.find(model.attributeIndex(name));
                if (value == row.end() || value->second.isNull()) {
                    key.reset(); // the database counts, or NULL, which is like no other
                    break;
                }
                key->push_back(value->second);
            }
            if (key && taken[i].contains(*key))
                return false;
            keys.push_back(std::move(key));
        }
        for (size_t i = 0; i < keys.size(); ++i) {
            if (keys[i])
                taken[i].insert(*keys[i]);
        }
        return true;
    }

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    const SeedOptions& options_;
    SeedValues values_;
    std::vector<std::vector<RowValues>> stored_; ///< by model
    SeedReport report_;
};

} // namespace

Result<SeedReport> seed(Connection& connection, const orm::ModelRegistry& registry, const SeedOptions& options)
{
    return Seeder(connection, registry, options).run();
}

} // namespace conjoin::sql
