// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/physical/physicalschema.h"
#include "orm/sql/connection.h"

namespace conjoin::sql {

/// Reads the catalog of PostgreSQL 12 and later in one snapshot and at most 12 statements. Objects of the
/// system and of extensions are left out. Expressions come qualified, as with an empty search path.
/// `diagnostics` gets what the database has and is not read. `also`: namespaces beside those of
/// `settings().schemas`, where these say which ones are read.
Result<orm::PhysicalSchema> introspectPostgres(
    Connection& connection, Diagnostics* diagnostics = nullptr, const QStringList& also = {});

} // namespace conjoin::sql
