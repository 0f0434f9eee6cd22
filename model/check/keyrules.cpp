// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/findings.h"

#include <QSet>

#include <algorithm>

/// key.nullable-primary  warning  a column of the primary key that may be null: SQLite lets nulls in, others do
/// not key.column-twice      error    a key or index that names a column twice key.duplicate         warning
/// two keys over the same columns key.unbounded         error    a key or index over a column of any length,
/// which MySQL can't make unique.nullable       hint     a unique key of several columns lets any number of
/// rows in where one is null index.duplicate       warning  two indexes over the same parts, or one over those
/// of a key
namespace conjoin::model {

namespace {

/// SQLite's row id: it is never null, whatever the column says.
bool isRowId(const Table& table, const Column& column)
{
    const bool isInteger = column.type.kind == TypeKind::Integer ||
                           (column.type.kind == TypeKind::Native &&
                               column.type.native->compare(QLatin1String("integer"), Qt::CaseInsensitive) == 0);
    return isInteger && table.primaryKey && table.primaryKey->parts.size() == 1;
}

bool isUnbounded(const Table& table, const KeyPart& part)
{
    const ColumnId* id = std::get_if<ColumnId>(&part.what);
    const Column* column = id ? table.column(*id) : nullptr;
    if (!column || part.length > 0)
        return false;
    const DataType& type = column->type;
    return type.kind == TypeKind::Text || (type.kind == TypeKind::Binary && type.length == 0);
}

bool namesTwice(const std::vector<KeyPart>& parts)
{
    QSet<ColumnId> seen;
    for (const KeyPart& part : parts) {
        const ColumnId* column = std::get_if<ColumnId>(&part.what);
        if (column && seen.contains(*column))
            return true;
        if (column)
            seen.insert(*column);
    }
    return false;
}

void checkParts(
    Findings& findings, const Table& table, const std::vector<KeyPart>& parts, const ObjectRef& owner)
{
    const auto unbounded =
        std::ranges::find_if(parts, [&](const KeyPart& part) { return isUnbounded(table, part); });
    if (findings.engine().boundedKeys && unbounded != parts.end())
        findings.add(Severity::Error,
            message("key.unbounded", "\"%1\" may be of any length; %2 makes no key over such a column",
                {table.column(std::get<ColumnId>(unbounded->what))->name, findings.engine().engine}),
            owner, message("mend.bounded", "make it a varchar(255)"));
    if (namesTwice(parts))
        findings.add(Severity::Error, message("key.column-twice", "a column stands in it twice"), owner,
            message("mend.key-column", "take one of the two out"));
}

void checkPrimaryKey(Findings& findings, const Table& table)
{
    checkParts(findings, table, table.primaryKey->parts, table.primaryKey->id);
    for (ColumnId id : columnsOf(table.primaryKey->parts)) {
        const Column& column = *table.column(id);
        if (column.nullable && !column.autoIncrement && !isRowId(table, column))
            findings.add(Severity::Warning,
                message("key.nullable-primary", "a column of the primary key may be null; SQLite would store "
                                                "rows without a key, other databases make it NOT NULL"),
                table, column, message("mend.not-null", "make it NOT NULL"));
    }
}

void checkUniqueKeys(Findings& findings, const Table& table)
{
    std::vector<std::vector<ColumnId>> keys;
    if (table.primaryKey)
        keys.push_back(columnsOf(table.primaryKey->parts));
    for (const Key& key : table.uniqueKeys) {
        checkParts(findings, table, key.parts, key.id);
        const std::vector<ColumnId> columns = columnsOf(key.parts);
        const bool isKnown = !columns.empty() && std::ranges::any_of(keys, [&](const auto& other) {
            return std::ranges::is_permutation(other, columns);
        });
        if (isKnown)
            findings.add(Severity::Warning,
                message("key.duplicate", "another key of the table has the same columns"), key.id,
                message("mend.drop-key", "take one of them away"));
        keys.push_back(columns);
        const auto nullable =
            std::ranges::find_if(columns, [&](ColumnId id) { return table.column(id)->nullable; });
        if (columns.size() > 1 && nullable != columns.end())
            findings.add(Severity::Hint,
                message("unique.nullable",
                    "where \"%1\" is null, any number of rows may have the same other "
                    "values",
                    {table.column(*nullable)->name}),
                key.id, message("mend.not-null-each", "make its columns NOT NULL"));
    }
}

bool isPlain(const Index& index)
{
    return index.where.isEmpty() && std::ranges::none_of(index.parts, [](const KeyPart& part) {
        return part.descending || !part.collation.isEmpty();
    });
}

void checkIndexes(Findings& findings, const Table& table)
{
    std::vector<std::vector<ColumnId>> keys;
    if (table.primaryKey)
        keys.push_back(columnsOf(table.primaryKey->parts));
    for (const Key& key : table.uniqueKeys)
        keys.push_back(columnsOf(key.parts));
    for (std::size_t i = 0; i < table.indexes.size(); ++i) {
        const Index& index = table.indexes[i];
        const bool isWhole =
            index.method.isEmpty() || index.method.compare(QLatin1String("btree"), Qt::CaseInsensitive) == 0;
        if (isWhole) // FULLTEXT takes texts of any length
            checkParts(findings, table, index.parts, index.id);
        const auto columns = columnsOf(index.parts);
        const bool isKeys =
            isPlain(index) && !columns.empty() && std::ranges::find(keys, columns) != keys.end();
        const bool isOthers = std::any_of(
            table.indexes.begin(), table.indexes.begin() + std::ptrdiff_t(i), [&](const Index& other) {
                return other.parts == index.parts && other.where == index.where && other.method == index.method;
            });
        if (isKeys || isOthers)
            findings.add(Severity::Warning,
                message("index.duplicate", "%1 does the same work already",
                    {isKeys ? QStringLiteral("a key of the table") : QStringLiteral("another index")}),
                index.id, message("mend.drop-index", "take the index away"));
    }
}

} // namespace

void checkKeys(Findings& findings)
{
    for (const Table& table : findings.schema().tables) {
        if (table.primaryKey)
            checkPrimaryKey(findings, table);
        checkUniqueKeys(findings, table);
        checkIndexes(findings, table);
    }
}

} // namespace conjoin::model
