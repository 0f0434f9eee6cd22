// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/objectmap.h"
#include "model/schema/link.h"
#include "model/schema/table.h"
#include "model/schema/usertype.h"

namespace conjoin::model {

/// A thing of a database that the model keeps to the letter and does not edit: a view, a trigger … (M5).
struct Verbatim {
    enum class Kind {
        View,
        MaterializedView,
        Trigger,
        Routine, ///< a function, procedure or aggregate; its name carries the argument types: `add(integer,
                 ///< integer)`
        Sequence,
        Extension,
        Namespace,    ///< a schema of PostgreSQL
        Type,         ///< composite and range types
        Partition,    ///< a partition of a table
        Event,        ///< MySQL
        Rule,         ///< PostgreSQL's rules
        Policy,       ///< row security
        Constraint,   ///< one that the model does not know, as EXCLUDE
        VirtualTable, ///< SQLite
        Other,
    };

    VerbatimId id;
    Kind kind = Kind::Other;
    QString name;
    QString sql;           ///< the statement that creates it
    QStringList dependsOn; ///< objectKey() of the tables, types and verbatim things that must exist before
    QString sqlSchema{};   ///< the namespace in the database; empty = the default one
    QString table{};       ///< objectKey() of the table it belongs to (triggers, partitions, policies …)
    QString comment{};

    friend bool operator==(const Verbatim&, const Verbatim&) = default;
};

/// The logical graph: tables, references between them, and many-to-many links as objects.
struct Schema {
    ObjectMap<Table> tables; ///< junctions of links included
    ObjectMap<Reference> references;
    ObjectMap<ManyToMany> links;
    ObjectMap<UserType> types;
    ObjectMap<Verbatim> verbatims;

    friend bool operator==(const Schema&, const Schema&) = default;
};

/// How `dependsOn` names an object of a database: `name`, or `schema.name` outside of the default namespace.
QString objectKey(const QString& sqlSchema, const QString& name);

/// The link whose junction the table is, or null; the first one where several share it.
const ManyToMany* linkOfJunction(const Schema& schema, TableId table);

/// The table of that model name (letter case counts), or null.
const Table* tableNamed(const Schema& schema, const QString& name);

/// The table that has the column, or null.
const Table* tableOfColumn(const Schema& schema, ColumnId column);

} // namespace conjoin::model
