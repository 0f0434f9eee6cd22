// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QString>
#include <QStringList>

namespace conjoin::sql {

/// SQL as a server's catalog has it, without the name of the connected database.
struct Unqualified {
    QString sql;
    QStringList uses; ///< objectKey() of the tables, views and sequences that it reads, each once
};

/// Takes `database`. away from the names of tables, columns and functions, token by token: not within texts,
/// and not where it is the alias of a table. The text must be one of the catalog's own: names in backticks, no
/// comma between the tables of FROM. `relations` = the tables, views and sequences of that database.
Unqualified withoutDatabase(const QString& sql, const QString& database, const QSet<QString>& relations);

/// A query of MariaDB's catalog with commas between tables where its author had them: the catalog says `join`,
/// and keeps those of the author in parentheses. Read back as joins, they would get parentheses, too.
QString withCommaJoins(const QString& query);

} // namespace conjoin::sql
