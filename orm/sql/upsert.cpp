// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/upsert.h"

#include "orm/sql/givenvalues.h"
#include "orm/sql/rowwriter.h"

#include <algorithm>

namespace conjoin::sql {

using orm::Json;
using orm::Model;

namespace {

/// Rows of one statement: they give the same attributes and conflict by the same key.
struct Group {
    std::vector<int> given;
    QStringList key;
    std::vector<size_t> numbers;
    std::vector<ColumnValues> rows;
};

class ConflictWriter {
public:
    ConflictWriter(
        Connection& connection, const orm::ModelRegistry& registry, int model, const Conflict& conflict)
        : connection_(connection)
        , registry_(registry)
        , index_(model)
        , model_(registry.at(model))
        , conflict_(conflict)
    {}

    Result<std::vector<Upserted>> write(const Json::Array& rows)
    {
        for (size_t i = 0; i < rows.size(); ++i) {
            const QString place = rows.size() == 1 ? model_.name : model_.name + QStringLiteral("[%1]").arg(i);
            auto given = readAttributes(connection_.dialect(), model_, rows[i], place);
            if (!given)
                return failure(given);
            ColumnValues values;
            for (size_t a = 0; a < given->size(); ++a) {
                if ((*given)[a] && !((*given)[a]->isNull() && model_.attributes[a].autoIncrement))
                    values.insert_or_assign(int(a), std::move(*(*given)[a]));
            }
            enter(i, std::move(values));
        }
        std::vector<std::pair<size_t, Upserted>> all;
        for (const Group& group : groups_) {
            if (auto done = writeGroup(group, all); !done)
                return failure(done);
        }
        std::stable_sort(
            all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        std::vector<Upserted> stored;
        for (auto& entry : all)
            stored.push_back(std::move(entry.second));
        return stored;
    }

private:
    void enter(size_t number, ColumnValues values)
    {
        std::vector<int> given;
        for (const auto& entry : values)
            given.push_back(entry.first);
        QStringList key = keyGivenBy(values);
        auto group = std::find_if(groups_.begin(), groups_.end(),
            [&](const Group& candidate) { return candidate.given == given && candidate.key == key; });
        if (group == groups_.end()) {
            groups_.push_back({std::move(given), std::move(key), {}, {}});
            group = std::prev(groups_.end());
        }
        group->numbers.push_back(number);
        group->rows.push_back(std::move(values));
    }

    QStringList keyGivenBy(const ColumnValues& values) const
    {
        if (!conflict_.keys.isEmpty())
            return conflict_.keys;
        std::vector<QStringList> keys = model_.uniqueKeys;
        keys.insert(keys.begin(), model_.primaryKey);
        for (const QStringList& key : keys) {
            const bool complete =
                !key.isEmpty() && std::all_of(key.begin(), key.end(), [&](const QString& name) {
                    const auto value = values.find(model_.attributeIndex(name));
                    return value != values.end() && !value->second.isNull();
                });
            if (complete)
                return key;
        }
        return {};
    }

    /// The attributes that go into the row that is there.
    QStringList written(const Group& group) const
    {
        QStringList names = conflict_.update;
        if (conflict_.updateGiven) {
            for (const int index : group.given) {
                if (!group.key.contains(model_.attributes[size_t(index)].name))
                    names.append(model_.attributes[size_t(index)].name);
            }
        }
        if (names.isEmpty() && !conflict_.updateGiven)
            return names;
        for (const orm::Attribute& attribute : model_.attributes) {
            if (attribute.touched && !names.contains(attribute.name))
                names.append(attribute.name);
        }
        return names;
    }

    /// What follows VALUES.
    QString clause(const Group& group) const
    {
        if (group.key.isEmpty() && (conflict_.updateGiven || !conflict_.update.isEmpty()))
            return {}; // no key is given that could be taken
        const orm::Dialect& dialect = connection_.dialect();
        const bool onConflict = dialect.capabilities().onConflict;
        const auto quoted = [&](const QString& name) { return dialect.quoted(model_.column(name)); };
        QStringList names = written(group);
        const bool stays = names.isEmpty() && !conflict_.updateGiven;
        if (stays && onConflict)
            return QStringLiteral(" ON CONFLICT DO NOTHING");
        if (names.isEmpty()) // the row is told only where something is written into it
            names = group.key.isEmpty() ? QStringList{model_.attributes.front().name} : group.key;
        QStringList sets;
        for (const QString& name : names) {
            const QString column = quoted(name);
            sets.append(column + QStringLiteral(" = ") +
                        (stays           ? column
                            : onConflict ? QStringLiteral("excluded.") + column
                                         : QStringLiteral("VALUES(") + column + u')'));
        }
        if (!onConflict)
            return QStringLiteral(" ON DUPLICATE KEY UPDATE ") + sets.join(QStringLiteral(", "));
        QStringList key;
        for (const QString& name : group.key)
            key.append(quoted(name));
        return QStringLiteral(" ON CONFLICT (") + key.join(QStringLiteral(", ")) +
               QStringLiteral(") DO UPDATE SET ") + sets.join(QStringLiteral(", "));
    }

    Result<std::vector<std::vector<RowValues>>> byKey(const Group& group, size_t first, size_t count)
    {
        Lookup lookup{index_, group.key, {}, {}, false};
        for (size_t i = first; i < first + count; ++i) {
            KeyTuple key;
            for (const QString& name : group.key)
                key.push_back(group.rows[i].at(model_.attributeIndex(name)));
            lookup.keys.push_back(std::move(key));
        }
        return lookUp(connection_, registry_, lookup);
    }

    Result<void> writeGroup(const Group& group, std::vector<std::pair<size_t, Upserted>>& all)
    {
        const QString tail = clause(group);
        if (tail.isEmpty()) {
            auto inserted = insertRows(connection_, registry_, index_, group.rows);
            if (!inserted)
                return failure(inserted);
            for (size_t i = 0; i < inserted->size(); ++i)
                all.emplace_back(group.numbers[i], Upserted{jsonOf((*inserted)[i]), std::optional(true)});
            return {};
        }
        const orm::Dialect& dialect = connection_.dialect();
        const std::vector<ColumnValues> rows = completedRows(connection_, model_, group.rows);
        QStringList columns, names;
        for (const auto& entry : rows.front())
            columns.append(dialect.quoted(model_.attributes[size_t(entry.first)].column));
        for (const orm::Attribute& attribute : model_.attributes)
            names.append(dialect.quoted(attribute.column));
        const QString holes =
            u'(' + QStringList(columns.size(), QStringLiteral("?")).join(QStringLiteral(", ")) + u')';
        const QString into =
            QStringLiteral("INSERT INTO ") + orm::PredicateCompiler(registry_, dialect).tableName(model_) +
            QStringLiteral(" (") + columns.join(QStringLiteral(", ")) + QStringLiteral(") VALUES ");
        const bool tells = connection_.tellsInserted();
        const QString returning =
            tells ? QStringLiteral(" RETURNING ") + names.join(QStringLiteral(", ")) : QString();
        // An engine that is asked for a key may be asked what was there; ON CONFLICT can't be told apart.
        const bool asks = !dialect.capabilities().onConflict && !group.key.isEmpty();
        const size_t chunk = keyChunk(dialect.capabilities(), size_t(columns.size()), 0);
        for (size_t first = 0; first < rows.size(); first += chunk) {
            const size_t count = std::min(chunk, rows.size() - first);
            std::vector<std::vector<RowValues>> before;
            if (asks) {
                auto found = byKey(group, first, count);
                if (!found)
                    return failure(found);
                before = std::move(*found);
            }
            std::vector<Value> parameters;
            for (size_t i = first; i < first + count; ++i) {
                for (const auto& entry : rows[i])
                    parameters.push_back(entry.second);
            }
            auto ran = connection_.run(
                into + QStringList(qsizetype(count), holes).join(QStringLiteral(", ")) + tail + returning,
                parameters);
            if (!ran)
                return failure(ran);
            if (!tells && !group.key.isEmpty()) {
                auto stored = byKey(group, first, count);
                if (!stored)
                    return failure(stored);
                for (std::vector<RowValues>& found : *stored) {
                    if (!found.empty())
                        ran->rows.push_back(std::move(found.front()));
                }
            }
            const bool stays = conflict_.update.isEmpty() && !conflict_.updateGiven;
            for (size_t i = 0; i < ran->rows.size(); ++i) {
                if (stays && i < before.size() && !before[i].empty())
                    continue; // it was there, and is told only by this engine
                const size_t number =
                    ran->rows.size() == count ? group.numbers[first + i] : group.numbers[first];
                all.emplace_back(
                    number, Upserted{jsonOf(ran->rows[i]),
                                asks && i < before.size() ? std::optional(before[i].empty()) : std::nullopt});
            }
        }
        return {};
    }

    Json jsonOf(const RowValues& row) const
    {
        Json json = Json::object();
        for (size_t i = 0; i < model_.attributes.size(); ++i)
            json.set(model_.attributes[i].name, orm::valueToJson(row[i], model_.attributes[i].type));
        return json;
    }

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    int index_;
    const Model& model_;
    const Conflict& conflict_;
    std::vector<Group> groups_;
};

} // namespace

Result<std::vector<Upserted>> insertOrUpdate(Connection& connection, const orm::ModelRegistry& registry,
    int model, const Json::Array& rows, const Conflict& conflict)
{
    return ConflictWriter(connection, registry, model, conflict).write(rows);
}

} // namespace conjoin::sql
