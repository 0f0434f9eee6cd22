// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/finder.h"

#include <optional>

namespace conjoin::sql {

/// A row that stands at about that share of the rows of a query, 0 being the first and 1 the last, found by a
/// few looks into indexes and never by counting rows from the beginning: OFFSET takes seconds for millions of
/// rows. What the rows are ordered by is looked up beside some hundred keys that are spread evenly, if the key
/// is one whole number; else its value is taken for one that grows evenly from the first row to the last. So it
/// is as good as keys are even. Nothing where the query finds no row. Errors: those of find(); the model has no
/// key.
Result<std::optional<Row>> rowNear(
    Connection& connection, const orm::ModelRegistry& registry, const orm::Query& query, double share);

/// About how many rows the table has by what the engine keeps for its planner, or by its least and its greatest
/// key; nothing where neither is known.
Result<std::optional<qint64>> estimatedRows(
    Connection& connection, const orm::ModelRegistry& registry, int model);

/// A value that is so far on the way from one to another: numbers, dates and moments, and texts by the letters
/// in which they begin to differ. `from` where there is no way between them.
Value valueBetween(const Value& from, const Value& to, double share);

} // namespace conjoin::sql
