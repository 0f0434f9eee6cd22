// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"

#include <QString>

#include <optional>
#include <vector>

namespace conjoin::orm {

/// Which logical object a derived column came from.
struct ColumnOrigin {
    /// What derivation added the column for, besides keys to other tables.
    enum class Purpose { None, CreatedAt, UpdatedAt, DeletedAt, Position, ValidFrom, ValidTo };

    ColumnId column;           ///< an own column of the table; null for derived ones
    bool generatedKey = false; ///< the `id` that derivation added
    Purpose purpose = Purpose::None;
    ReferenceId reference; ///< it belongs to the foreign key of this reference (also when it is an own column)
    LinkId link;           ///< it is a key column of this link's junction
    int linkEnd = -1;      ///< of which end
    ColumnId target;       ///< what it refers to: own column of the target, null = the target's derived `id`
    QString attribute{};   ///< what the ORM's user calls it; empty = the column's name

    bool isDerived() const { return column.isNull(); }
    bool isForeignKey() const { return !reference.isNull() || linkEnd >= 0; }

    friend bool operator==(const ColumnOrigin&, const ColumnOrigin&) = default;
};

/// One entry a foreign key of the physical table, in its order.
struct ForeignKeyOrigin {
    ReferenceId reference;
    LinkId link;
    int linkEnd = -1;

    friend bool operator==(const ForeignKeyOrigin&, const ForeignKeyOrigin&) = default;
};

/// Parallel to PhysicalSchema::tables.
struct TableOrigin {
    TableId table;
    LinkId link;                       ///< set when the table is this link's junction
    std::vector<ColumnOrigin> columns; ///< parallel to the table's columns
    std::vector<ForeignKeyOrigin> foreignKeys;
    std::vector<ObjectRef> indexes; ///< parallel to the table's indexes: IndexId, or LinkId of a derived one

    friend bool operator==(const TableOrigin&, const TableOrigin&) = default;
};

} // namespace conjoin::orm
