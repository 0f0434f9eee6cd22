// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/ordering.h"

#include <optional>
#include <vector>

namespace conjoin::sql {

/// Some of the rows of an order that an index over it has in one piece.
struct Stretch {
    orm::Condition where{};
    size_t firstTerm = 0; ///< of the order in it; all before is the same for its rows
    bool notNull = false; ///< its first term is not NULL
};

/// The rows behind that place, or all, in the order's order. A page that begins at a NULL, or may run into one,
/// is two stretches of an index: NULL, and all else. Each is to be read by itself, for no engine finds the
/// place of `a < ? OR a IS NULL` in an index, and PostgreSQL keeps NULL at the other end. `start` is parallel
/// to the order's terms; `limited` = not all of the rows are wanted, else there is one stretch in any case.
std::vector<Stretch> stretchesOf(const Ordering& order, const std::optional<std::vector<Value>>& start,
    bool limited, const orm::Capabilities& engine);

/// The terms of ORDER BY within a stretch; empty where nothing is left to order by.
QString orderWithin(const Stretch& stretch, const Ordering& order, const orm::Capabilities& engine);

} // namespace conjoin::sql
