// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/mending.h"

#include <algorithm>

namespace conjoin::model::mending {

namespace {

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

} // namespace

Mends nameMends()
{
    return {
        {QStringLiteral("table.name-empty"), tableNamed},
        {QStringLiteral("table.name-duplicate"), tableNamedApart},
        {QStringLiteral("table.name-case-collision"), tableNamedApart},
        {QStringLiteral("name.too-long"), nameBounded},
        {QStringLiteral("name.unwritable"), nameCleaned},
        {QStringLiteral("name.spaces"), nameTrimmed},
        {QStringLiteral("name.taken"), nameChanged},
        {QStringLiteral("column.name-empty"), columnNamed},
        {QStringLiteral("column.name-duplicate"), columnNamed},
        {QStringLiteral("column.name-case-collision"), columnNamed},
        {QStringLiteral("role.duplicate"), roleRenamed},
        {QStringLiteral("role.column"), roleRenamed},
        {QStringLiteral("type.name-taken"), nameChanged},
        {QStringLiteral("convention.plural-model"), modelInSingular},
    };
}

} // namespace conjoin::model::mending
