// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/physical/physicalschema.h"
#include "orm/sql/connection.h"

namespace conjoin::sql {

/// introspect() of SQLite: five statements in one snapshot, however many tables there are. The catalog decides
/// what exists; the stored SQL adds what only it says. A stored SQL that can't be read (a file that was
/// tampered with) costs those additions only.
Result<orm::PhysicalSchema> introspectSqlite(Connection& connection);

} // namespace conjoin::sql
