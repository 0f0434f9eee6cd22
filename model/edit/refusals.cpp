// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/refusals.h"

#include "model/document/invariants.h"
#include "model/document/objects.h"

#include <QSet>

#include <algorithm>
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

template<class KeyOrIndex>
Refusal unlessKey(const Table& table, const KeyOrIndex& key)
{
    if (std::ranges::any_of(key.include, [&](ColumnId column) { return !table.column(column); }))
        return refuse(
            table.name, message("edit.key-column",
                            "a key or index names a column that table \"%1\" does not have", {table.name}));
    return unlessParts(table, key.parts);
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
    if (std::ranges::any_of(key.setColumns, [&](ColumnId column) { return !from.column(column); }))
        return refuse(
            from.name, message("edit.foreign-key-column",
                           "a foreign key names a column that table \"%1\" does not have", {from.name}));
    return {};
}

/// What a person chose of a link: its scope, how often its rows are linked, whether it goes both ways.
Refusal unlessOptions(const Document& document, const ManyToMany& link, const Table& junction)
{
    const LinkEnd& first = link.ends.front();
    const bool isSelfLink = link.ends.size() == 2 && first.table == link.ends[1].table;
    if (link.symmetric && !isSelfLink)
        return refuse(junction.name,
            message("edit.link-symmetric", "only a link of a table with itself can be symmetric"));
    for (const LinkEnd& end : link.ends) {
        if (end.minimum < 0 || end.maximum < 0 || (end.maximum > 0 && end.maximum < end.minimum))
            return refuse(junction.name,
                message("edit.link-participation", "a row can't take part in at least %1 and at most %2 links",
                    {QString::number(end.minimum), QString::number(end.maximum)}));
    }
    for (const LinkScope& scope : link.scope) {
        if (!junction.column(scope.column))
            return refuse(
                junction.name, message("edit.link-scope",
                                   "the scope is over a column that \"%1\" does not have", {junction.name}));
    }
    for (const ManyToMany& other : document.schema.links) {
        if (other.junction == junction.id && other.id != link.id && !areApart(other, link))
            return refuse(junction.name,
                message("edit.junction-taken", "table \"%1\" is the junction of another link", {junction.name}),
                message("edit.junction-scope", "two links can share it when a column of it has one value for "
                                               "the one and another for the other"));
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

Refusal unlessKnownType(const Document& document, const DataType& type)
{
    if (!type.userType || document.schema.types.contains(type.userType))
        return {};
    return refuse({}, message("edit.type-gone", "the type does not exist any more"));
}

Refusal unlessSound(const Document& document, const Table& table)
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
        if (auto no = unlessKnownType(document, column.type))
            return no;
    }
    if (table.primaryKey) {
        if (auto no = unlessKey(table, *table.primaryKey))
            return no;
    }
    for (const Key& key : table.uniqueKeys) {
        if (auto no = unlessKey(table, key))
            return no;
    }
    for (const Index& index : table.indexes) {
        if (auto no = unlessKey(table, index))
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
    return unlessOptions(document, link, junction);
}

Refusal unlessSound(const Document& document, const UserType& type)
{
    if (type.name.trimmed().isEmpty())
        return refuse({}, message("edit.type-name-empty", "a type needs a name"));
    for (const UserType& other : document.schema.types) {
        if (other.id != type.id && other.sqlSchema == type.sqlSchema && sameName(other.name, type.name))
            return refuse(other.name,
                message("edit.type-name-taken", "there is a type \"%1\" already", {other.name}),
                message("edit.name-other", "take another name"));
    }
    for (qsizetype i = 0; i < type.values.size(); ++i) {
        if (type.values.indexOf(type.values[i]) != i)
            return refuse(
                type.name, message("edit.type-value-twice", "the value \"%1\" stands twice", {type.values[i]}));
    }
    if (type.base.userType == type.id || isCircular(document.schema, type))
        return refuse(type.name,
            message("edit.type-circle", "the type \"%1\" can't be made of itself", {type.name}),
            message("edit.type-base-other", "base it on another type"));
    return unlessKnownType(document, type.base);
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
    for (const Bends& bends : node.bends) {
        for (const QPointF& corner : bends) {
            if (auto no = unlessFinite(corner))
                return no;
        }
    }
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

Refusal unlessNewIds(const Document& document, const UserType& type, const UserType* known)
{
    QSet<quint64> old;
    std::vector<quint64> fresh;
    if (known) {
        for (const Check& check : known->checks)
            old.insert(check.id.value());
    } else {
        fresh.push_back(type.id.value());
    }
    for (const Check& check : type.checks) {
        if (!old.remove(check.id.value())) // one of its own stands there once
            fresh.push_back(check.id.value());
    }
    return unlessUnused(document, fresh);
}

Refusal unlessNewId(const Document& document, quint64 id)
{
    return unlessUnused(document, {id});
}

} // namespace conjoin::model::edit
