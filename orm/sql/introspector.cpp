// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/introspector.h"

#include "orm/sql/mysqlintrospector.h"
#include "orm/sql/postgresintrospector.h"
#include "orm/sql/sqliteintrospector.h"

namespace conjoin::sql {

Result<orm::PhysicalSchema> introspect(
    Connection& connection, Diagnostics* diagnostics, const QStringList& also)
{
    using Reader = Result<orm::PhysicalSchema> (*)(Connection&, Diagnostics*, const QStringList&);
    const std::pair<QLatin1String, Reader> introspectors[] = {
        {QLatin1String("sqlite"),
            [](Connection& of, Diagnostics*, const QStringList&) {
                return introspectSqlite(of);
            }}, // all of it is read
        {QLatin1String("postgresql"), introspectPostgres},
        {QLatin1String("mysql"), introspectMySql},
        {QLatin1String("mariadb"), introspectMySql},
    };
    const QString name = connection.dialect().name();
    for (const auto& [dialect, read] : introspectors) {
        if (name == dialect)
            return read(connection, diagnostics, also);
    }
    Q_ASSERT_X(false, "introspect", "every dialect that Connection opens has an introspector");
    return databaseError(name, message("dialect.no-connection", "this dialect has no live databases"));
}

} // namespace conjoin::sql
