// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/base/result.h"
#include "orm/dialect/mysqlflavour.h"
#include "orm/physical/physicalschema.h"

#include <QByteArray>
#include <QString>

namespace conjoin::sql {

/// What an SQLite script creates: the script runs in a private in-memory database that can reach no file
/// (ATTACH, VACUUM INTO and extensions are refused); its data is run too and thrown away. Dot-commands of the
/// shell are skipped, and statements about rows that fail; `diagnostics` gets the number of those. A syntax
/// error's `where` is `source:line:column`.
Result<orm::PhysicalSchema> readSqliteScript(
    const QByteArray& script, const QString& source, Diagnostics* diagnostics = nullptr);

/// What a PostgreSQL script creates, as introspectPostgres() would read it from a server that ran the script,
/// told by PostgreSQL's own parser without one: statements that the server would refuse change nothing.
/// Commands of psql, rows of COPY and data statements are passed over. `diagnostics` gets what was passed over
/// or can't be known without a server, with its place. A syntax error's `where` is `source:line:column`.
Result<orm::PhysicalSchema> readPostgresScript(
    const QByteArray& script, const QString& source, Diagnostics* diagnostics = nullptr);

/// What a script of MySQL or MariaDB creates, as introspectMySql() would read it from a MariaDB server of the
/// usual settings that ran the script, told by a parser of our own. `flavour`: whose usual collation utf8mb4
/// has, unless the head of a dump tells its server. The first database in use is the default namespace.
/// Commands of the mysql program, executed comments and both dumps are understood; rows and rights are passed
/// over. Views stay as they are written, which is not how a server gives them back. `diagnostics` gets what was
/// passed over or can't be known without a server, with its place. A syntax error's `where` is
/// `source:line:column`.
Result<orm::PhysicalSchema> readMySqlScript(const QByteArray& script, const QString& source,
    Diagnostics* diagnostics = nullptr, orm::MySqlFlavour flavour = orm::MySqlFlavour::MariaDb);

} // namespace conjoin::sql
