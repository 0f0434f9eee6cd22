// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/edits.h"
#include "model/edit/refusals.h"

namespace conjoin::model::edit {

Result<Document> addTable(Document document, Table table, DiagramId diagram, TableNode node)
{
    if (auto no = unlessDiagram(document, diagram))
        return *no;
    if (auto no = unlessFreeTableName(document, table.name, {}))
        return *no;
    if (auto no = unlessSound(document, table))
        return *no;
    if (auto no = unlessNewIds(document, table, nullptr))
        return *no;
    node.id = table.id;
    if (auto no = unlessPlaceable(node))
        return *no;
    document.schema.tables.set(std::move(table));
    document.diagrams.update(diagram, [&](Diagram& shown) { shown.tables.set(node); });
    return document;
}

Result<Document> renameTable(Document document, TableId table, const QString& name)
{
    if (auto no = unlessTable(document, table))
        return *no;
    if (auto no = unlessFreeTableName(document, name, table))
        return *no;
    document.schema.tables.update(table, [&](Table& changed) { changed.name = name; });
    return document;
}

Result<Document> updateTable(Document document, Table table)
{
    if (auto no = unlessTable(document, table.id))
        return *no;
    if (auto no = unlessFreeTableName(document, table.name, table.id))
        return *no;
    if (auto no = unlessSound(document, table))
        return *no;
    const Table& before = document.schema.tables.at(table.id);
    if (auto no = unlessNewIds(document, table, &before))
        return *no;
    std::vector<ObjectRef> dropped;
    for (const Column& column : before.columns) {
        if (!table.column(column.id))
            dropped.emplace_back(column.id);
    }
    if (!dropped.empty()) {
        // What used the columns from elsewhere goes as it does when they are removed one by one.
        auto without = removeObjects(std::move(document), dropped);
        if (!without)
            return without;
        document = std::move(*without);
    }
    document.schema.tables.set(std::move(table));
    return document;
}

} // namespace conjoin::model::edit
