// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/json.h"
#include "orm/dialect/dialect.h"
#include "orm/diff/schemachange.h"

namespace conjoin::orm {

/// The change in a line of English: `+ column age: integer, NOT NULL`, `~ column name: type varchar(80) ->
/// text`.
QString describe(const SchemaChange& change, const Dialect& dialect);

enum class Side { Before, After };

/// What a side says, for programs: all that is to be said of a thing that comes or goes, what differs of one
/// that changes; null where the side has nothing. Of a table that comes or goes: the properties of its own, its
/// columns, and what it has besides.
Json sideJson(const SchemaChange& change, Side side, const Dialect& dialect);

} // namespace conjoin::orm
