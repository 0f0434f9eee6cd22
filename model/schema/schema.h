// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/objectmap.h"
#include "model/schema/link.h"
#include "model/schema/table.h"

namespace conjoin::model {

/// A thing of a database that the model keeps to the letter and does not edit: a view, a trigger … (M5).
struct Verbatim {
    enum class Kind { View, Trigger, VirtualTable, Other };

    VerbatimId id;
    Kind kind = Kind::Other;
    QString name;
    QString sql;           ///< the statement that creates it
    QStringList dependsOn; ///< names of the tables and verbatim things that must exist before

    friend bool operator==(const Verbatim&, const Verbatim&) = default;
};

/// The logical graph: tables, references between them, and many-to-many links as objects.
struct Schema {
    ObjectMap<Table> tables; ///< junctions of links included
    ObjectMap<Reference> references;
    ObjectMap<ManyToMany> links;
    ObjectMap<Verbatim> verbatims;

    friend bool operator==(const Schema&, const Schema&) = default;
};

/// The link whose junction the table is, or null.
const ManyToMany* linkOfJunction(const Schema& schema, TableId table);

/// The table of that model name (letter case counts), or null.
const Table* tableNamed(const Schema& schema, const QString& name);

/// The table that has the column, or null.
const Table* tableOfColumn(const Schema& schema, ColumnId column);

} // namespace conjoin::model
