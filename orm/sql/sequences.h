// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/entity/modelregistry.h"
#include "orm/sql/connection.h"

namespace conjoin::sql {

/// Moves the sequences behind the made keys of a table on to the largest key that it has, where rows came with
/// keys of their own: else the next row that has none would be given one that is taken. A sequence that is
/// further stays. Engines that count by what is there need nothing. No transaction takes it back. Errors: what
/// the database refuses.
Result<void> advanceSequences(Connection& connection, const orm::Model& model);

} // namespace conjoin::sql
