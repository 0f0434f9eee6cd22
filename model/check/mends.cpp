// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/mends.h"

#include "model/check/findings.h"
#include "model/document/invariants.h"
#include "model/document/objects.h"
#include "model/edit/edits.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace conjoin::model {

namespace {

using Mended = Result<Document>;

/// The same new id for the same cure of the same object.
template<class IdType>
IdType idFor(const Diagnostic& finding)
{
    return IdSource::named<IdType>(
        QStringLiteral("mend/%1/%2").arg(finding.what.code).arg(idValue(finding.object)));
}

Error gone()
{
    return inputError({}, message("mend.gone", "what it is about does not exist any more"));
}

/// The table that the object is or lives in; null where it is gone or lives in none.
TableId tableOf(const Schema& schema, const ObjectRef& object)
{
    for (const Table& table : schema.tables) {
        bool found = false;
        forEachObject(table, [&](const ObjectRef& part) { found = found || part == object; });
        if (found)
            return table.id;
    }
    return {};
}

template<class Change>
Mended changeTable(const Document& document, const ObjectRef& object, Change change)
{
    const TableId id = tableOf(document.schema, object);
    if (!id)
        return gone();
    Document next = document;
    next.schema.tables.update(id, change);
    return next;
}

template<class Change>
Mended changeColumn(const Document& document, const ObjectRef& object, Change change)
{
    return changeTable(document, object, [&](Table& table) {
        for (Column& column : table.columns) {
            if (ObjectRef(column.id) == object)
                change(table, column);
        }
    });
}

template<class Change>
Mended changeReference(const Document& document, const ObjectRef& object, Change change)
{
    const auto* id = std::get_if<ReferenceId>(&object);
    if (!id || !document.schema.references.contains(*id))
        return gone();
    Document next = document;
    next.schema.references.update(*id, change);
    return next;
}

template<class Change>
Mended changeLink(const Document& document, const ObjectRef& object, Change change)
{
    const auto* id = std::get_if<LinkId>(&object);
    if (!id || !document.schema.links.contains(*id))
        return gone();
    Document next = document;
    next.schema.links.update(*id, change);
    return next;
}

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

// -- names

QStringList columnNames(const Table& table)
{
    QStringList names;
    for (const Column& column : table.columns)
        names << column.name;
    return names;
}

QStringList tableNames(const Document& document)
{
    QStringList names;
    for (const Table& table : document.schema.tables)
        names << table.name
              << (table.sqlName.isEmpty() ? tableNameFor(document.settings.naming, table.name) : table.sqlName);
    return names;
}

/// Gives the object another name, made of the one that it has; wherever a name can be wrong.
template<class Rename>
Mended renamed(const Document& document, const ObjectRef& object, Rename rename)
{
    Document next = document;
    Schema& schema = next.schema;
    if (const auto* id = std::get_if<TableId>(&object)) {
        if (!schema.tables.contains(*id))
            return gone();
        schema.tables.update(*id, [&](Table& table) {
            if (table.sqlName.isEmpty())
                table.name = freeName(rename(table.name), tableNames(document));
            else
                table.sqlName = freeName(rename(table.sqlName), tableNames(document));
        });
        return next;
    }
    if (const auto* id = std::get_if<UserTypeId>(&object)) {
        if (!schema.types.contains(*id))
            return gone();
        QStringList taken = tableNames(document);
        for (const UserType& type : schema.types)
            taken << type.name;
        schema.types.update(*id, [&](UserType& type) { type.name = freeName(rename(type.name), taken); });
        return next;
    }
    if (std::holds_alternative<ReferenceId>(object))
        return changeReference(document, object,
            [&](Reference& reference) { reference.key.constraintName = rename(reference.key.constraintName); });
    if (std::holds_alternative<LinkId>(object))
        return changeLink(document, object, [&](ManyToMany& link) {
            for (LinkEnd& end : link.ends)
                end.key.constraintName = rename(end.key.constraintName);
        });
    QStringList taken;
    for (const Table& table : schema.tables) {
        for (const Index& index : table.indexes)
            taken << index.name;
        for (const Key& key : table.uniqueKeys)
            taken << key.name;
        for (const Check& check : table.checks)
            taken << check.name;
    }
    return changeTable(document, object, [&](Table& table) {
        for (Column& column : table.columns) {
            if (ObjectRef(column.id) == object)
                column.name = freeName(rename(column.name), columnNames(table));
        }
        const auto part = [&](auto& one) {
            if (ObjectRef(one.id) == object)
                one.name = freeName(rename(one.name), taken);
        };
        if (table.primaryKey)
            part(*table.primaryKey);
        std::ranges::for_each(table.uniqueKeys, part);
        std::ranges::for_each(table.indexes, part);
        std::ranges::for_each(table.checks, part);
    });
}

QString withoutTrouble(const QString& name)
{
    QString clean;
    for (const QChar c : name) {
        if (!c.isNull() && !c.isSurrogate() && c != QChar(0xfeff))
            clean += c;
    }
    return clean.trimmed().isEmpty() ? QStringLiteral("unnamed") : clean;
}

Mended nameBounded(const Document& document, const Diagnostic& finding)
{
    // The rule says the limit last; a name of so many bytes has no more characters than that.
    const int limit = finding.what.args.isEmpty() ? 0 : finding.what.args.last().toInt();
    if (limit <= 0)
        return gone();
    return renamed(document, finding.object, [&](const QString& name) { return boundedName({name}, limit); });
}

Mended nameCleaned(const Document& document, const Diagnostic& finding)
{
    return renamed(document, finding.object, withoutTrouble);
}

Mended nameTrimmed(const Document& document, const Diagnostic& finding)
{
    return renamed(document, finding.object, [](const QString& name) { return name.trimmed(); });
}

Mended nameChanged(const Document& document, const Diagnostic& finding)
{
    return renamed(document, finding.object, [](const QString& name) { return name; });
}

Mended tableNamed(const Document& document, const Diagnostic& finding)
{
    return changeTable(document, finding.object,
        [&](Table& table) { table.name = freeName(QStringLiteral("Table"), tableNames(document)); });
}

Mended tableNamedApart(const Document& document, const Diagnostic& finding)
{
    return changeTable(document, finding.object, [&](Table& table) {
        const QString name =
            table.sqlName.isEmpty() ? tableNameFor(document.settings.naming, table.name) : table.sqlName;
        table.sqlName = freeName(name, tableNames(document));
    });
}

Mended columnNamed(const Document& document, const Diagnostic& finding)
{
    return changeColumn(document, finding.object, [](Table& table, Column& column) {
        const QString base = column.name.trimmed().isEmpty() ? QStringLiteral("unnamed") : column.name;
        column.name = freeName(base, columnNames(table));
    });
}

Mended modelInSingular(const Document& document, const Diagnostic& finding)
{
    return changeTable(document, finding.object,
        [&](Table& table) { table.name = singularName(document.settings.naming, table.name); });
}

// -- tables and columns

Mended columnAdded(const Document& document, const Diagnostic& finding)
{
    return changeTable(document, finding.object, [&](Table& table) {
        Column column;
        column.id = idFor<ColumnId>(finding);
        column.name = QStringLiteral("name");
        column.type = DataType::of(TypeKind::Varchar, 255);
        table.columns.push_back(column);
    });
}

Mended keyAdded(const Document& document, const Diagnostic& finding)
{
    return changeTable(document, finding.object, [](Table& table) {
        table.keyPolicy = Table::KeyPolicy::Automatic; // then it gets an `id`
    });
}

Mended typeMadeInteger(const Document& document, const Diagnostic& finding)
{
    return changeColumn(document, finding.object,
        [](Table&, Column& column) { column.type = DataType::of(TypeKind::Integer); });
}

Mended countingMadeKey(const Document& document, const Diagnostic& finding)
{
    return changeColumn(document, finding.object, [&](Table& table, Column& column) {
        if (table.primaryKey) {
            column.autoIncrement = false; // the table has a key already
            return;
        }
        table.primaryKey = Key{idFor<KeyId>(finding), {}, {{column.id, false, {}}}, {}};
        column.nullable = false;
    });
}

Mended defaultDropped(const Document& document, const Diagnostic& finding)
{
    return changeColumn(document, finding.object, [](Table&, Column& column) { column.defaultValue = {}; });
}

Mended precisionRaised(const Document& document, const Diagnostic& finding)
{
    return changeColumn(
        document, finding.object, [](Table&, Column& column) { column.type.precision = column.type.scale; });
}

Mended madeNotNull(const Document& document, const Diagnostic& finding)
{
    return changeColumn(document, finding.object, [](Table&, Column& column) { column.nullable = false; });
}

// -- keys and indexes

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

Mended removed(const Document& document, const Diagnostic& finding)
{
    return edit::removeObjects(document, {finding.object});
}

// -- references

Mended typesMadeAlike(const Document& document, const Diagnostic& finding)
{
    Document next = document;
    const auto adjust = [&](const ForeignKey& key, TableId from, TableId to) {
        const Table* target = document.schema.tables.find(to);
        next.schema.tables.update(from, [&](Table& table) {
            for (const ColumnPair& pair : key.columns) {
                const Column* there = target ? target->column(pair.target) : nullptr;
                for (Column& column : table.columns) {
                    if (there && column.id == pair.local)
                        column.type = there->type;
                }
            }
        });
    };
    if (const auto* id = std::get_if<ReferenceId>(&finding.object)) {
        const Reference* reference = document.schema.references.find(*id);
        if (!reference)
            return gone();
        adjust(reference->key, reference->from, reference->to);
    } else if (const auto* linkId = std::get_if<LinkId>(&finding.object)) {
        const ManyToMany* link = document.schema.links.find(*linkId);
        if (!link)
            return gone();
        for (const LinkEnd& end : link->ends)
            adjust(end.key, link->junction, end.table);
    }
    return next;
}

const Reference* referenceOf(const Document& document, const Diagnostic& finding)
{
    const auto* id = std::get_if<ReferenceId>(&finding.object);
    return id ? document.schema.references.find(*id) : nullptr;
}

Mended targetMadeUnique(const Document& document, const Diagnostic& finding)
{
    const Reference* reference = referenceOf(document, finding);
    if (!reference || !reference->to)
        return gone();
    Document next = document;
    next.schema.tables.update(reference->to, [&](Table& table) {
        Key key;
        key.id = idFor<KeyId>(finding);
        for (const ColumnPair& pair : reference->key.columns)
            key.parts.push_back({pair.target, false, {}});
        table.uniqueKeys.push_back(std::move(key));
    });
    return next;
}

Mended madeOptional(const Document& document, const Diagnostic& finding)
{
    const Reference* reference = referenceOf(document, finding);
    if (!reference)
        return gone();
    Document next = document;
    next.schema.references.update(reference->id, [](Reference& changed) { changed.mandatory = false; });
    const auto isLocal = [&](ColumnId id) {
        return std::ranges::any_of(
            reference->key.columns, [&](const ColumnPair& pair) { return pair.local == id; });
    };
    next.schema.tables.update(reference->from, [&](Table& table) {
        for (Column& column : table.columns)
            column.nullable = column.nullable || isLocal(column.id);
    });
    return next;
}

Mended indexAdded(const Document& document, const Diagnostic& finding)
{
    const Reference* reference = referenceOf(document, finding);
    if (!reference)
        return gone();
    Document next = document;
    next.schema.tables.update(reference->from, [&](Table& table) {
        Index index;
        index.id = idFor<IndexId>(finding);
        for (const ColumnPair& pair : reference->key.columns)
            index.parts.push_back({pair.local, false, {}});
        table.indexes.push_back(std::move(index));
    });
    return next;
}

// -- links

Mended rolesGiven(const Document& document, const Diagnostic& finding)
{
    return changeLink(document, finding.object, [&](ManyToMany& link) {
        QStringList taken;
        for (const Column& column : document.schema.tables.at(link.ends.front().table).columns)
            taken << column.name;
        for (LinkEnd& end : link.ends)
            taken << end.role;
        for (LinkEnd& end : link.ends) {
            const QString plural =
                pluralName(document.settings.naming, document.schema.tables.at(end.table).name);
            end.role = freeName(QStringLiteral("Linked") + plural, taken);
            taken << end.role;
        }
    });
}

/// What tells a link from another between the same tables: the name of its junction.
Mended rolesByJunction(const Document& document, const Diagnostic& finding)
{
    return changeLink(document, finding.object, [&](ManyToMany& link) {
        const QString junction = document.schema.tables.at(link.junction).name;
        for (LinkEnd& end : link.ends)
            end.role = pluralName(document.settings.naming, document.schema.tables.at(end.table).name) +
                       QStringLiteral("By") + junction;
    });
}

Mended setNullMadeCascade(const Document& document, const Diagnostic& finding)
{
    return changeLink(document, finding.object, [](ManyToMany& link) {
        for (LinkEnd& end : link.ends) {
            for (std::optional<Action>* action : {&end.key.onDelete, &end.key.onUpdate}) {
                if (*action == Action::SetNull)
                    *action = Action::Cascade;
            }
        }
    });
}

Mended pairMadeUnique(const Document& document, const Diagnostic& finding)
{
    const auto* id = std::get_if<LinkId>(&finding.object);
    const ManyToMany* link = id ? document.schema.links.find(*id) : nullptr;
    if (!link)
        return gone();
    Document next = document;
    next.schema.tables.update(link->junction, [&](Table& table) {
        Key key;
        key.id = idFor<KeyId>(finding);
        for (const LinkEnd& end : link->ends) {
            for (const ColumnPair& pair : end.key.columns)
                key.parts.push_back({pair.local, false, {}});
        }
        for (Column& column : table.columns) {
            for (const KeyPart& part : key.parts)
                column.nullable = column.nullable && std::get<ColumnId>(part.what) != column.id;
        }
        table.uniqueKeys.push_back(std::move(key));
    });
    return next;
}

Mended participationRaised(const Document& document, const Diagnostic& finding)
{
    return changeLink(document, finding.object, [](ManyToMany& link) {
        for (LinkEnd& end : link.ends) {
            end.minimum = std::max(end.minimum, 0);
            end.maximum = end.maximum <= 0 ? 0 : std::max(end.maximum, end.minimum);
        }
    });
}

Mended madeOrdinary(const Document& document, const Diagnostic& finding)
{
    return changeLink(document, finding.object, [](ManyToMany& link) { link.symmetric = false; });
}

Mended reverseIndexAdded(const Document& document, const Diagnostic& finding)
{
    return changeLink(document, finding.object, [](ManyToMany& link) { link.reverseIndex = true; });
}

// -- roles and types

Mended roleRenamed(const Document& document, const Diagnostic& finding)
{
    QStringList taken;
    for (const Table& table : document.schema.tables)
        taken += columnNames(table);
    for (const Reference& reference : document.schema.references)
        taken << reference.role << reference.inverseRole;
    for (const ManyToMany& link : document.schema.links) {
        for (const LinkEnd& end : link.ends)
            taken << end.role;
    }
    taken.removeAll(QString());
    const QString wrong = finding.what.args.value(finding.what.code == u"role.column" ? 0 : 1);
    const auto rename = [&](QString& role) {
        if (role == wrong)
            role = freeName(role, taken);
    };
    if (std::holds_alternative<ReferenceId>(finding.object))
        return changeReference(document, finding.object, [&](Reference& reference) {
            rename(reference.role);
            rename(reference.inverseRole);
        });
    return changeLink(document, finding.object, [&](ManyToMany& link) {
        for (LinkEnd& end : link.ends)
            rename(end.role);
    });
}

Mended valuesMadeOnce(const Document& document, const Diagnostic& finding)
{
    const auto once = [&](QStringList& values) {
        QStringList kept;
        for (const QString& value : values) {
            // The rule names the second of the two, as it is spelled.
            const bool again = value == finding.what.args.value(0) && kept.contains(value, Qt::CaseInsensitive);
            if (!again)
                kept << value;
        }
        values = kept;
    };
    if (const auto* id = std::get_if<UserTypeId>(&finding.object)) {
        if (!document.schema.types.contains(*id))
            return gone();
        Document next = document;
        next.schema.types.update(*id, [&](UserType& type) { once(type.values); });
        return next;
    }
    return changeColumn(document, finding.object, [&](Table&, Column& column) { once(column.type.values); });
}

using Mend = Mended (*)(const Document&, const Diagnostic&);

const QHash<QString, Mend>& mends()
{
    static const QHash<QString, Mend> all{
        {QStringLiteral("table.name-empty"), tableNamed},
        {QStringLiteral("table.name-duplicate"), tableNamedApart},
        {QStringLiteral("table.name-case-collision"), tableNamedApart},
        {QStringLiteral("table.no-columns"), columnAdded},
        {QStringLiteral("table.no-primary-key"), keyAdded},
        {QStringLiteral("name.too-long"), nameBounded},
        {QStringLiteral("name.unwritable"), nameCleaned},
        {QStringLiteral("name.spaces"), nameTrimmed},
        {QStringLiteral("name.taken"), nameChanged},
        {QStringLiteral("column.name-empty"), columnNamed},
        {QStringLiteral("column.name-duplicate"), columnNamed},
        {QStringLiteral("column.name-case-collision"), columnNamed},
        {QStringLiteral("column.auto-increment-type"), typeMadeInteger},
        {QStringLiteral("column.auto-increment-not-key"), countingMadeKey},
        {QStringLiteral("column.default-mismatch"), defaultDropped},
        {QStringLiteral("column.generated-default"), defaultDropped},
        {QStringLiteral("column.decimal-scale"), precisionRaised},
        {QStringLiteral("key.nullable-primary"), madeNotNull},
        {QStringLiteral("key.column-twice"), partsMadeOnce},
        {QStringLiteral("key.duplicate"), removed},
        {QStringLiteral("key.unbounded"), partsBounded},
        {QStringLiteral("unique.nullable"), partsMadeNotNull},
        {QStringLiteral("index.duplicate"), removed},
        {QStringLiteral("reference.missing-table"), removed},
        {QStringLiteral("reference.duplicate"), removed},
        {QStringLiteral("reference.type-mismatch"), typesMadeAlike},
        {QStringLiteral("reference.target-not-key"), targetMadeUnique},
        {QStringLiteral("reference.set-null-on-not-null"), madeOptional},
        {QStringLiteral("reference.cycle"), madeOptional},
        {QStringLiteral("reference.no-index"), indexAdded},
        {QStringLiteral("link.self-without-roles"), rolesGiven},
        {QStringLiteral("link.duplicate"), rolesByJunction},
        {QStringLiteral("link.set-null-on-key"), setNullMadeCascade},
        {QStringLiteral("link.no-key"), pairMadeUnique},
        {QStringLiteral("link.participation-impossible"), participationRaised},
        {QStringLiteral("link.symmetric-not-self"), madeOrdinary},
        {QStringLiteral("link.no-reverse-index"), reverseIndexAdded},
        {QStringLiteral("role.duplicate"), roleRenamed},
        {QStringLiteral("role.column"), roleRenamed},
        {QStringLiteral("type.unused"), removed},
        {QStringLiteral("type.name-taken"), nameChanged},
        {QStringLiteral("enum.value-twice"), valuesMadeOnce},
        {QStringLiteral("convention.plural-model"), modelInSingular},
    };
    return all;
}

} // namespace

bool hasMend(const QString& code)
{
    return mends().contains(code);
}

std::optional<Result<Document>> mended(const Document& document, const Diagnostic& finding)
{
    const Mend mend = mends().value(finding.what.code);
    if (!mend)
        return std::nullopt;
    Result<Document> next = mend(document, finding);
    if (!next)
        return next;
    const Diagnostics broken = violations(*next);
    if (!broken.empty())
        return Result<Document>(inputError(finding.where, broken.front().what));
    return next;
}

} // namespace conjoin::model
