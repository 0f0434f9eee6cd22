// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/typedcolumn.h"

#include "model/naming/namingpolicy.h"

namespace conjoin::model::edit {

namespace {

/// Whether the column is called like the key that derivation would make.
bool isNamedAsKey(const Document& document, TableId table, const Column& column)
{
    const Table* owner = document.schema.tables.find(table);
    if (!owner || owner->keyPolicy != Table::KeyPolicy::Automatic || owner->primaryKey ||
        linkOfJunction(document.schema, table))
        return false;
    const QString generated = primaryKeyColumnName(document.settings.naming, owner->name);
    return column.name.compare(generated, Qt::CaseInsensitive) == 0;
}

bool countsUpwards(const Column& column)
{
    return column.type.isWholeNumber() && column.type.dimensions == 0;
}

Result<Document> madeKey(Result<Document> changed, TableId table, ColumnId column, KeyId newKey)
{
    return changed ? setPrimaryKey(std::move(*changed), table, column, true, newKey) : changed;
}

} // namespace

Result<Document> addTypedColumn(Document document, TableId table, Column column, KeyId newKey)
{
    if (!isNamedAsKey(document, table, column))
        return addColumn(std::move(document), table, std::move(column));
    column.type = DataType::of(document.settings.naming.wideKeys ? TypeKind::BigInt : TypeKind::Integer);
    column.autoIncrement = true;
    const ColumnId id = column.id;
    return madeKey(addColumn(std::move(document), table, std::move(column)), table, id, newKey);
}

Result<Document> changeTypedColumn(Document document, TableId table, Column column, KeyId newKey)
{
    if (column.autoIncrement && !countsUpwards(column)) {
        column.autoIncrement = false;
        column.identity = Identity::None;
        column.sequence = QString();
    }
    const bool becomesKey = countsUpwards(column) && column.generated.kind == Generated::Kind::None &&
                            isNamedAsKey(document, table, column);
    if (!becomesKey)
        return updateColumn(std::move(document), table, std::move(column));
    column.autoIncrement = column.defaultValue.kind == DefaultValue::Kind::None;
    const ColumnId id = column.id;
    return madeKey(updateColumn(std::move(document), table, std::move(column)), table, id, newKey);
}

} // namespace conjoin::model::edit
