// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/newdatabase.h"

namespace conjoin::sql {

bool isMissingDatabase(const Error& error)
{
    return error.what.code == u"server.no-database";
}

ConnectionSettings serverOf(ConnectionSettings settings)
{
    settings.database = settings.dialect == u"postgresql" ? QStringLiteral("postgres") : QString();
    return settings;
}

QString createDatabaseStatement(const orm::Dialect& dialect, const QString& name)
{
    return QStringLiteral("CREATE DATABASE ") + dialect.identifier(name);
}

} // namespace conjoin::sql
