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

Result<std::vector<RowValues>> insertRows(Connection& connection, const orm::ModelRegistry& registry,
    int modelIndex, const std::vector<ColumnValues>& given)
{
    std::vector<RowValues> stored;
    if (given.empty())
        return stored;
    const Model& model = registry.at(modelIndex);
    const orm::Dialect& dialect = connection.dialect();
    const std::vector<ColumnValues> rows = completedRows(connection, model, given);
    const orm::PredicateCompiler compiler(registry, dialect);
    const auto list = [&](const QStringList& names) {
        QStringList quoted;
        for (const QString& name : names)
            quoted.append(dialect.quoted(name));
        return quoted.join(QStringLiteral(", "));
    };
    QStringList columns;
    for (const auto& entry : rows.front())
        columns.append(model.attributes[size_t(entry.first)].column);
    const QString into = QStringLiteral("INSERT INTO ") + compiler.tableName(model);
    QStringList all;
    for (const orm::Attribute& attribute : model.attributes)
        all.append(attribute.column);
    const QString returning = QStringLiteral(" RETURNING ") + list(all);
    const QString holes =
        u'(' + QStringList(columns.size(), QStringLiteral("?")).join(QStringLiteral(", ")) + u')';
    const size_t chunk = columns.isEmpty() ? 1 : keyChunk(dialect.capabilities(), size_t(columns.size()), 0);
    for (size_t first = 0; first < rows.size(); first += chunk) {
        const size_t count = std::min(chunk, rows.size() - first);
        QString statement = into;
        std::vector<Value> parameters;
        if (columns.isEmpty()) {
            statement += dialect.capabilities().defaultValues ? QStringLiteral(" DEFAULT VALUES")
                                                              : QStringLiteral(" () VALUES ()");
        } else {
            statement += QStringLiteral(" (") + list(columns) + QStringLiteral(") VALUES ") +
                         QStringList(qsizetype(count), holes).join(QStringLiteral(", "));
            for (size_t i = first; i < first + count; ++i) {
                for (const auto& entry : rows[i])
                    parameters.push_back(entry.second);
            }
        }
        auto inserted = connection.run(statement + returning, parameters);
        if (!inserted)
            return failure(inserted);
        if (inserted->rows.size() != count) {
            return databaseError(
                model.table, message("flush.returned", "%1 rows were inserted, but the database told of %2",
                                 {QString::number(count), QString::number(inserted->rows.size())}));
        }
        for (RowValues& row : inserted->rows)
            stored.push_back(std::move(row));
    }
    return stored;
}

Result<qint64> updateRows(Connection& connection, const orm::ModelRegistry& registry, int modelIndex,
    const ColumnValues& given, const QStringList& keyAttributes, const std::vector<KeyTuple>& keys)
{
    const Model& model = registry.at(modelIndex);
    ColumnValues values = given;
    for (size_t i = 0; i < model.attributes.size(); ++i) {
        if (model.attributes[i].touched && !values.contains(int(i)))
            values[int(i)] = momentValue(connection.now(), connection.dialect());
    }
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
