// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connection.h"
#include "support/recordedcatalog.h"

namespace conjoin::tests {

/// The same facts of a live database, as the server itself says them to queries of the tests' own: nothing here
/// goes through the reading that is tested.
Result<CatalogFacts> serverFacts(sql::Connection& connection, const QString& engine);

} // namespace conjoin::tests
