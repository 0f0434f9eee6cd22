// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/physical/physicalschema.h"
#include "orm/sql/connection.h"

namespace conjoin::sql {

/// Reads everything the database's catalog says, system objects left out, in a number of queries that does not
/// grow with the number of tables. What the catalog does not say (SQLite: names of constraints, deferrability,
/// check texts, collations) is taken from the stored SQL. `diagnostics` gets what exists there and is not read.
/// `also`: namespaces that are read beside those of the settings.
Result<orm::PhysicalSchema> introspect(
    Connection& connection, Diagnostics* diagnostics = nullptr, const QStringList& also = {});

} // namespace conjoin::sql
