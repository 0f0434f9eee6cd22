// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/document/document.h"

#include <optional>

/// Why an edit may not be: each function gives the Error, or nothing where all is well. Shared by the edits
/// only.
namespace conjoin::model::edit {

using Refusal = std::optional<Error>;

Refusal unlessTable(const Document& document, TableId table);
Refusal unlessDiagram(const Document& document, DiagramId diagram);

/// A table's name: not empty, and no other table's (`self` excepted), letter case ignored.
Refusal unlessFreeTableName(const Document& document, const QString& name, TableId self);
/// A column's name: not empty, and no other column's of the table, letter case ignored.
Refusal unlessFreeColumnName(const Table& table, const QString& name, ColumnId self);

/// The table alone: its columns' names and types, the parts of its keys and indexes.
Refusal unlessSound(const Document& document, const Table& table);
/// It is none of the schema, or one that there is.
Refusal unlessKnownType(const Document& document, const DataType& type);
/// Its tables exist and its columns belong to them.
Refusal unlessSound(const Document& document, const Reference& reference);
/// The same of a link; `junction` is its junction table, which the document need not hold yet.
Refusal unlessSound(const Document& document, const ManyToMany& link, const Table& junction);
/// Its name is free, its values differ, and it is not made of itself.
Refusal unlessSound(const Document& document, const UserType& type);

Refusal unlessFinite(QPointF position, QSizeF size = {0, 0});
Refusal unlessHue(int hue);
Refusal unlessPlaceable(const TableNode& node);
Refusal unlessPlaceable(const LinkNode& node);

/// Of the ids in `table`, those that `known` does not have are new: none of them is null or used elsewhere.
Refusal unlessNewIds(const Document& document, const Table& table, const Table* known);
/// The same of the type; `known` is what it is to replace.
Refusal unlessNewIds(const Document& document, const UserType& type, const UserType* known);
/// The id is not null and no object's.
Refusal unlessNewId(const Document& document, quint64 id);

} // namespace conjoin::model::edit
