// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/base/result.h"
#include "model/document/document.h"
#include "model/document/objects.h"
#include "model/naming/namingpolicy.h"

#include <QHash>
#include <QStringList>

/// What the cures of findings are made of: a file a family, each with a table of its own.
namespace conjoin::model::mending {

/// The document with a finding cured, or why that is not possible.
using Mended = Result<Document>;
using Mend = Mended (*)(const Document&, const Diagnostic&);
/// Cures by the code of what they cure.
using Mends = QHash<QString, Mend>;

/// The same new id for the same cure of the same object.
template<class IdType>
IdType idFor(const Diagnostic& finding)
{
    return IdSource::named<IdType>(
        QStringLiteral("mend/%1/%2").arg(finding.what.code).arg(idValue(finding.object)));
}

inline Error gone()
{
    return inputError({}, message("mend.gone", "what it is about does not exist any more"));
}

/// The table that the object is or lives in; null where it is gone or lives in none.
inline TableId tableOf(const Schema& schema, const ObjectRef& object)
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

inline QStringList columnNames(const Table& table)
{
    QStringList names;
    for (const Column& column : table.columns)
        names << column.name;
    return names;
}

inline QStringList tableNames(const Document& document)
{
    QStringList names;
    for (const Table& table : document.schema.tables)
        names << table.name
              << (table.sqlName.isEmpty() ? tableNameFor(document.settings.naming, table.name) : table.sqlName);
    return names;
}

Mends nameMends();
Mends tableMends();
Mends keyMends();
Mends referenceMends();
Mends linkMends();
Mends userTypeMends();

} // namespace conjoin::model::mending
