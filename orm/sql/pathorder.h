// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"
#include "orm/sql/connection.h"

namespace conjoin::sql {

/// Whether root rows are to be ordered by columns of associations.
bool hasPathOrder(const orm::Query& query);

/// The keys of the root rows (as keyCondition() reads them), in their order: a column of an association orders
/// rows by their first associated row in that order, as they would appear in a join. With a limit, columns
/// behind a to-many association order the rows of the page and do not choose them, as in Sequelize.
Result<orm::Json::Array> keysInOrder(
    Connection& connection, const orm::ModelRegistry& registry, const orm::Query& query);

} // namespace conjoin::sql
