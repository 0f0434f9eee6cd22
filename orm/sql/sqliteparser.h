// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/physical/physicalschema.h"

#include <QSet>

#include <optional>
#include <vector>

namespace conjoin::sql {

/// What a stored CREATE TABLE says of a column beyond its name, type, nullability and default.
struct ParsedColumn {
    QString name;
    QString collation;
    bool autoIncrement = false;
    QString generated;         ///< expression of a generated column
    QString notNullConflict{}; ///< the word behind ON CONFLICT of its NOT NULL
};

/// What a stored CREATE TABLE says that SQLite's catalog does not. Names are as they were written, so their
/// letter case may differ from that of what they name.
struct ParsedTable {
    std::vector<ParsedColumn> columns;
    std::optional<orm::PhysicalKey> primaryKey;
    std::vector<orm::PhysicalKey> uniqueKeys; ///< in the order of the statement, like the rest
    std::vector<orm::PhysicalForeignKey> foreignKeys;
    std::vector<orm::PhysicalCheck> checks;
};

/// Reads a CREATE TABLE as SQLite stores it: any quoting, comments anywhere, constraints with or without names
/// and commas, columns that ALTER TABLE added. None where it is something else.
std::optional<ParsedTable> parseCreateTable(const QString& sql);

struct ParsedIndex {
    std::vector<orm::PhysicalKeyPart> parts;
    QString where;
};

/// Reads a CREATE INDEX. None where it is something else.
std::optional<ParsedIndex> parseCreateIndex(const QString& sql);

/// The names, folded, that stand where a view or trigger names a table.
QSet<QString> namesUsed(const QString& sql);

/// The name as SQLite compares it: letters of ASCII in lower case.
QString foldedName(const QString& name);

} // namespace conjoin::sql
