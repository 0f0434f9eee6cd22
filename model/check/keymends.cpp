// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/findings.h"
#include "model/check/mending.h"

#include <QSet>

#include <algorithm>

namespace conjoin::model::mending {

namespace {

/// The key or index, to be changed in its table.
template<class Change>
void forParts(Table& table, const ObjectRef& object, Change change)
{
    if (table.primaryKey && ObjectRef(table.primaryKey->id) == object)
        change(table.primaryKey->parts);
    for (Key& key : table.uniqueKeys) {
        if (ObjectRef(key.id) == object)
            change(key.parts);
    }
    for (Index& index : table.indexes) {
        if (ObjectRef(index.id) == object)
            change(index.parts);
    }
}

Mended partsMadeNotNull(const Document& document, const Diagnostic& finding)
{
    return changeTable(document, finding.object, [&](Table& table) {
        forParts(table, finding.object, [&](const std::vector<KeyPart>& parts) {
            for (ColumnId id : columnsOf(parts)) {
                for (Column& column : table.columns)
                    column.nullable = column.nullable && column.id != id;
            }
        });
    });
}

Mended partsMadeOnce(const Document& document, const Diagnostic& finding)
{
    return changeTable(document, finding.object, [&](Table& table) {
        forParts(table, finding.object, [](std::vector<KeyPart>& parts) {
            QSet<ColumnId> seen;
            std::erase_if(parts, [&](const KeyPart& part) {
                const auto* column = std::get_if<ColumnId>(&part.what);
                const bool again = column && seen.contains(*column);
                if (column)
                    seen.insert(*column);
                return again;
            });
        });
    });
}

Mended partsBounded(const Document& document, const Diagnostic& finding)
{
    return changeTable(document, finding.object, [&](Table& table) {
        forParts(table, finding.object, [&](const std::vector<KeyPart>& parts) {
            for (ColumnId id : columnsOf(parts)) {
                for (Column& column : table.columns) {
                    if (column.id == id && column.type.kind == TypeKind::Text)
                        column.type = DataType::of(TypeKind::Varchar, 255);
                    else if (column.id == id && column.type.kind == TypeKind::Binary && column.type.length == 0)
                        column.type.length = 255;
                }
            }
        });
    });
}

} // namespace

Mends keyMends()
{
    return {
        {QStringLiteral("key.column-twice"), partsMadeOnce},
        {QStringLiteral("key.unbounded"), partsBounded},
        {QStringLiteral("unique.nullable"), partsMadeNotNull},
    };
}

} // namespace conjoin::model::mending
