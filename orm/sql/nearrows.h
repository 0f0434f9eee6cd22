// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"
#include "orm/sql/connection.h"
#include "orm/sql/keytable.h"
#include "orm/sql/row.h"

#include <vector>

namespace conjoin::sql {

/// What an include finds for rows that are known already: one entry a row, each with that one include, and no
/// statement that reads the rows themselves again. `keys` are the rows' values of orm::nearColumns() of the
/// association. Errors: those of find().
Result<Rows> findRelated(Connection& connection, const orm::ModelRegistry& registry, int model,
    const std::vector<KeyTuple>& keys, const orm::Include& include);

} // namespace conjoin::sql
