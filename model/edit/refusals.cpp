// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/refusals.h"

#include "model/document/objects.h"

#include <QSet>

#include <cmath>

namespace conjoin::model::edit {

namespace {

Refusal refuse(const QString& where, Message what, Message hint = {})
{
    return inputError(where, std::move(what), std::move(hint));
}

bool sameName(const QString& a, const QString& b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0; // as SQLite compares names
}

Refusal unlessParts(const Table& table, const std::vector<KeyPart>& parts)
{
    if (parts.empty())
        return refuse(table.name, message("edit.key-empty", "a key or index needs a column"));
    for (const KeyPart& part : parts) {
        const ColumnId* column = std::get_if<ColumnId>(&part.what);
        if (column && !table.column(*column))
            return refuse(table.name, message("edit.key-column",
                                          "a key or index names a column that table \"%1\" "
                                          "does not have",
                                          {table.name}));
    }
    return {};
}

Refusal unlessColumns(const ForeignKey& key, const Table& from, const Table* to)
{
    for (const ColumnPair& pair : key.columns) {
        if (pair.local && !from.column(pair.local))
            return refuse(
                from.name, message("edit.foreign-key-column",
                               "a foreign key names a column that table \"%1\" does not have", {from.name}));
        if (pair.target && !(to && to->column(pair.target)))
            return refuse(from.name, message("edit.foreign-key-target",
                                         "a foreign key points at a column that its target does not have"));
    }
    return {};
}

} // namespace

Refusal unlessTable(const Document& document, TableId table)
{
    if (document.schema.tables.contains(table))
        return {};
    return refuse({}, message("edit.table-gone", "the table does not exist any more"));
}

Refusal unlessDiagram(const Document& document, DiagramId diagram)
{
    if (document.diagrams.contains(diagram))
        return {};
    return refuse({}, message("edit.diagram-gone", "the diagram does not exist any more"));
}

Refusal unlessFreeTableName(const Document& document, const QString& name, TableId self)
{
    if (name.trimmed().isEmpty())
        return refuse({}, message("edit.table-name-empty", "a table needs a name"));
    for (const Table& table : document.schema.tables) {
        if (table.id != self && sameName(table.name, name))
            return refuse(table.name,
                message("edit.table-name-taken", "there is a table \"%1\" already", {table.name}),
                message("edit.name-other", "take another name"));
    }
    return {};
}

Refusal unlessFreeColumnName(const Table& table, const QString& name, ColumnId self)
{
    if (name.trimmed().isEmpty())
        return refuse(table.name, message("edit.column-name-empty", "a column needs a name"));
    for (const Column& column : table.columns) {
        if (column.id != self && sameName(column.name, name))
            return refuse(table.name,
                message("edit.column-name-taken", "table \"%1\" has a column \"%2\" already",
                    {table.name, column.name}),
                message("edit.name-other", "take another name"));
    }
    return {};
}

Refusal unlessSound(const Table& table)
{
    QSet<QString> names;
    for (const Column& column : table.columns) {
        if (column.name.trimmed().isEmpty())
            return refuse(table.name, message("edit.column-name-empty", "a column needs a name"));
        const QString folded = column.name.toCaseFolded();
        if (names.contains(folded))
            return refuse(
                table.name, message("edit.column-name-taken", "table \"%1\" has a column \"%2\" already",
                                {table.name, column.name}));
        names.insert(folded);
    }
    if (table.primaryKey) {
        if (auto no = unlessParts(table, table.primaryKey->parts))
            return no;
    }
    for (const Key& key : table.uniqueKeys) {
        if (auto no = unlessParts(table, key.parts))
            return no;
    }
    for (const Index& index : table.indexes) {
        if (auto no = unlessParts(table, index.parts))
            return no;
    }
    return {};
}

Refusal unlessSound(const Document& document, const Reference& reference)
{
    if (auto no = unlessTable(document, reference.from))
        return no;
    if (reference.to) {
        if (auto no = unlessTable(document, reference.to))
            return no;
    } else if (reference.missingTable.isEmpty()) {
        return refuse({}, message("edit.reference-end", "a reference needs a table to point at"));
    }
    const Schema& schema = document.schema;
    return unlessColumns(reference.key, schema.tables.at(reference.from), schema.tables.find(reference.to));
}

Refusal unlessSound(const Document& document, const ManyToMany& link, const Table& junction)
{
    if (link.junction != junction.id)
        return refuse(junction.name, message("edit.link-junction", "the link names another junction table"));
    if (link.ends.size() < 2)
        return refuse(junction.name, message("edit.link-ends", "a many-to-many link needs two ends"));
    for (const LinkEnd& end : link.ends) {
        if (end.table == junction.id)
            return refuse(junction.name, message("edit.link-own-junction",
                                             "a link can't end at its own junction \"%1\"", {junction.name}));
        if (auto no = unlessTable(document, end.table))
            return no;
        if (auto no = unlessColumns(end.key, junction, &document.schema.tables.at(end.table)))
            return no;
    }
    const ManyToMany* other = linkOfJunction(document.schema, junction.id);
    if (other && other->id != link.id)
        return refuse(junction.name,
            message("edit.junction-taken", "table \"%1\" is the junction of another link", {junction.name}));
    return {};
}

Refusal unlessFinite(QPointF position, QSizeF size)
{
    const bool finite = std::isfinite(position.x()) && std::isfinite(position.y()) &&
                        std::isfinite(size.width()) && std::isfinite(size.height());
    if (finite)
        return {};
    return refuse({}, message("edit.position", "a position or size must be a finite number"));
}

Refusal unlessHue(int hue)
{
    if (hue >= 0 && hue < subjectHues)
        return {};
    return refuse(
        {}, message("edit.hue", "a colour is a number from 0 to %1", {QString::number(subjectHues - 1)}));
}

Refusal unlessPlaceable(const TableNode& node)
{
    if (auto no = unlessFinite(node.position))
        return no;
    return unlessHue(node.hue);
}

Refusal unlessPlaceable(const LinkNode& node)
{
    return node.position ? unlessFinite(*node.position) : Refusal();
}

namespace {

/// None of `fresh` may be null, too wide for the file, twice there or in the document.
Refusal unlessUnused(const Document& document, const std::vector<quint64>& fresh)
{
    if (fresh.empty())
        return {};
    QSet<quint64> ids;
    for (quint64 id : fresh) {
        if (id == 0 || id >> (5 * idTextLength) != 0 || ids.contains(id))
            return refuse({}, message("edit.id", "a new object needs an id of its own"));
        ids.insert(id);
    }
    bool used = false;
    forEachObject(document, [&](const ObjectRef& object) { used = used || ids.contains(idValue(object)); });
    if (used)
        return refuse({}, message("edit.id", "a new object needs an id of its own"));
    return {};
}

} // namespace

Refusal unlessNewIds(const Document& document, const Table& table, const Table* known)
{
    QSet<quint64> old;
    if (known)
        forEachObject(*known, [&](const ObjectRef& object) { old.insert(idValue(object)); });
    std::vector<quint64> fresh;
    QSet<quint64> kept;
    bool twice = false;
    forEachObject(table, [&](const ObjectRef& object) {
        const quint64 id = idValue(object);
        if (!old.contains(id)) {
            fresh.push_back(id);
            return;
        }
        twice = twice || kept.contains(id);
        kept.insert(id);
    });
    if (twice)
        return refuse(table.name, message("edit.id", "a new object needs an id of its own"));
    return unlessUnused(document, fresh);
}

Refusal unlessNewId(const Document& document, quint64 id)
{
    return unlessUnused(document, {id});
}

} // namespace conjoin::model::edit
