// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/rowlookup.h"

#include <map>
#include <vector>

namespace conjoin::sql {

/// Values by attribute index.
using ColumnValues = std::map<int, Value>;

/// Inserts the rows, which all have the same columns, a chunk a statement. What the ORM fills in by itself
/// (moments, generated keys) is added. Returns them as the statement left
/// them, in the order given (SQLite's RETURNING tells them in the order of VALUES; a test holds it to that).
Result<std::vector<RowValues>> insertRows(Connection& connection, const orm::ModelRegistry& registry, int model,
    const std::vector<ColumnValues>& rows);

/// The rows with what the ORM fills in where nothing is given.
std::vector<ColumnValues> completedRows(
    Connection& connection, const orm::Model& model, std::vector<ColumnValues> rows);

/// A moment as the ORM writes it: in UTC and to the millisecond, as Sequelize has it.
Value momentValue(const QDateTime& moment, const orm::Dialect& dialect);

/// Writes the same values, and the moment of the change where the model keeps it, to the rows of those keys;
/// returns how many there were.
Result<qint64> updateRows(Connection& connection, const orm::ModelRegistry& registry, int model,
    const ColumnValues& values, const QStringList& keyAttributes, const std::vector<KeyTuple>& keys);

/// Deletes the rows of those keys; returns how many there were.
Result<qint64> deleteRows(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QStringList& keyAttributes, const std::vector<KeyTuple>& keys);

} // namespace conjoin::sql
