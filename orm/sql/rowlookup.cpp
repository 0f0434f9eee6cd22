// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/rowlookup.h"

#include "orm/sql/sketch.h"

#include <algorithm>

namespace conjoin::sql {

using orm::Condition;
using orm::Model;

namespace {

std::optional<double> numberOf(const Value& value)
{
    if (value.isInteger())
        return double(value.integer());
    if (value.isReal())
        return value.real();
    bool ok = false;
    const double number = value.isText() ? value.text().toDouble(&ok) : 0;
    return ok ? std::optional(number) : std::nullopt;
}

/// What follows the statement; where writers have the whole file, and where nobody writes, nothing.
QString lockText(const Connection& connection, RowLock lock)
{
    if (const Sketch* sketch = Sketch::of(connection); sketch && sketch->keepsWrites())
        return {};
    const orm::Capabilities& engine = connection.dialect().capabilities();
    const QString& text = lock == RowLock::Write ? engine.writeLock : engine.readLock;
    return lock == RowLock::None || text.isEmpty() ? QString() : u' ' + text;
}

} // namespace

Result<std::vector<std::vector<RowValues>>> lookUp(
    Connection& connection, const orm::ModelRegistry& registry, const Lookup& lookup)
{
    std::vector<std::vector<RowValues>> found(lookup.keys.size());
    orm::PredicateCompiler compiler(registry, connection.dialect());
    const Model& model = registry.at(lookup.model);
    const QString alias = compiler.newAlias();
    const QStringList identity = model.identity();
    const size_t width = size_t(lookup.columns.size());
    const size_t chunk = width == 0 ? std::max<size_t>(lookup.keys.size(), 1)
                                    : keyChunk(connection.dialect().capabilities(), width, 0);

    for (size_t first = 0; first < lookup.keys.size(); first += chunk) {
        const size_t count = std::min(chunk, lookup.keys.size() - first);
        const KeyTable table = width == 0 ? KeyTable()
                                          : KeyTable::of(connection.dialect(), lookup.keys, first, count,
                                                typesOf(model, lookup.columns));
        Condition where;
        for (qsizetype i = 0; i < lookup.columns.size(); ++i)
            where.and_(
                {compiler.column(model, alias, lookup.columns[i]) + QStringLiteral(" = ") + table.columns[i],
                    {}});
        for (const QString& column : lookup.nullColumns)
            where.and_({compiler.column(model, alias, column) + QStringLiteral(" IS NULL"), {}});
        if (lookup.alive)
            where.and_(compiler.alive(model, alias));

        QStringList order = compiler.columns(model, alias, identity);
        QString statement = table.with + QStringLiteral("SELECT ");
        if (width > 0) {
            statement += QStringLiteral("k.n, ");
            order.prepend(QStringLiteral("k.n"));
        }
        QStringList selected;
        for (const orm::Attribute& attribute : model.attributes)
            selected.append(lookup.leftOut.contains(attribute.name)
                            ? QStringLiteral("NULL")
                            : compiler.column(model, alias, attribute.name));
        statement += selected.join(QStringLiteral(", ")) + QStringLiteral(" FROM ");
        if (width > 0)
            statement += QStringLiteral("k CROSS JOIN ");
        statement += compiler.tableName(model) + QStringLiteral(" AS ") + alias;
        if (!where.isEmpty())
            statement += QStringLiteral(" WHERE ") + where.sql;
        if (!order.isEmpty())
            statement += QStringLiteral(" ORDER BY ") + order.join(QStringLiteral(", "));
        if (lookup.stopAtAmbiguous) // more rows than keys: one of the keys is ambiguous, whichever rows were
                                    // cut off
            statement += QStringLiteral(" LIMIT %1").arg(count + 5);
        statement += lockText(connection, lookup.lock);
        auto read = connection.run(statement, table.values);
        if (!read)
            return failure(read);
        for (RowValues& row : read->rows) {
            if (width == 0) {
                for (std::vector<RowValues>& rows : found)
                    rows.push_back(row);
                continue;
            }
            const size_t number = size_t(row.front().integer());
            row.erase(row.begin());
            found[number].push_back(std::move(row));
        }
    }
    return found;
}

Result<std::vector<Value>> greatestOf(
    Connection& connection, const orm::ModelRegistry& registry, const Lookup& lookup, const QString& attribute)
{
    std::vector<Value> greatest(lookup.keys.size());
    orm::PredicateCompiler compiler(registry, connection.dialect());
    const Model& model = registry.at(lookup.model);
    const QString alias = compiler.newAlias();
    const std::vector<model::DataType> types = typesOf(model, lookup.columns);
    const size_t chunk = keyChunk(connection.dialect().capabilities(), types.size(), 0);
    for (size_t first = 0; first < lookup.keys.size(); first += chunk) {
        const size_t count = std::min(chunk, lookup.keys.size() - first);
        const KeyTable table = KeyTable::of(connection.dialect(), lookup.keys, first, count, types);
        Condition where;
        for (qsizetype i = 0; i < lookup.columns.size(); ++i)
            where.and_({compiler.column(model, alias, lookup.columns[i]) + QStringLiteral(" = ") +
                            table.columns[i],
                {}});
        auto read = connection.run(table.with + QStringLiteral("SELECT k.n, MAX(") +
                                       compiler.column(model, alias, attribute) +
                                       QStringLiteral(") FROM k CROSS JOIN ") + compiler.tableName(model) +
                                       QStringLiteral(" AS ") + alias + QStringLiteral(" WHERE ") + where.sql +
                                       QStringLiteral(" GROUP BY k.n"),
            table.values);
        if (!read)
            return failure(read);
        for (std::vector<Value>& row : read->rows)
            greatest[size_t(row[0].integer())] = std::move(row[1]);
    }
    return greatest;
}

KeyTuple valuesOf(const Model& model, const RowValues& row, const QStringList& columns)
{
    KeyTuple values;
    for (const QString& column : columns)
        values.push_back(row[size_t(model.attributeIndex(column))]);
    return values;
}

bool sameValue(const Value& stored, const Value& given)
{
    if (stored == given)
        return true;
    if (stored.isNull() || given.isNull() || (stored.isText() && given.isText()) ||
        (stored.isInteger() && given.isInteger()))
        return false;
    const auto left = numberOf(stored);
    const auto right = numberOf(given);
    return left && right && *left == *right;
}

QString rowName(const Model& model, const RowValues& row)
{
    QStringList parts;
    for (const QString& column : model.identity())
        parts.append(column + u' ' + row[size_t(model.attributeIndex(column))].display());
    const QString label = model.labelAttribute();
    if (label.isEmpty())
        return parts.join(QStringLiteral(", "));
    const QString text = row[size_t(model.attributeIndex(label))].display();
    return parts.isEmpty() ? text : parts.join(QStringLiteral(", ")) + QStringLiteral(" (") + text + u')';
}

} // namespace conjoin::sql
