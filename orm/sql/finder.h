// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"
#include "orm/sql/connection.h"
#include "orm/sql/longvalues.h"
#include "orm/sql/row.h"

#include <functional>
#include <span>
#include <vector>

namespace conjoin::sql {

/// Finds with a number of statements that grows with the includes, never with the rows (ORM rules, part 5);
/// all of them see one state of the database. Rows come in the given order, then by the primary key; NULL is
/// smaller than every value, on every engine. `longValues` says how much is read of values that nobody reads to
/// their end. Errors: an unknown name (with the nearest one), a value of the wrong type, what the database says.
Result<Rows> find(Connection& connection, const orm::ModelRegistry& registry, const orm::Query& query,
    LongValues longValues = {});

/// The same for any number of rows in constant memory: page by page, forward only. `take` returns false when
/// it has enough; it may run no statement of this connection. A query with includes sees one state of the
/// database, too. Stopped by the connection's StatementCancel, as every statement is.
Result<void> findEach(Connection& connection, const orm::ModelRegistry& registry, const orm::Query& query,
    const std::function<bool(const Rows& page)>& take);

/// The place of a root row in the order of its query, for `after` and `before` of the next.
Result<orm::Cursor> cursorOf(
    Connection& connection, const orm::ModelRegistry& registry, const orm::Query& query, const Row& row);

/// How many root rows there are; a limit caps the count, and the work: «200 of more than 10,000».
Result<qint64> count(Connection& connection, const orm::ModelRegistry& registry, const orm::Query& query);

/// How many rows each association of each row has, for the badges of the data panel: counted up to `cap`, so
/// `cap` means "that many or more". One entry a row, one number an association of the model, in their order;
/// one statement.
Result<std::vector<std::vector<int>>> countRelated(
    Connection& connection, const orm::ModelRegistry& registry, int model, std::span<const Row> rows, int cap);

/// Rows whose label or key begins with (then: contains) what a person typed, letter case aside.
Result<Rows> search(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QString& typed, int limit, LongValues longValues = {});

/// The tree as the command line prints it (CLI contract, "Results").
orm::Json toJson(const orm::ModelRegistry& registry, const orm::Query& query, const Rows& rows);
orm::Json toJson(const orm::ModelRegistry& registry, const orm::Query& query, const Row& row);

} // namespace conjoin::sql
