// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresintrospector.h"

#include "orm/sql/postgresreader/reader.h"

namespace conjoin::sql {

Result<orm::PhysicalSchema> introspectPostgres(
    Connection& connection, Diagnostics* diagnostics, const QStringList& also)
{
    const Result<PostgresCatalog> catalog = readPostgresCatalog(connection, also);
    if (!catalog)
        return failure(catalog);
    pgreader::PostgresReader reader(*catalog, connection.dialect());
    orm::PhysicalSchema schema = reader.read();
    if (diagnostics) {
        for (Diagnostic unread : reader.diagnostics()) {
            unread.where = connection.settings().name();
            diagnostics->push_back(std::move(unread));
        }
    }
    return schema;
}

} // namespace conjoin::sql
