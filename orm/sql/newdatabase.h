// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connection.h"

namespace conjoin::sql {

/// Whether the server was reached and has no database of the name that was asked for.
bool isMissingDatabase(const Error& error);

/// The same server without that database: where it can be made. PostgreSQL knows no connection without a
/// database, so this one goes to the `postgres` that every server is born with.
ConnectionSettings serverOf(ConnectionSettings settings);

/// What makes an empty database on a server. It stands outside of any transaction.
QString createDatabaseStatement(const orm::Dialect& dialect, const QString& name);

} // namespace conjoin::sql
