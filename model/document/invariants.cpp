// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/invariants.h"

#include "model/document/objects.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace conjoin::model {

namespace {

class Inspection {
public:
    explicit Inspection(const Document& document)
        : document_(document)
    {}

    Diagnostics run()
    {
        inspectIds();
        for (const Table& table : document_.schema.tables)
            inspect(table);
        for (const Reference& reference : document_.schema.references)
            inspect(reference);
        for (const ManyToMany& link : document_.schema.links)
            inspect(link);
        for (const UserType& type : document_.schema.types)
            inspect(type);
        if (document_.diagrams.isEmpty())
            report({}, message("invariant.diagram-missing", "the document has no diagram"));
        for (const Diagram& diagram : document_.diagrams)
            inspect(diagram);
        inspectAll(&Browsing::queries);
        inspectAll(&Browsing::virtualKeys);
        inspectAll(&Browsing::junctions);
        return std::move(found_);
    }

private:
    void report(const ObjectRef& object, Message what)
    {
        found_.push_back({Severity::Error, std::move(what), object, wordsFor(document_, object), {}});
    }

    void inspectIds()
    {
        QSet<quint64> seen;
        forEachObject(document_, [&](const ObjectRef& object) {
            const quint64 id = idValue(object);
            if (id == 0)
                report(object, message("invariant.id-null", "an object has no id"));
            else if (id >> (5 * idTextLength) != 0)
                report(object, message("invariant.id-range", "an id has more than 50 bits"));
            else if (seen.contains(id))
                report(object, message("invariant.id-duplicate", "two objects have the id %1", {idText(id)}));
            seen.insert(id);
        });
    }

    /// Each must do beside those before it.
    template<class Thing>
    void inspectAll(std::vector<Thing> Browsing::*list)
    {
        Browsing before;
        for (const Thing& thing : document_.browsing.*list) {
            if (auto why = whyNot(before, thing))
                report({}, std::move(*why));
            (before.*list).push_back(thing);
        }
    }

    void inspect(const Table& table)
    {
        for (const Column& column : table.columns)
            inspectType(column.type, column.id);
        if (table.primaryKey)
            inspectKey(table, *table.primaryKey);
        for (const Key& key : table.uniqueKeys)
            inspectKey(table, key);
        for (const Index& index : table.indexes)
            inspectKey(table, index);
    }

    template<class KeyOrIndex>
    void inspectKey(const Table& table, const KeyOrIndex& key)
    {
        inspectParts(table, key.parts, key.id);
        for (ColumnId column : key.include) {
            if (!table.column(column))
                unknownKeyColumn(table, column, key.id);
        }
    }

    void inspect(const UserType& type)
    {
        inspectType(type.base, type.id);
        if (isCircular(document_.schema, type))
            report(type.id, message("invariant.type-cycle", "the type \"%1\" is made of itself", {type.name}));
    }

    void inspectType(const DataType& type, const ObjectRef& owner)
    {
        if (type.userType && !document_.schema.types.contains(type.userType))
            report(owner,
                message("invariant.type-unknown", "no type has the id %1", {idText(type.userType.value())}));
    }

    void inspectParts(const Table& table, const std::vector<KeyPart>& parts, const ObjectRef& owner)
    {
        if (parts.empty())
            report(owner, message("invariant.key-empty", "a key or index has no column"));
        for (const KeyPart& part : parts) {
            const ColumnId* column = std::get_if<ColumnId>(&part.what);
            if (column && !table.column(*column))
                unknownKeyColumn(table, *column, owner);
        }
    }

    void unknownKeyColumn(const Table& table, ColumnId column, const ObjectRef& owner)
    {
        report(owner,
            message("invariant.key-column", "a key or index names column %1, which table \"%2\" does not have",
                {idText(column.value()), table.name}));
    }

    void inspect(const Reference& reference)
    {
        const Table* from = document_.schema.tables.find(reference.from);
        const Table* to = document_.schema.tables.find(reference.to);
        if (!from)
            unknownTable(reference.id, reference.from);
        if (!to && reference.to)
            unknownTable(reference.id, reference.to);
        if (!reference.to && reference.missingTable.isEmpty())
            report(reference.id, message("invariant.reference-end", "a reference has no table to point at"));
        if (from)
            inspect(reference.key, *from, to, reference.id);
    }

    void inspect(const ManyToMany& link)
    {
        const Table* junction = document_.schema.tables.find(link.junction);
        if (!junction)
            unknownTable(link.id, link.junction);
        else if (std::ranges::any_of(junctions_[link.junction],
                     [&](const ManyToMany* other) { return !areApart(*other, link); }))
            report(
                link.id, message("invariant.junction-shared",
                             "table \"%1\" is the junction of two links, and no scope tells their rows apart",
                             {junction->name}));
        junctions_[link.junction].push_back(&link);
        for (const LinkScope& scope : link.scope) {
            if (junction && !junction->column(scope.column))
                unknownColumn(link.id, scope.column, junction->name);
        }
        if (link.ends.size() < 2)
            report(link.id, message("invariant.link-ends", "a many-to-many link has fewer than two ends"));
        for (const LinkEnd& end : link.ends) {
            const Table* table = document_.schema.tables.find(end.table);
            if (!table)
                unknownTable(link.id, end.table);
            else if (end.table == link.junction)
                report(link.id, message("invariant.link-own-junction", "a link ends at its own junction \"%1\"",
                                    {table->name}));
            if (junction && table)
                inspect(end.key, *junction, table, link.id);
        }
    }

    void inspect(const ForeignKey& key, const Table& from, const Table* to, const ObjectRef& owner)
    {
        for (const ColumnPair& pair : key.columns) {
            if (pair.local && !from.column(pair.local))
                unknownColumn(owner, pair.local, from.name);
            if (pair.target && !(to && to->column(pair.target)))
                unknownColumn(owner, pair.target, to ? to->name : QString());
        }
        for (ColumnId column : key.setColumns) {
            if (!from.column(column))
                unknownColumn(owner, column, from.name);
        }
    }

    void inspect(const Diagram& diagram)
    {
        for (const TableNode& node : diagram.tables) {
            if (!document_.schema.tables.contains(node.id))
                unknownTable(diagram.id, node.id);
            inspectPlace(diagram.id, node.position);
            inspectHue(diagram.id, node.hue);
        }
        for (const LinkNode& node : diagram.links) {
            if (!document_.schema.links.contains(node.id))
                report(diagram.id,
                    message("invariant.link-unknown", "no link has the id %1", {idText(node.id.value())}));
            if (node.position)
                inspectPlace(diagram.id, *node.position);
            for (const Bends& bends : node.bends)
                inspectBends(diagram.id, bends);
        }
        for (const ReferenceLine& line : diagram.references) {
            if (!document_.schema.references.contains(line.id))
                report(diagram.id, message("invariant.reference-unknown", "no reference has the id %1",
                                       {idText(line.id.value())}));
            inspectBends(diagram.id, line.bends);
        }
        for (const Note& note : diagram.notes)
            inspectPlace(note.id, note.position, note.size);
        for (const Group& group : diagram.groups) {
            inspectPlace(group.id, group.position, group.size);
            inspectHue(group.id, group.hue);
        }
    }

    void inspectPlace(const ObjectRef& owner, QPointF position, QSizeF size = {0, 0})
    {
        const bool finite = std::isfinite(position.x()) && std::isfinite(position.y()) &&
                            std::isfinite(size.width()) && std::isfinite(size.height());
        if (!finite)
            report(owner, message("invariant.position", "a position or size is not a finite number"));
    }

    void inspectBends(const ObjectRef& owner, const Bends& bends)
    {
        for (const QPointF& corner : bends)
            inspectPlace(owner, corner);
    }

    void inspectHue(const ObjectRef& owner, int hue)
    {
        if (hue < 0 || hue >= subjectHues)
            report(owner, message("invariant.hue", "hue %1 is not between 0 and %2",
                              {QString::number(hue), QString::number(subjectHues - 1)}));
    }

    void unknownTable(const ObjectRef& owner, TableId id)
    {
        report(owner, message("invariant.table-unknown", "no table has the id %1", {idText(id.value())}));
    }

    void unknownColumn(const ObjectRef& owner, ColumnId id, const QString& table)
    {
        report(owner, message("invariant.column-unknown",
                          "a foreign key names column %1, which table \"%2\" does "
                          "not have",
                          {idText(id.value()), table}));
    }

    const Document& document_;
    QHash<TableId, std::vector<const ManyToMany*>> junctions_;
    Diagnostics found_;
};

} // namespace

Diagnostics violations(const Document& document)
{
    return Inspection(document).run();
}

bool areApart(const ManyToMany& a, const ManyToMany& b)
{
    return std::ranges::any_of(a.scope, [&](const LinkScope& one) {
        return std::ranges::any_of(b.scope,
            [&](const LinkScope& other) { return one.column == other.column && one.value != other.value; });
    });
}

bool isCircular(const Schema& schema, const UserType& type)
{
    QSet<UserTypeId> met;
    const UserType* each = schema.types.find(type.base.userType);
    while (each && each->id != type.id && !met.contains(each->id)) {
        met.insert(each->id);
        each = schema.types.find(each->base.userType);
    }
    return each && each->id == type.id; // a circle elsewhere is reported there
}

} // namespace conjoin::model
