// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/findoptions.h"
#include "orm/sql/connection.h"

namespace conjoin::sql {

/// One statement over the model's table joined with what is included: the rows of the groups, or of the whole,
/// as JSON objects – the query's attributes, what is computed, and group columns of associations nested under
/// these. COUNT counts rows of the join, as SQL does; an included association that is not required keeps rows
/// without a match. Without a group and without an aggregate there is an object a row.
///
/// COUNT and the SUM of integers are integers, AVG is a number; MIN, MAX and the SUM of decimals have the type
/// of their column, the same on every engine.
Result<orm::Json> aggregate(
    Connection& connection, const orm::ModelRegistry& registry, const orm::FindOptions& options);

} // namespace conjoin::sql
