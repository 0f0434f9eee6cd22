// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/finder.h"

#include "orm/sql/loader.h"

namespace conjoin::sql {

using orm::Association;
using orm::Condition;
using orm::Json;
using orm::Model;

namespace {

/// How many rows of `from` fulfil `where`, as a value of a statement that they refer to; `cap` where there are
/// more.
QString cappedCount(const orm::Capabilities& engine, const QString& from, const Condition& where, int cap,
    std::vector<Value>& parameters)
{
    const QString rows = QStringLiteral(" FROM ") + from + QStringLiteral(" WHERE ") + where.sql;
    const auto bind = [&] { parameters.insert(parameters.end(), where.values.begin(), where.values.end()); };
    bind();
    if (engine.lateral)
        return QStringLiteral("(SELECT COUNT(*) FROM (SELECT 1") + rows +
               QStringLiteral(" LIMIT %1) AS l)").arg(cap);
    // A table in FROM may not look outside there. Whether there are that many is found by skipping the others.
    bind();
    return QStringLiteral("CASE WHEN (SELECT 1") + rows +
           QStringLiteral(" LIMIT 1 OFFSET %1) IS NULL THEN (SELECT COUNT(*)").arg(cap - 1) + rows +
           QStringLiteral(") ELSE %1 END").arg(cap);
}

} // namespace

Result<Rows> find(Connection& connection, const orm::ModelRegistry& registry, const orm::Query& query,
    LongValues longValues)
{
    return Loader(connection, registry, longValues).load(query);
}

Result<void> findEach(Connection& connection, const orm::ModelRegistry& registry, const orm::Query& query,
    const std::function<bool(const Rows&)>& take)
{
    return Loader(connection, registry).each(query, take);
}

Result<orm::Cursor> cursorOf(
    Connection& connection, const orm::ModelRegistry& registry, const orm::Query& query, const Row& row)
{
    const orm::PredicateCompiler compiler(registry, connection.dialect());
    const auto ordering = Ordering::of(compiler, registry.at(query.model), {}, query.order);
    if (!ordering)
        return failure(ordering);
    return ordering->cursorOf(row);
}

Result<qint64> count(Connection& connection, const orm::ModelRegistry& registry, const orm::Query& query)
{
    orm::PredicateCompiler compiler(registry, connection.dialect());
    const Model& model = registry.at(query.model);
    const QString alias = compiler.newAlias();
    auto where = compiler.rootRows(query, alias);
    if (!where)
        return failure(where);
    QString from = QStringLiteral("FROM ") + compiler.tableName(model) + QStringLiteral(" AS ") + alias;
    if (!where->isEmpty())
        from += QStringLiteral(" WHERE ") + where->sql;
    const QString statement = query.limit ? QStringLiteral("SELECT COUNT(*) FROM (SELECT 1 ") + from +
                                                QStringLiteral(" LIMIT %1) AS counted").arg(*query.limit)
                                          : QStringLiteral("SELECT COUNT(*) ") + from;
    auto read = connection.run(statement, where->values);
    if (!read)
        return failure(read);
    return read->rows.front().front().integer();
}

Result<std::vector<std::vector<int>>> countRelated(
    Connection& connection, const orm::ModelRegistry& registry, int model, std::span<const Row> rows, int cap)
{
    const Model& near = registry.at(model);
    std::vector<std::vector<int>> counts(rows.size(), std::vector<int>(near.associations.size(), 0));
    if (rows.empty() || near.associations.empty())
        return counts;

    // Every column that some association goes by is a column of the table of keys.
    QStringList columns;
    for (const Association& association : near.associations) {
        for (const QString& column : orm::nearColumns(association)) {
            if (!columns.contains(column))
                columns.append(column);
        }
    }
    std::vector<KeyTuple> keys;
    for (const Row& row : rows) {
        KeyTuple key;
        for (const QString& column : columns)
            key.push_back(row.value(near, column));
        keys.push_back(std::move(key));
    }

    orm::PredicateCompiler compiler(registry, connection.dialect());
    const size_t chunk = keyChunk(connection.dialect().capabilities(), size_t(columns.size()), 0);
    for (size_t first = 0; first < keys.size(); first += chunk) {
        const KeyTable table = KeyTable::of(
            connection.dialect(), keys, first, std::min(chunk, keys.size() - first), typesOf(near, columns));
        QStringList select{QStringLiteral("k.n")};
        std::vector<Value> parameters = table.values;
        for (const Association& association : near.associations) {
            Condition where;
            QString from;
            QStringList joined;
            const Model& target = registry.at(association.target);
            if (association.kind == orm::AssociationKind::BelongsToMany && !association.symmetric &&
                target.deletedAt.isEmpty()) {
                // A link is its junction row: the rows behind it need not be looked at.
                const Model& junction = registry.at(association.through);
                const QString alias = compiler.newAlias();
                from = compiler.tableName(junction) + QStringLiteral(" AS ") + alias;
                joined = compiler.columns(junction, alias, association.keys);
                where = compiler.ownOfLinks(association, alias);
                for (const QString& other : association.otherKeys)
                    where.and_({compiler.column(junction, alias, other) + QStringLiteral(" IS NOT NULL"), {}});
            } else {
                const orm::AssociationSource source = compiler.source(association);
                from = source.from;
                joined = source.joined;
                where = source.own;
            }
            const QStringList nearKey = orm::nearColumns(association);
            for (qsizetype i = 0; i < joined.size(); ++i)
                where.and_(
                    {joined[i] + QStringLiteral(" = ") + table.columns[columns.indexOf(nearKey[i])], {}});
            select.append(cappedCount(connection.dialect().capabilities(), from, where, cap, parameters));
        }
        auto read = connection.run(table.with + QStringLiteral("SELECT ") + select.join(QStringLiteral(", ")) +
                                       QStringLiteral(" FROM k ORDER BY k.n"),
            parameters);
        if (!read)
            return failure(read);
        for (const std::vector<Value>& row : read->rows) {
            for (size_t i = 0; i < near.associations.size(); ++i)
                counts[size_t(row[0].integer())][i] = int(row[i + 1].integer());
        }
    }
    return counts;
}

} // namespace conjoin::sql
