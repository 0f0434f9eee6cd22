// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresintrospector.h"

#include "orm/sql/postgresreader/reader.h"

namespace conjoin::sql {

Result<orm::PhysicalSchema> introspectPostgres(Connection& connection)
{
    const Result<PostgresCatalog> catalog = readPostgresCatalog(connection);
    if (!catalog)
        return failure(catalog);
    return pgreader::PostgresReader(*catalog, connection.dialect()).read();
}

} // namespace conjoin::sql
