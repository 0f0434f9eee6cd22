// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/dialect/mysqlflavour.h"

/// The statement of one table and its lines.
namespace conjoin::orm::mysql {

/// CREATE TABLE; `keys`: the foreign keys that are said in it.
QString tableStatement(const Dialect& dialect, MySqlFlavour flavour, const PhysicalTable& table,
    const std::vector<PhysicalForeignKey>& keys, bool ifNotExists);
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

/// Takes AUTO_INCREMENT=n, with which a table says where it counts from, out of its further options; gives n,
/// or nothing.
QString takeCounter(QString& options);
/// The same for PERIOD FOR `name` (`from`, `to`), an application-time period, which stands among the columns.
QString takePeriod(QString& options);

/// Whether MariaDB keeps the check at its column: it is called like the column. One of the table that has that
/// name is told apart by parentheses around the whole of its expression, which mean nothing to the server.
bool isColumnCheck(MySqlFlavour flavour, const PhysicalTable& table, const PhysicalCheck& check);
/// TIMESTAMP, of whatever precision: the one type that is NOT NULL unless NULL is said.
bool isTimestamp(const model::DataType& type);

} // namespace conjoin::orm::mysql
