// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connection.h"
#include "orm/sql/longvalues.h"
#include "orm/sql/row.h"

namespace conjoin::sql {

/// search() where rows are told by several columns: those that hold what was typed in one of them, or its words
/// in any of them; in the order of the columns. None = rows are told by their key.
Result<Rows> searchBy(Connection& connection, const orm::ModelRegistry& registry, int model,
    const QStringList& labels, const QString& typed, int limit, LongValues longValues = {});

} // namespace conjoin::sql
