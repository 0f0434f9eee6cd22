// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/document/document.h"

namespace conjoin::model {

/// The number of the object's id, whatever its kind; 0 for none.
quint64 idValue(const ObjectRef& object);

/// The object in words, as a message names it: `Student.firstName`, `link Enrollment`; empty where it is not
/// there.
QString wordsFor(const Document& document, const ObjectRef& object);

/// Calls `visit(ObjectRef)` for the table and everything that lives in it.
template<class Visit>
void forEachObject(const Table& table, Visit&& visit)
{
    visit(ObjectRef(table.id));
    for (const Column& column : table.columns)
        visit(ObjectRef(column.id));
    if (table.primaryKey)
        visit(ObjectRef(table.primaryKey->id));
    for (const Key& key : table.uniqueKeys)
        visit(ObjectRef(key.id));
    for (const Index& index : table.indexes)
        visit(ObjectRef(index.id));
    for (const Check& check : table.checks)
        visit(ObjectRef(check.id));
}

/// Calls `visit(ObjectRef)` for every object that has an id of its own (a diagram's cards have that of their
/// table).
template<class Visit>
void forEachObject(const Document& document, Visit&& visit)
{
    for (const Table& table : document.schema.tables)
        forEachObject(table, visit);
    for (const Reference& reference : document.schema.references)
        visit(ObjectRef(reference.id));
    for (const ManyToMany& link : document.schema.links)
        visit(ObjectRef(link.id));
    for (const UserType& type : document.schema.types) {
        visit(ObjectRef(type.id));
        for (const Check& check : type.checks)
            visit(ObjectRef(check.id));
    }
    for (const Verbatim& verbatim : document.schema.verbatims)
        visit(ObjectRef(verbatim.id));
    for (const Diagram& diagram : document.diagrams) {
        visit(ObjectRef(diagram.id));
        for (const Note& note : diagram.notes)
            visit(ObjectRef(note.id));
        for (const Group& group : diagram.groups)
            visit(ObjectRef(group.id));
    }
}

} // namespace conjoin::model
