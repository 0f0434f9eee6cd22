// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"

#include <QSet>

/// The statements of one table.
namespace conjoin::orm::postgres {

/// How a table is written.
struct TableForm {
    bool ifNotExists = false;
    /// Defaults and checks are left out: a function that they use needs the table itself (lateParts()).
    bool bare = false;
    QSet<std::size_t> inlineForeignKeys; ///< those said in CREATE TABLE
    QSet<QString> inheritedColumns; ///< come from the tables it inherits from: left out where not isLocal()
    bool attachParents = false;     ///< INHERITS is said by ALTER TABLE, which keeps the order of its columns
    QSet<QString> lateColumns{};    ///< are added afterwards, and keys of them: see lateParts()
};

/// Of a column that a table inherits: whether the table declares it as well. Then it stays where the parents
/// are gone.
bool isLocal(const PhysicalColumn& column);
/// In `PhysicalColumn::extra`: what isLocal() sees.
QString localWord();
/// Whether the table's columns begin with `inherited`, as INHERITS of CREATE TABLE makes them.
bool beginsWith(const PhysicalTable& table, const QStringList& inherited);

/// CREATE TABLE, and what only ALTER TABLE can say of its columns.
QStringList tableStatements(const Dialect& dialect, const PhysicalTable& table, const TableForm& form);
/// `ALTER TABLE … ADD COLUMN …`, bare
QString addColumnStatement(
    const Dialect& dialect, const PhysicalTable& table, const PhysicalColumn& column, bool ifNotExists);
/// What a bare table lacks, when it has all its columns.
QStringList lateParts(const Dialect& dialect, const PhysicalTable& table, const TableForm& form);
QString indexStatement(
    const Dialect& dialect, const PhysicalTable& table, const PhysicalIndex& index, bool ifNotExists);
/// `lower(name) COLLATE "C" text_pattern_ops DESC NULLS LAST`
QString keyPartText(const Dialect& dialect, const PhysicalKeyPart& part);
/// `ALTER TABLE … ADD …`
QString foreignKeyStatement(const Dialect& dialect, const PhysicalTable& table, const PhysicalForeignKey& key);
/// COMMENT ON the table, its columns and constraints; those of foreign keys apart, as they may come late.
QStringList commentStatements(const Dialect& dialect, const PhysicalTable& table);
/// COMMENT ON the foreign key; empty where it has none.
QString foreignKeyComment(const Dialect& dialect, const PhysicalTable& table, const PhysicalForeignKey& key);
/// COMMENT ON the index; empty where it has none.
QString indexComment(const Dialect& dialect, const PhysicalTable& table, const PhysicalIndex& index);

/// `CONSTRAINT name CHECK (…)`; `base` is the type of VALUE of a domain.
QString checkClause(const Dialect& dialect, const PhysicalCheck& check);

} // namespace conjoin::orm::postgres
