// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/conditionwriter.h"

namespace conjoin::sql {

using orm::Condition;
using orm::Model;

ConditionWriter::ConditionWriter(Connection& connection, const orm::ModelRegistry& registry, int model)
    : connection_(connection)
    , registry_(registry)
    , model_(model)
    , compiler_(registry, connection.dialect())
    , table_(compiler_.tableName(registry.at(model))) // not every engine has an alias in a DELETE
{}

Result<Condition> ConditionWriter::condition(const orm::Json& where, const QString& place)
{
    return compiler_.where(model_, table_, where, place);
}

Condition ConditionWriter::marked(bool deleted) const
{
    if (model().deletedAt.isEmpty())
        return {};
    return {compiler_.column(model(), table_, model().deletedAt) +
                QLatin1String(deleted ? " IS NOT NULL" : " IS NULL"),
        {}};
}

Condition ConditionWriter::oneOf(
    const QStringList& attributes, const std::vector<KeyTuple>& keys, size_t first, size_t count) const
{
    Condition result;
    for (size_t i = first; i < first + count; ++i) {
        Condition one;
        for (qsizetype c = 0; c < attributes.size(); ++c) {
            const QString column = compiler_.column(model(), table_, attributes[c]);
            const Value& value = keys[i][size_t(c)];
            one.and_(value.isNull() ? Condition{column + QStringLiteral(" IS NULL"), {}}
                                    : Condition{column + QStringLiteral(" = ?"), {value}});
        }
        result << QLatin1String(i == first ? "(" : " OR (") << one << QStringLiteral(")");
    }
    if (count == 1)
        return result;
    Condition grouped;
    return grouped << QStringLiteral("(") << result << QStringLiteral(")");
}

/// The values, and the moment of the change.
ColumnValues ConditionWriter::touched(const ColumnValues& values, bool silent) const
{
    ColumnValues all = values;
    for (size_t i = 0; i < model().attributes.size() && !silent; ++i) {
        if (model().attributes[i].touched && !all.contains(int(i)))
            all[int(i)] = momentValue(connection_.now(), connection_.dialect());
    }
    return all;
}

Result<qint64> ConditionWriter::update(const ColumnValues& values, const Condition& where, bool silent)
{
    std::vector<Condition> assignments;
    for (const auto& [index, value] : touched(values, silent)) {
        const QString column = connection_.dialect().quoted(model().attributes[size_t(index)].column);
        assignments.push_back({column + QStringLiteral(" = ?"), {value}});
    }
    return assign(assignments, where);
}

Result<qint64> ConditionWriter::add(const std::map<int, QString>& steps, const Condition& where, bool silent)
{
    std::vector<Condition> assignments;
    for (const auto& [index, digits] : steps) {
        const QString column = connection_.dialect().quoted(model().attributes[size_t(index)].column);
        // As a literal: an engine may take a bound decimal for a double.
        assignments.push_back({column + QStringLiteral(" = ") + column +
                                   (digits.startsWith(u'-') ? QStringLiteral(" - ") + digits.mid(1)
                                                            : QStringLiteral(" + ") + digits),
            {}});
    }
    ColumnValues moments = touched({}, silent);
    for (const auto& entry : steps)
        moments.erase(entry.first);
    for (const auto& [index, value] : moments) {
        const QString column = connection_.dialect().quoted(model().attributes[size_t(index)].column);
        assignments.push_back({column + QStringLiteral(" = ?"), {value}});
    }
    return assign(assignments, where);
}

Result<qint64> ConditionWriter::assign(const std::vector<Condition>& assignments, const Condition& where)
{
    if (assignments.empty())
        return 0;
    Condition statement;
    statement << QStringLiteral("UPDATE ") << table_ << QStringLiteral(" SET ");
    for (size_t i = 0; i < assignments.size(); ++i)
        statement << QLatin1String(i == 0 ? "" : ", ") << assignments[i];
    if (!where.isEmpty())
        statement << QStringLiteral(" WHERE ") << where;
    auto ran = connection_.run(statement.sql, statement.values);
    if (!ran)
        return failure(ran);
    return ran->affected;
}

Result<qint64> ConditionWriter::remove(const Condition& where)
{
    Condition statement{QStringLiteral("DELETE FROM ") + table_, {}};
    if (!where.isEmpty())
        statement << QStringLiteral(" WHERE ") << where;
    auto ran = connection_.run(statement.sql, statement.values);
    if (!ran)
        return failure(ran);
    return ran->affected;
}

Result<qint64> ConditionWriter::mark(const Condition& where)
{
    Q_ASSERT_X(!model().deletedAt.isEmpty(), "ConditionWriter::mark", "rows of the model are marked at all");
    Condition unmarked = marked(false);
    unmarked.and_(where);
    const Value moment = momentValue(connection_.now(), connection_.dialect());
    return update({{model().attributeIndex(model().deletedAt), moment}}, unmarked, true);
}

Result<qint64> markDeleted(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QStringList& keyAttributes, const std::vector<KeyTuple>& keys)
{
    ConditionWriter writer(connection, registry, model);
    // A chain of ORs nests as deep as it is long: stay far below what an engine's parser allows.
    constexpr size_t longest = 200;
    const size_t chunk =
        std::min(longest, keyChunk(connection.dialect().capabilities(), size_t(keyAttributes.size()), 2));
    qint64 marked = 0;
    for (size_t first = 0; first < keys.size(); first += chunk) {
        auto done = writer.mark(writer.oneOf(keyAttributes, keys, first, std::min(chunk, keys.size() - first)));
        if (!done)
            return done;
        marked += *done;
    }
    return marked;
}

} // namespace conjoin::sql
