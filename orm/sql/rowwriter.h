// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/rowlookup.h"

#include <map>
#include <vector>

namespace conjoin::sql {

/// Values by attribute index.
using ColumnValues = std::map<int, Value>;

/// How rows are inserted.
struct InsertMode {
    bool told = true;      ///< the rows as stored are wanted
    bool oneByOne = false; ///< a statement a row, where nothing else tells which row is which
    bool ownNumbers = false; ///< numbers that are given are written also where the database always makes them
};

/// Inserts rows of one table, as many a statement as it takes; what the ORM fills in by itself (moments,
/// generated keys) is added, generated columns are never written. Returns the rows as the statement left them,
/// in the order given; none when they are not wanted. How the generated keys come back:
///  1. What is stored to the letter as it was given needs no telling.
///  2. RETURNING, where the engine has it, each row found by what it was given (inOrderGiven()).
///  3. Else a number that the database gave: the first of the statement and its step, the rows read by them and
///     compared with what was given; not compared where the engine promises that no other number stands
///     between.
///  4. Else by a unique key that was given.
/// Where that leaves it open which row is which, the Error is one of isOrderUnknown(): roll back, and insert
/// one by one.
Result<std::vector<RowValues>> insertRows(Connection& connection, const orm::ModelRegistry& registry, int model,
    const std::vector<ColumnValues>& rows, InsertMode mode = {});

bool isOrderUnknown(const Error& error);

/// The rows with what the ORM itself fills in where nothing is given: moments, generated keys, its own
/// defaults.
std::vector<ColumnValues> completedRows(
    Connection& connection, const orm::Model& model, std::vector<ColumnValues> rows);

/// A moment as the ORM writes it: in UTC and to the millisecond, as Sequelize has it.
Value momentValue(const QDateTime& moment, const orm::Dialect& dialect);

/// Writes the same values, and the moment of the change where the model keeps it, to the rows of those keys;
/// returns how many there were.
Result<qint64> updateRows(Connection& connection, const orm::ModelRegistry& registry, int model,
    const ColumnValues& values, const QStringList& keyAttributes, const std::vector<KeyTuple>& keys);

/// One row that gets values of its own.
struct RowUpdate {
    KeyTuple identity;
    ColumnValues values;
};

/// Writes to each of the rows, which all get the same attributes, its own values: a statement for as many rows
/// as fit into one, no row twice. Returns how many there were.
Result<qint64> updateEach(
    Connection& connection, const orm::ModelRegistry& registry, int model, const std::vector<RowUpdate>& rows);

/// Deletes the rows of those keys; returns how many there were.
Result<qint64> deleteRows(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QStringList& keyAttributes, const std::vector<KeyTuple>& keys);

} // namespace conjoin::sql
