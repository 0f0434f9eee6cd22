// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/rowwriter.h"

#include <QDateTime>
#include <QUuid>

#include <algorithm>

namespace conjoin::sql {

using orm::Condition;
using orm::Model;

namespace {

/// Runs `head WHERE` one of the keys, in as many statements as it takes.
Result<qint64> runForKeys(Connection& connection, const Model& model, const Condition& head,
    const QStringList& keyAttributes, const std::vector<KeyTuple>& keys)
{
    const orm::Dialect& dialect = connection.dialect();
    // A chain of ORs nests as deep as it is long: stay far below what an engine's parser allows.
    constexpr size_t longest = 200;
    const size_t chunk =
        std::min(longest, keyChunk(dialect.capabilities(), size_t(keyAttributes.size()), head.values.size()));
    qint64 affected = 0;
    for (size_t first = 0; first < keys.size(); first += chunk) {
        Condition statement = head;
        statement << QStringLiteral(" WHERE ");
        for (size_t i = first; i < std::min(first + chunk, keys.size()); ++i) {
            Condition one;
            for (qsizetype c = 0; c < keyAttributes.size(); ++c) {
                const QString column = dialect.quoted(model.column(keyAttributes[c]));
                const Value& value = keys[i][size_t(c)];
                one.and_(value.isNull() ? Condition{column + QStringLiteral(" IS NULL"), {}}
                                        : Condition{column + QStringLiteral(" = ?"), {value}});
            }
            statement << QString::fromLatin1(i == first ? "(" : " OR (") << one << QStringLiteral(")");
        }
        auto ran = connection.run(statement.sql, statement.values);
        if (!ran)
            return failure(ran);
        affected += ran->affected;
    }
    return affected;
}

Value filledIn(const orm::Attribute& attribute, const QDateTime& now, const orm::Dialect& dialect)
{
    switch (attribute.filledIn.kind) {
    case model::DefaultValue::Kind::Now:
        return momentValue(now, dialect);
    case model::DefaultValue::Kind::Uuid:
        return Value(QUuid::createUuid().toString(QUuid::WithoutBraces));
    default:
        return Value(attribute.filledIn.text);
    }
}

} // namespace

Value momentValue(const QDateTime& moment, const orm::Dialect& dialect)
{
    const QString text = moment.toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
    return Value(dialect.capabilities().momentsWithZone ? text + QStringLiteral(" +00:00") : text);
}

std::vector<ColumnValues> completedRows(
    Connection& connection, const Model& model, std::vector<ColumnValues> rows)
{
    const QDateTime now = connection.now();
    const orm::Dialect& dialect = connection.dialect();
    for (size_t i = 0; i < model.attributes.size(); ++i) {
        const orm::Attribute& attribute = model.attributes[i];
        if (attribute.filledIn.kind == model::DefaultValue::Kind::None)
            continue;
        for (ColumnValues& row : rows) {
            if (!row.contains(int(i)))
                row[int(i)] = filledIn(attribute, now, dialect);
        }
    }
    return rows;
}

namespace {

/// The moment of the change, for the attributes that keep it.
void touch(const Connection& connection, const Model& model, ColumnValues& values)
{
    for (size_t i = 0; i < model.attributes.size(); ++i) {
        if (model.attributes[i].touched && !values.contains(int(i)))
            values[int(i)] = momentValue(connection.now(), connection.dialect());
    }
}

} // namespace

Result<qint64> updateEach(Connection& connection, const orm::ModelRegistry& registry, int modelIndex,
    const std::vector<RowUpdate>& rows)
{
    if (rows.empty())
        return qint64(0);
    const Model& model = registry.at(modelIndex);
    const orm::Dialect& dialect = connection.dialect();
    const orm::PredicateCompiler compiler(registry, dialect);
    QStringList attributes = model.identity();
    const qsizetype keys = attributes.size();
    for (const auto& entry : rows.front().values)
        attributes.append(model.attributes[size_t(entry.first)].name);
    const std::vector<model::DataType> types = typesOf(model, attributes);
    ColumnValues moments;
    touch(connection, model, moments);
    for (const auto& entry : rows.front().values)
        moments.erase(entry.first);

    qint64 found = 0;
    const size_t chunk = keyChunk(dialect.capabilities(), types.size(), moments.size());
    for (size_t first = 0; first < rows.size(); first += chunk) {
        const size_t count = std::min(chunk, rows.size() - first);
        std::vector<KeyTuple> tuples;
        for (size_t i = first; i < first + count; ++i) {
            KeyTuple& tuple = tuples.emplace_back(rows[i].identity);
            for (const auto& entry : rows[i].values)
                tuple.push_back(entry.second);
        }
        const KeyTable table = KeyTable::of(dialect, tuples, 0, count, types);
        const QString name = compiler.tableName(model);
        QStringList sets, match;
        for (qsizetype i = 0; i < attributes.size(); ++i) {
            const QString column = dialect.quoted(model.column(attributes[i]));
            if (i < keys)
                match.append(name + u'.' + column + QStringLiteral(" = ") + table.columns[i]);
            else // no engine of UPDATE … FROM takes the table's name there
                sets.append((dialect.capabilities().updateFrom ? column : name + u'.' + column) +
                            QStringLiteral(" = ") + table.columns[i]);
        }
        std::vector<Value> parameters = table.values;
        for (const auto& [index, value] : moments) {
            sets.append(dialect.quoted(model.attributes[size_t(index)].column) + QStringLiteral(" = ?"));
            parameters.push_back(value);
        }
        const QString set = QStringLiteral(" SET ") + sets.join(QStringLiteral(", "));
        const QString on = match.join(QStringLiteral(" AND "));
        const QString statement =
            dialect.capabilities().updateFrom
                ? table.with + QStringLiteral("UPDATE ") + name + set + QStringLiteral(" FROM k WHERE ") + on
                : QStringLiteral("UPDATE ") + name + QStringLiteral(" JOIN (") + table.with +
                      QStringLiteral("SELECT * FROM k) AS k ON ") + on + set;
        const auto ran = connection.run(statement, parameters);
        if (!ran)
            return failure(ran);
        found += ran->affected;
    }
    return found;
}

Result<qint64> updateRows(Connection& connection, const orm::ModelRegistry& registry, int modelIndex,
    const ColumnValues& given, const QStringList& keyAttributes, const std::vector<KeyTuple>& keys)
{
    const Model& model = registry.at(modelIndex);
    ColumnValues values = given;
    touch(connection, model, values);
    const orm::PredicateCompiler compiler(registry, connection.dialect());
    Condition head;
    head << QStringLiteral("UPDATE ") << compiler.tableName(model) << QStringLiteral(" SET ");
    bool first = true;
    for (const auto& [index, value] : values) {
        head << QString::fromLatin1(first ? "" : ", ")
             << Condition{connection.dialect().quoted(model.attributes[size_t(index)].column) +
                              QStringLiteral(" = ?"),
                    {value}};
        first = false;
    }
    return runForKeys(connection, model, head, keyAttributes, keys);
}

Result<qint64> deleteRows(Connection& connection, const orm::ModelRegistry& registry, int modelIndex,
    const QStringList& keyAttributes, const std::vector<KeyTuple>& keys)
{
    const orm::PredicateCompiler compiler(registry, connection.dialect());
    const Model& model = registry.at(modelIndex);
    const Condition head{QStringLiteral("DELETE FROM ") + compiler.tableName(model), {}};
    return runForKeys(connection, model, head, keyAttributes, keys);
}

} // namespace conjoin::sql
