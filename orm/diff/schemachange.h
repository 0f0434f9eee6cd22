// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/physical/physicalschema.h"

#include <QString>

#include <optional>
#include <variant>
#include <vector>

namespace conjoin::orm {

/// A table, or a type or verbatim thing, by name.
struct ObjectName {
    QString schema; ///< empty = the default one
    QString name;

    friend bool operator==(const ObjectName&, const ObjectName&) = default;
};

/// One property of a thing in which two schemas differ: `type`, `null`, `default` …, in the words of SQL; empty
/// where a side has nothing to say.
struct PropertyChange {
    QString property;
    QString before;
    QString after;

    friend bool operator==(const PropertyChange&, const PropertyChange&) = default;
};

/// A thing that is there before, after, or – differently – both. Never neither.
template<class Thing>
struct Change {
    ObjectName table; ///< the table that it belongs to, as it is called after; for a table, type or verbatim
                      ///< thing: itself
    std::optional<Thing> before;
    std::optional<Thing> after;
    std::vector<PropertyChange> properties; ///< of a thing on both sides: what differs, `name` first

    bool isAddition() const { return !before; }
    bool isRemoval() const { return !after; }
    bool isRename() const
    {
        return before && after && !properties.empty() && properties[0].property == u"name";
    }
};

/// Of a table on both sides only what is the table's own: its name, namespace, options, comment and the order
/// of its columns. What lives in a table that comes or goes is not listed apart.
struct TableChange : Change<PhysicalTable> {};
struct ColumnChange : Change<PhysicalColumn> {};
struct PrimaryKeyChange : Change<PhysicalKey> {};
struct UniqueKeyChange : Change<PhysicalKey> {};
struct ForeignKeyChange : Change<PhysicalForeignKey> {};
struct IndexChange : Change<PhysicalIndex> {};
struct CheckChange : Change<PhysicalCheck> {};
struct UserTypeChange : Change<PhysicalUserType> {};
struct VerbatimChange : Change<PhysicalVerbatim> {};

using SchemaChange = std::variant<TableChange, ColumnChange, PrimaryKeyChange, UniqueKeyChange,
    ForeignKeyChange, IndexChange, CheckChange, UserTypeChange, VerbatimChange>;
using SchemaChanges = std::vector<SchemaChange>;

/// `add`, `drop`, `rename` or `change`.
QString operationOf(const SchemaChange& change);
/// `table`, `column`, `primary key` …
QString kindOf(const SchemaChange& change);
/// What it is about, in words: `Students.firstName`; a thing without a name by what it stands on:
/// `Students (firstName)`.
QString objectOf(const SchemaChange& change);
/// The table that the change is listed under; empty for types and verbatim things.
QString tableOf(const SchemaChange& change);

} // namespace conjoin::orm
