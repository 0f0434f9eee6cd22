// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/dialect/mysqltypes.h"

namespace conjoin::orm::mysql {

/// See Dialect::createSchema(). Keys and indexes stand within CREATE TABLE; foreign keys too, but for those of
/// a cycle, which ALTER TABLE adds. Session variables are changed only where a statement would not run or mean
/// the same without, and put back.
std::vector<Statement> createSchema(
    const Dialect& dialect, MySqlFlavour flavour, const Derivation& derivation, const DdlOptions& options);

/// One CREATE TABLE and nothing else, its foreign keys left to others.
QString createTable(const Dialect& dialect, MySqlFlavour flavour, const PhysicalTable& table);
/// `KEY name (a, b(10) DESC) USING HASH COMMENT '…'`: a line of CREATE TABLE, or what follows ADD. The table
/// says which columns can't be indexed whole.
QString indexLine(
    const Dialect& dialect, MySqlFlavour flavour, const PhysicalTable& table, const PhysicalIndex& index);
/// The same of a unique key, and of a foreign key and a check.
QString uniqueKeyLine(
    const Dialect& dialect, MySqlFlavour flavour, const PhysicalTable& table, const PhysicalKey& key);
QString foreignKeyLine(const Dialect& dialect, MySqlFlavour flavour, const PhysicalForeignKey& key);
QString checkLine(const Dialect& dialect, const PhysicalCheck& check);
/// `name int(11) NOT NULL …`: of CREATE TABLE, or what follows ADD COLUMN and MODIFY COLUMN.
QString columnLine(
    const Dialect& dialect, MySqlFlavour flavour, const PhysicalTable& table, const PhysicalColumn& column);

/// Whether MariaDB keeps the check at its column: it is called like the column. One of the table that has that
/// name is told apart by parentheses around the whole of its expression, which mean nothing to the server.
bool isColumnCheck(MySqlFlavour flavour, const PhysicalTable& table, const PhysicalCheck& check);

/// A routine, trigger or event runs with the session variables that its CREATE saw. Where those are not the
/// ones that our connections have, its text begins with them: `/* SET sql_mode = 'ANSI_QUOTES' */ CREATE …`.
QString withSettings(const QString& statement, const QString& settings);
/// What stands behind SET there; empty = nothing.
QString settingsOf(const QString& statement);

/// See Dialect::script().
QString script(const std::vector<Statement>& statements);

} // namespace conjoin::orm::mysql
