// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/introspector.h"

#include "orm/sql/sqliteintrospector.h"

namespace conjoin::sql {

Result<orm::PhysicalSchema> introspect(Connection& connection)
{
    return introspectSqlite(connection); // the one engine that Connection::open() knows
}

} // namespace conjoin::sql
