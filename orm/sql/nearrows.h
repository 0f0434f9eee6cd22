// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"
#include "orm/sql/connection.h"
#include "orm/sql/keytable.h"
#include "orm/sql/longvalues.h"
#include "orm/sql/row.h"

#include <optional>
#include <vector>

namespace conjoin::sql {

/// What an include finds for rows that are known already: one entry a row, each with that one include, and no
/// statement that reads the rows themselves again. `keys` are the rows' values of orm::nearColumns() of the
/// association; `after`: only what is behind that place in the order of the include. Errors: those of find(),
/// a cursor of another order.
Result<Rows> findRelated(Connection& connection, const orm::ModelRegistry& registry, int model,
    const std::vector<KeyTuple>& keys, const orm::Include& include, const std::optional<orm::Cursor>& after = {},
    LongValues longValues = {});

/// Whether the rows of an association have places: all of them can be told apart.
bool hasPlaces(const orm::ModelRegistry& registry, const orm::Association& association);

/// The place of one of those rows – with its junction row, where there is one – in the order of the include.
Result<orm::Cursor> cursorOf(Connection& connection, const orm::ModelRegistry& registry, int model,
    const orm::Include& include, const Row& target, const Row& junction);

} // namespace conjoin::sql
