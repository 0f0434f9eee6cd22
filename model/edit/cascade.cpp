// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/edits.h"

#include "model/document/invariants.h"
#include "model/document/objects.h"

#include <QSet>

#include <algorithm>

namespace conjoin::model::edit {

namespace {

/// Everything that goes, by kind: what was asked for and, after close(), what that takes along.
struct Doomed {
    QSet<TableId> tables;
    QSet<ColumnId> columns;
    QSet<KeyId> keys;
    QSet<IndexId> indexes;
    QSet<CheckId> checks;
    QSet<ReferenceId> references;
    QSet<LinkId> links;
    QSet<UserTypeId> types;
    QSet<VerbatimId> verbatims;
    QSet<DiagramId> diagrams;
    QSet<NoteId> notes;
    QSet<GroupId> groups;

    void insert(const ObjectRef& object);
    void close(const Schema& schema);
    void insertMixedUp(const Schema& schema);

    bool takes(const std::vector<KeyPart>& parts) const;
    bool takes(const ForeignKey& key) const;
    bool takesAny(const std::vector<ColumnId>& some) const;
    bool takesPartOf(const Table& table) const;
};

void Doomed::insert(const ObjectRef& object)
{
    struct Sorter {
        Doomed& doomed;
        void operator()(std::monostate) const {}
        void operator()(TableId id) const { doomed.tables.insert(id); }
        void operator()(ColumnId id) const { doomed.columns.insert(id); }
        void operator()(KeyId id) const { doomed.keys.insert(id); }
        void operator()(IndexId id) const { doomed.indexes.insert(id); }
        void operator()(CheckId id) const { doomed.checks.insert(id); }
        void operator()(ReferenceId id) const { doomed.references.insert(id); }
        void operator()(LinkId id) const { doomed.links.insert(id); }
        void operator()(UserTypeId id) const { doomed.types.insert(id); }
        void operator()(VerbatimId id) const { doomed.verbatims.insert(id); }
        void operator()(DiagramId id) const { doomed.diagrams.insert(id); }
        void operator()(NoteId id) const { doomed.notes.insert(id); }
        void operator()(GroupId id) const { doomed.groups.insert(id); }
    };
    std::visit(Sorter{*this}, object);
}

bool Doomed::takes(const std::vector<KeyPart>& parts) const
{
    return std::ranges::any_of(parts, [&](const KeyPart& part) {
        const ColumnId* column = std::get_if<ColumnId>(&part.what);
        return column && columns.contains(*column);
    });
}

bool Doomed::takes(const ForeignKey& key) const
{
    return std::ranges::any_of(key.columns,
        [&](const ColumnPair& pair) { return columns.contains(pair.local) || columns.contains(pair.target); });
}

bool Doomed::takesAny(const std::vector<ColumnId>& some) const
{
    return std::ranges::any_of(some, [&](ColumnId column) { return columns.contains(column); });
}

bool Doomed::takesPartOf(const Table& table) const
{
    bool taken = false;
    forEachObject(table, [&](const ObjectRef& object) {
        if (const auto* column = std::get_if<ColumnId>(&object))
            taken = taken || columns.contains(*column);
        else if (const auto* key = std::get_if<KeyId>(&object))
            taken = taken || keys.contains(*key);
        else if (const auto* index = std::get_if<IndexId>(&object))
            taken = taken || indexes.contains(*index);
        else if (const auto* check = std::get_if<CheckId>(&object))
            taken = taken || checks.contains(*check);
    });
    return taken;
}

/// Of links that share a junction and were told apart by a column that goes, those behind the first.
void Doomed::insertMixedUp(const Schema& schema)
{
    if (columns.isEmpty())
        return;
    std::vector<ManyToMany> left;
    for (ManyToMany link : schema.links) {
        if (links.contains(link.id))
            continue;
        std::erase_if(link.scope, [&](const LinkScope& scope) { return columns.contains(scope.column); });
        if (std::ranges::all_of(left, [&](const ManyToMany& other) {
                return other.junction != link.junction || areApart(other, link);
            }))
            left.push_back(std::move(link));
        else
            links.insert(link.id);
    }
}

void Doomed::close(const Schema& schema)
{
    insertMixedUp(schema);
    // A link may end at another link's junction, so one removal can run through several links.
    for (bool grown = true; grown;) {
        grown = false;
        for (const ManyToMany& link : schema.links) {
            const bool goes =
                links.contains(link.id) || tables.contains(link.junction) ||
                std::ranges::any_of(link.ends, [&](const LinkEnd& end) { return tables.contains(end.table); });
            // A junction that other links share goes with the last of them.
            const bool last = std::ranges::none_of(schema.links, [&](const ManyToMany& other) {
                return other.junction == link.junction && other.id != link.id && !links.contains(other.id);
            });
            if (goes && !links.contains(link.id)) {
                links.insert(link.id);
                grown = true;
            }
            if (goes && last && !tables.contains(link.junction)) {
                tables.insert(link.junction);
                grown = true;
            }
        }
    }
    for (const Reference& reference : schema.references) {
        if (tables.contains(reference.from) || tables.contains(reference.to) || takes(reference.key))
            references.insert(reference.id);
    }
    if (columns.isEmpty())
        return;
    for (const Table& table : schema.tables) {
        if (tables.contains(table.id))
            continue;
        if (table.primaryKey && takes(table.primaryKey->parts))
            keys.insert(table.primaryKey->id);
        for (const Key& key : table.uniqueKeys) {
            if (takes(key.parts))
                keys.insert(key.id);
        }
        for (const Index& index : table.indexes) {
            if (takes(index.parts))
                indexes.insert(index.id);
        }
    }
}

Doomed doomedBy(const Document& document, const std::vector<ObjectRef>& objects)
{
    Doomed doomed;
    for (const ObjectRef& object : objects)
        doomed.insert(object);
    doomed.close(document.schema);
    return doomed;
}

template<class Map, class Doom>
void removeAll(Map& map, const Doom& doomed)
{
    if (!doomed.isEmpty())
        map.removeIf([&](const auto& object) { return doomed.contains(object.id); });
}

/// What a column of the type is when the type is gone: the same values, said at the column.
DataType withoutUserType(const UserType& gone, const DataType& type)
{
    DataType plain = gone.kind == UserType::Kind::Enum ? DataType::enumeration(gone.values) : gone.base;
    plain.dimensions += type.dimensions;
    return plain;
}

bool hasDoomedType(const Table& table, const Doomed& doomed)
{
    return std::ranges::any_of(
        table.columns, [&](const Column& column) { return doomed.types.contains(column.type.userType); });
}

void replaceDoomedTypes(Schema& schema, const Doomed& doomed)
{
    if (doomed.types.isEmpty())
        return;
    // A domain may stand on another one.
    const auto plain = [&](DataType type) {
        while (doomed.types.contains(type.userType))
            type = withoutUserType(schema.types.at(type.userType), type);
        return type;
    };
    std::vector<TableId> tables;
    for (const Table& table : schema.tables) {
        if (hasDoomedType(table, doomed))
            tables.push_back(table.id);
    }
    for (TableId id : tables) {
        schema.tables.update(id, [&](Table& table) {
            for (Column& column : table.columns)
                column.type = plain(column.type);
        });
    }
    std::vector<UserTypeId> domains;
    for (const UserType& type : schema.types) {
        if (!doomed.types.contains(type.id) && doomed.types.contains(type.base.userType))
            domains.push_back(type.id);
    }
    for (UserTypeId id : domains)
        schema.types.update(id, [&](UserType& type) { type.base = plain(type.base); });
}

void strip(std::vector<ColumnId>& columns, const Doomed& doomed)
{
    std::erase_if(columns, [&](ColumnId column) { return doomed.columns.contains(column); });
}

void strip(Table& table, const Doomed& doomed)
{
    if (table.primaryKey)
        strip(table.primaryKey->include, doomed);
    for (Key& key : table.uniqueKeys)
        strip(key.include, doomed);
    for (Index& index : table.indexes)
        strip(index.include, doomed);
    std::erase_if(table.columns, [&](const Column& column) { return doomed.columns.contains(column.id); });
    if (table.primaryKey && doomed.keys.contains(table.primaryKey->id))
        table.primaryKey.reset();
    std::erase_if(table.uniqueKeys, [&](const Key& key) { return doomed.keys.contains(key.id); });
    std::erase_if(table.indexes, [&](const Index& index) { return doomed.indexes.contains(index.id); });
    std::erase_if(table.checks, [&](const Check& check) { return doomed.checks.contains(check.id); });
}

/// The link lives on without the columns: an end that was tied to them is derived again.
void strip(ManyToMany& link, const Table& junction, const Doomed& doomed)
{
    bool untied = false;
    for (LinkEnd& end : link.ends) {
        if (doomed.takes(end.key)) {
            end.key.columns.clear();
            untied = true;
        }
        strip(end.key.setColumns, doomed);
    }
    std::erase_if(link.scope, [&](const LinkScope& scope) { return doomed.columns.contains(scope.column); });
    if (untied && link.junctionKey == ManyToMany::JunctionKey::AsIs && !junction.primaryKey)
        link.junctionKey = ManyToMany::JunctionKey::Pair; // the key it had went with its column
}

void strip(Diagram& diagram, const Doomed& doomed)
{
    removeAll(diagram.tables, doomed.tables);
    removeAll(diagram.links, doomed.links);
    removeAll(diagram.references, doomed.references);
    removeAll(diagram.notes, doomed.notes);
    removeAll(diagram.groups, doomed.groups);
}

template<class Map, class Doom>
bool holdsAny(const Map& map, const Doom& doomed)
{
    return std::ranges::any_of(doomed, [&](auto id) { return map.contains(id); });
}

bool holdsAny(const Diagram& diagram, const Doomed& doomed)
{
    return holdsAny(diagram.tables, doomed.tables) || holdsAny(diagram.links, doomed.links) ||
           holdsAny(diagram.references, doomed.references) || holdsAny(diagram.notes, doomed.notes) ||
           holdsAny(diagram.groups, doomed.groups);
}

void removeFromSchema(Schema& schema, const Doomed& doomed)
{
    removeAll(schema.references, doomed.references);
    removeAll(schema.links, doomed.links);
    removeAll(schema.tables, doomed.tables);
    replaceDoomedTypes(schema, doomed);
    removeAll(schema.types, doomed.types);
    for (const UserType& type : std::vector<UserType>(schema.types.begin(), schema.types.end())) {
        if (std::ranges::any_of(
                type.checks, [&](const Check& check) { return doomed.checks.contains(check.id); }))
            schema.types.update(type.id, [&](UserType& changed) {
                std::erase_if(
                    changed.checks, [&](const Check& check) { return doomed.checks.contains(check.id); });
            });
    }
    removeAll(schema.verbatims, doomed.verbatims);

    std::vector<TableId> stripped;
    for (const Table& table : schema.tables) {
        if (doomed.takesPartOf(table))
            stripped.push_back(table.id);
    }
    for (TableId id : stripped)
        schema.tables.update(id, [&](Table& table) { strip(table, doomed); });

    std::vector<ReferenceId> narrowed;
    for (const Reference& reference : schema.references) {
        if (doomed.takesAny(reference.key.setColumns))
            narrowed.push_back(reference.id);
    }
    for (ReferenceId id : narrowed)
        schema.references.update(id, [&](Reference& reference) { strip(reference.key.setColumns, doomed); });

    std::vector<LinkId> untied;
    for (const ManyToMany& link : schema.links) {
        const bool scoped = std::ranges::any_of(
            link.scope, [&](const LinkScope& scope) { return doomed.columns.contains(scope.column); });
        if (scoped || std::ranges::any_of(link.ends, [&](const LinkEnd& end) {
                return doomed.takes(end.key) || doomed.takesAny(end.key.setColumns);
            }))
            untied.push_back(link.id);
    }
    for (LinkId id : untied)
        schema.links.update(
            id, [&](ManyToMany& link) { strip(link, schema.tables.at(link.junction), doomed); });
}

} // namespace

std::vector<ObjectRef> cascade(const Document& document, const std::vector<ObjectRef>& objects)
{
    const Doomed doomed = doomedBy(document, objects);
    QSet<quint64> asked;
    for (const ObjectRef& object : objects)
        asked.insert(idValue(object));

    std::vector<ObjectRef> taken;
    const auto take = [&](const auto& ids, auto id) {
        if (ids.contains(id) && !asked.contains(id.value()))
            taken.emplace_back(id);
    };
    const Schema& schema = document.schema;
    for (const Table& table : schema.tables) {
        if (doomed.tables.contains(table.id)) {
            take(doomed.tables, table.id); // and all that is in it, which nobody needs to be told
            continue;
        }
        if (table.primaryKey)
            take(doomed.keys, table.primaryKey->id);
        for (const Key& key : table.uniqueKeys)
            take(doomed.keys, key.id);
        for (const Index& index : table.indexes)
            take(doomed.indexes, index.id);
    }
    for (const Reference& reference : schema.references)
        take(doomed.references, reference.id);
    for (const ManyToMany& link : schema.links)
        take(doomed.links, link.id);
    return taken;
}

Result<Document> removeObjects(Document document, const std::vector<ObjectRef>& objects)
{
    const Doomed doomed = doomedBy(document, objects);
    removeFromSchema(document.schema, doomed);

    removeAll(document.diagrams, doomed.diagrams);
    if (document.diagrams.isEmpty())
        return inputError({}, message("edit.diagram-last", "a project keeps at least one diagram"));
    std::vector<DiagramId> stripped;
    for (const Diagram& diagram : document.diagrams) {
        if (holdsAny(diagram, doomed))
            stripped.push_back(diagram.id);
    }
    for (DiagramId id : stripped)
        document.diagrams.update(id, [&](Diagram& diagram) { strip(diagram, doomed); });
    return document;
}

} // namespace conjoin::model::edit
