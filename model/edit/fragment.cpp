// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/fragment.h"

#include "model/document/invariants.h"
#include "model/edit/refusals.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace conjoin::model::edit {

namespace {

/// Gathers what belongs to the chosen objects.
class Gathering {
public:
    Gathering(const Document& document, const Diagram& diagram)
        : document_(document)
        , schema_(document.schema)
        , diagram_(diagram)
    {}

    Document of(const std::vector<ObjectRef>& objects)
    {
        for (const ObjectRef& object : objects)
            choose(object);
        addLinks();
        Document made;
        made.settings = document_.settings;
        made.settings.accepted.clear(); // findings about objects that are not the same any more
        addTypes(made.schema);
        for (const Table& table : schema_.tables) {
            if (tables_.contains(table.id))
                made.schema.tables.set(table);
        }
        for (const Reference& reference : schema_.references) {
            if (tables_.contains(reference.from) && tables_.contains(reference.to))
                made.schema.references.set(reference);
        }
        for (const ManyToMany& link : schema_.links) {
            if (links_.contains(link.id))
                made.schema.links.set(link);
        }
        made.diagrams.set(shown(made.schema));
        return made;
    }

private:
    void choose(const ObjectRef& object)
    {
        if (const auto* note = std::get_if<NoteId>(&object))
            notes_.insert(*note);
        else if (const auto* group = std::get_if<GroupId>(&object))
            groups_.insert(*group);
        else if (const auto* table = std::get_if<TableId>(&object))
            chooseTable(*table);
        else if (const auto* column = std::get_if<ColumnId>(&object)) {
            if (const Table* owner = tableOfColumn(schema_, *column))
                chooseTable(owner->id);
        }
    }

    void chooseTable(TableId table)
    {
        if (!linkOfJunction(schema_, table)) // a junction comes with its link, or not at all
            tables_.insert(table);
    }

    /// All links whose ends are there; their junctions may be ends of further ones.
    void addLinks()
    {
        bool more = true;
        while (more) {
            more = false;
            for (const ManyToMany& link : schema_.links) {
                const bool ready = !links_.contains(link.id) &&
                                   std::ranges::all_of(link.ends,
                                       [&](const LinkEnd& end) { return tables_.contains(end.table); });
                if (!ready)
                    continue;
                links_.insert(link.id);
                tables_.insert(link.junction);
                more = true;
            }
        }
    }

    void addTypes(Schema& schema) const
    {
        QSet<UserTypeId> used;
        const auto use = [&](UserTypeId id) {
            for (const UserType* type = schema_.types.find(id); type && !used.contains(type->id);
                 type = schema_.types.find(type->base.userType))
                used.insert(type->id);
        };
        for (const TableId table : tables_) {
            for (const Column& column : schema_.tables.at(table).columns)
                use(column.type.userType);
        }
        for (const UserType& type : schema_.types) {
            if (used.contains(type.id))
                schema.types.set(type);
        }
    }

    Diagram shown(const Schema& schema) const
    {
        Diagram diagram;
        diagram.id = diagram_.id;
        diagram.name = diagram_.name;
        diagram.notation = diagram_.notation;
        for (const TableNode& node : diagram_.tables) {
            if (tables_.contains(node.id))
                diagram.tables.set(node);
        }
        for (const LinkNode& node : diagram_.links) {
            if (links_.contains(node.id))
                diagram.links.set(node);
        }
        for (const ReferenceLine& line : diagram_.references) {
            if (schema.references.contains(line.id))
                diagram.references.set(line);
        }
        for (const Note& note : diagram_.notes) {
            if (notes_.contains(note.id))
                diagram.notes.set(note);
        }
        for (const Group& group : diagram_.groups) {
            if (groups_.contains(group.id))
                diagram.groups.set(group);
        }
        return diagram;
    }

    const Document& document_;
    const Schema& schema_;
    const Diagram& diagram_;
    QSet<TableId> tables_;
    QSet<LinkId> links_;
    QSet<NoteId> notes_;
    QSet<GroupId> groups_;
};

QString folded(const QString& name)
{
    return name.toCaseFolded();
}

/// Copies a fragment into a document, everything with new ids.
class Pasting {
public:
    Pasting(Document& document, IdSource& ids, QPointF shift)
        : document_(document)
        , ids_(ids)
        , shift_(shift)
    {
        for (const Table& table : document.schema.tables) {
            names_ += table.name;
            sqlNames_.insert(folded(table.sqlSchema) + u'.' + folded(table.sqlName));
            const auto takeName = [this](const auto& named) { constraints_.insert(folded(named.name)); };
            if (table.primaryKey)
                takeName(*table.primaryKey);
            std::ranges::for_each(table.uniqueKeys, takeName);
            std::ranges::for_each(table.indexes, takeName);
            std::ranges::for_each(table.checks, takeName);
        }
        for (const Reference& reference : document.schema.references)
            constraints_.insert(folded(reference.key.constraintName));
        for (const ManyToMany& link : document.schema.links) {
            for (const LinkEnd& end : link.ends)
                constraints_.insert(folded(end.key.constraintName));
            constraints_.insert(folded(link.pairKeyName));
        }
    }

    std::vector<ObjectRef> run(DiagramId diagram, const Document& fragment)
    {
        for (const UserType& type : fragment.schema.types)
            mapType(type);
        for (const UserType& type : fragment.schema.types)
            addType(type);
        for (const Table& table : fragment.schema.tables)
            tables_.insert(table.id, ids_.next<TableId>());
        for (const Table& table : fragment.schema.tables)
            document_.schema.tables.set(copyOf(table));
        for (const Reference& reference : fragment.schema.references)
            document_.schema.references.set(copyOf(reference));
        for (const ManyToMany& link : fragment.schema.links)
            document_.schema.links.set(copyOf(link));
        for (const Diagram& shown : fragment.diagrams)
            document_.diagrams.update(diagram, [&](Diagram& changed) { addNodes(changed, shown); });
        return std::move(objects_);
    }

private:
    void mapType(const UserType& type)
    {
        for (const UserType& known : document_.schema.types) {
            const bool same = known.id == type.id ||
                              (known.sqlSchema == type.sqlSchema && folded(known.name) == folded(type.name));
            if (same) {
                types_.insert(type.id, known.id);
                return;
            }
        }
        types_.insert(type.id, ids_.next<UserTypeId>());
    }

    void addType(const UserType& type)
    {
        UserType made = type;
        made.id = types_.value(type.id);
        if (document_.schema.types.contains(made.id))
            return;
        remap(made.base);
        for (Check& check : made.checks)
            check.id = ids_.next<CheckId>();
        document_.schema.types.set(std::move(made));
    }

    void remap(DataType& type) const
    {
        if (type.userType)
            type.userType = types_.value(type.userType);
    }
    void remap(ColumnId& column) const
    {
        if (column)
            column = columns_.value(column);
    }
    void remap(std::vector<KeyPart>& parts) const
    {
        for (KeyPart& part : parts) {
            if (auto* column = std::get_if<ColumnId>(&part.what))
                remap(*column);
        }
    }
    void remap(std::vector<ColumnId>& columns) const
    {
        for (ColumnId& column : columns)
            remap(column);
    }
    void remap(ForeignKey& key)
    {
        for (ColumnPair& pair : key.columns) {
            remap(pair.local);
            remap(pair.target);
        }
        remap(key.setColumns);
        freeConstraint(key.constraintName);
    }

    /// Leaves the name of an index or constraint to convention where something is called so.
    void freeConstraint(QString& name)
    {
        if (name.isEmpty())
            return;
        if (constraints_.contains(folded(name)))
            name.clear();
        else
            constraints_.insert(folded(name));
    }

    void remap(Key& key)
    {
        key.id = ids_.next<KeyId>();
        remap(key.parts);
        remap(key.include);
        freeConstraint(key.name);
    }

    Table copyOf(Table table)
    {
        table.id = tables_.value(table.id);
        table.name = freeName(table.name, names_);
        names_ += table.name;
        const QString sqlName = folded(table.sqlSchema) + u'.' + folded(table.sqlName);
        if (!table.sqlName.isEmpty() && sqlNames_.contains(sqlName))
            table.sqlName.clear();
        sqlNames_.insert(sqlName);
        for (Column& column : table.columns) {
            const ColumnId id = ids_.next<ColumnId>();
            columns_.insert(column.id, id);
            column.id = id;
            remap(column.type);
        }
        if (table.primaryKey)
            remap(*table.primaryKey);
        for (Key& key : table.uniqueKeys)
            remap(key);
        for (Index& index : table.indexes) {
            index.id = ids_.next<IndexId>();
            remap(index.parts);
            remap(index.include);
            freeConstraint(index.name);
        }
        for (Check& check : table.checks) {
            check.id = ids_.next<CheckId>();
            freeConstraint(check.name);
        }
        return table;
    }

    Reference copyOf(Reference reference)
    {
        const ReferenceId id = ids_.next<ReferenceId>();
        references_.insert(reference.id, id);
        reference.id = id;
        reference.from = tables_.value(reference.from);
        reference.to = tables_.value(reference.to);
        remap(reference.key);
        return reference;
    }

    ManyToMany copyOf(ManyToMany link)
    {
        const LinkId id = ids_.next<LinkId>();
        links_.insert(link.id, id);
        link.id = id;
        link.junction = tables_.value(link.junction);
        for (LinkEnd& end : link.ends) {
            end.table = tables_.value(end.table);
            remap(end.key);
        }
        for (LinkScope& scope : link.scope)
            remap(scope.column);
        freeConstraint(link.pairKeyName);
        return link;
    }

    void addNodes(Diagram& diagram, const Diagram& shown)
    {
        const auto shifted = [this](Bends bends) {
            for (QPointF& corner : bends)
                corner += shift_;
            return bends;
        };
        for (TableNode node : shown.tables) {
            node.id = tables_.value(node.id);
            node.position += shift_;
            objects_.emplace_back(node.id);
            diagram.tables.set(node);
        }
        for (LinkNode node : shown.links) {
            node.id = links_.value(node.id);
            if (node.position)
                *node.position += shift_;
            for (Bends& bends : node.bends)
                bends = shifted(bends);
            objects_.emplace_back(node.id);
            diagram.links.set(node);
        }
        for (const ReferenceLine& line : shown.references)
            diagram.references.set({references_.value(line.id), shifted(line.bends)});
        for (Note note : shown.notes) {
            note.id = ids_.next<NoteId>();
            note.position += shift_;
            objects_.emplace_back(note.id);
            diagram.notes.set(note);
        }
        for (Group group : shown.groups) {
            group.id = ids_.next<GroupId>();
            group.position += shift_;
            objects_.emplace_back(group.id);
            diagram.groups.set(group);
        }
    }

    Document& document_;
    IdSource& ids_;
    QPointF shift_;
    QStringList names_;
    QSet<QString> sqlNames_, constraints_;
    QHash<TableId, TableId> tables_;
    QHash<ColumnId, ColumnId> columns_;
    QHash<ReferenceId, ReferenceId> references_;
    QHash<LinkId, LinkId> links_;
    QHash<UserTypeId, UserTypeId> types_;
    std::vector<ObjectRef> objects_;
};

} // namespace

Document fragmentOf(const Document& document, DiagramId diagram, const std::vector<ObjectRef>& objects)
{
    return Gathering(document, document.diagrams.at(diagram)).of(objects);
}

Result<Pasted> paste(
    Document document, DiagramId diagram, const Document& fragment, IdSource& ids, QPointF shift)
{
    if (auto no = unlessDiagram(document, diagram))
        return *no;
    if (auto no = unlessFinite(shift))
        return *no;
    Pasted pasted;
    pasted.objects = Pasting(document, ids, shift).run(diagram, fragment);
    const Diagnostics wrong = violations(document);
    if (!wrong.empty())
        return inputError({}, wrong.front().what);
    pasted.document = std::move(document);
    return pasted;
}

} // namespace conjoin::model::edit
