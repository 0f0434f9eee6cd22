// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/objects.h"

namespace conjoin::model {

namespace {

template<class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template<class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

QString partName(const QString& table, const char* kind, const QString& name)
{
    const QString what = table + u'.' + QLatin1String(kind);
    return name.isEmpty() ? what : what + u' ' + name;
}

QString tableName(const Schema& schema, TableId id)
{
    const Table* table = schema.tables.find(id);
    return table ? table->name : QString();
}

QString keyWords(const Schema& schema, KeyId id)
{
    for (const Table& table : schema.tables) {
        if (table.primaryKey && table.primaryKey->id == id)
            return partName(table.name, "primary key", table.primaryKey->name);
        for (const Key& key : table.uniqueKeys) {
            if (key.id == id)
                return partName(table.name, "unique key", key.name);
        }
    }
    return {};
}

QString referenceWords(const Schema& schema, const Reference& reference)
{
    const QString to = reference.to ? tableName(schema, reference.to) : reference.missingTable;
    const QString line = tableName(schema, reference.from) + QStringLiteral(" \u2192 ") + to;
    return reference.role.isEmpty() ? line : line + QStringLiteral(" (") + reference.role + u')';
}

} // namespace

quint64 idValue(const ObjectRef& object)
{
    return std::visit(
        Overloaded{[](std::monostate) { return quint64(0); }, [](auto id) { return id.value(); }}, object);
}

QString wordsFor(const Document& document, const ObjectRef& object)
{
    const Schema& schema = document.schema;
    return std::visit(
        Overloaded{
            [](std::monostate) { return QString(); },
            [&](TableId id) { return tableName(schema, id); },
            [&](ColumnId id) {
                const Table* table = tableOfColumn(schema, id);
                return table ? table->name + u'.' + table->column(id)->name : QString();
            },
            [&](KeyId id) { return keyWords(schema, id); },
            [&](IndexId id) {
                for (const Table& table : schema.tables) {
                    for (const Index& index : table.indexes) {
                        if (index.id == id)
                            return partName(table.name, "index", index.name);
                    }
                }
                return QString();
            },
            [&](CheckId id) {
                for (const Table& table : schema.tables) {
                    for (const Check& check : table.checks) {
                        if (check.id == id)
                            return partName(table.name, "check", check.name);
                    }
                }
                for (const UserType& type : schema.types) {
                    for (const Check& check : type.checks) {
                        if (check.id == id)
                            return partName(type.name, "check", check.name);
                    }
                }
                return QString();
            },
            [&](ReferenceId id) {
                const Reference* reference = schema.references.find(id);
                return reference ? referenceWords(schema, *reference) : QString();
            },
            [&](LinkId id) {
                const ManyToMany* link = schema.links.find(id);
                return link ? tableName(schema, link->junction) : QString();
            },
            [&](UserTypeId id) {
                const UserType* type = schema.types.find(id);
                return type ? QStringLiteral("type ") + type->name : QString();
            },
            [&](VerbatimId id) {
                const Verbatim* verbatim = schema.verbatims.find(id);
                return verbatim ? verbatim->name : QString();
            },
            [&](DiagramId id) {
                const Diagram* diagram = document.diagrams.find(id);
                return diagram ? diagram->name : QString();
            },
            [&](NoteId id) {
                for (const Diagram& diagram : document.diagrams) {
                    if (const Note* note = diagram.notes.find(id))
                        return QStringLiteral("note \"%1\"").arg(note->text.left(24).simplified());
                }
                return QString();
            },
            [&](GroupId id) {
                for (const Diagram& diagram : document.diagrams) {
                    if (const Group* group = diagram.groups.find(id))
                        return QStringLiteral("group ") + group->title;
                }
                return QString();
            },
        },
        object);
}

} // namespace conjoin::model
