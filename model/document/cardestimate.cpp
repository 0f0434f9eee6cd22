// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/cardestimate.h"

#include "model/layout/cardmetrics.h"

namespace conjoin::model {

namespace {

/// Columns of the table that such a key adds: none where it names them itself.
int addedRows(const ForeignKey& key)
{
    int rows = key.columns.empty() ? 1 : 0;
    for (const ColumnPair& pair : key.columns) {
        if (!pair.local)
            ++rows;
    }
    return rows;
}

std::vector<layout::RowText> rowsOf(const Table& table)
{
    std::vector<layout::RowText> rows;
    for (const Column& column : table.columns)
        rows.push_back({column.name, typeText(column.type), false});
    return rows;
}

} // namespace

CardEstimate::CardEstimate(const Schema& schema)
{
    for (const Reference& reference : schema.references)
        derivedRows_[reference.from] += addedRows(reference.key);
    for (const ManyToMany& link : schema.links) {
        for (const LinkEnd& end : link.ends)
            derivedRows_[link.junction] += addedRows(end.key);
    }
}

QSizeF CardEstimate::card(const Table& table, CardDetail detail) const
{
    std::vector<layout::RowText> rows = rowsOf(table);
    int derived = derivedRows_.value(table.id);
    if (!table.primaryKey && table.keyPolicy != Table::KeyPolicy::AsIs)
        ++derived; // `id`
    if (table.timestamps)
        derived += 2;
    if (table.softDelete)
        ++derived;
    const layout::RowText guess{QStringLiteral("aForeignKeyId"), QStringLiteral("integer"), false};
    rows.insert(rows.end(), std::size_t(derived), guess);
    const QSizeF size = layout::cardSize(table.name, rows);
    return detail == CardDetail::Title ? QSizeF(size.width(), layout::headerHeight) : size;
}

QSizeF CardEstimate::pill(const Table& junction) const
{
    return layout::pillSize(junction.name, rowsOf(junction));
}

double CardEstimate::widest()
{
    return layout::cardMaxWidth;
}

} // namespace conjoin::model
