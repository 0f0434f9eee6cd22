// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "orm/base/value.h"

#include <QString>

#include <optional>
#include <vector>

namespace conjoin::sql {

/// What an engine said of a statement that failed.
struct StatementFailure {
    int code = 0; ///< SQLite: extended result code, 2067 = SQLITE_CONSTRAINT_UNIQUE …; MySQL, MariaDB: errno
    QString text; ///< the engine's own words
    QString statement;
    std::vector<orm::Value> parameters;

    bool cancelled = false; ///< stopped by a StatementCancel
    // PostgreSQL tells more.
    QString state{}; ///< SQLSTATE: `23505` …
    QString detail{};
    QString hint{};
    QString table{};
    QString column{};
    QString constraint{};
};

// The failure in a person's words: table, column, value and constraint where the engine tells, and a way out.
// `where` is how a person calls the database.
Error sqliteError(const StatementFailure& failure, const QString& where);
Error postgresError(const StatementFailure& failure, const QString& where);
Error mysqlError(const StatementFailure& failure, const QString& where);

/// What MySQL and MariaDB tell of a row whose key is taken: the index, not its columns.
struct DuplicateEntry {
    QString table;
    QString index; ///< `PRIMARY` of the primary key
    QString entry; ///< the values, joined by `-`

    bool isPrimary() const { return index == u"PRIMARY"; }
};
std::optional<DuplicateEntry> duplicateEntry(const StatementFailure& failure);

/// One row that refers to nothing, as `PRAGMA foreign_key_check` found it.
struct ForeignKeyViolation {
    QString table;
    QStringList columns;
    std::vector<orm::Value> values; ///< parallel to `columns`; empty where the row can't be addressed
    QString parent;
    friend bool operator==(const ForeignKeyViolation&, const ForeignKeyViolation&) = default;
};

/// The error, with what it is about for programs.
Error violated(Error error, Violation violation);

/// The same for a violated foreign key whose rows are known; `more` = there are others. `statement` is what
/// failed, COMMIT included: one that changes the parent lets its children down, one that changes the child asks
/// too much.
Error foreignKeyError(const ForeignKeyViolation& violation, bool more, const StatementFailure& failure);

/// A unique key of `table` is taken: the sentence of every engine. `primary` = it is the primary key; `values`
/// may be empty.
Error uniqueError(const QString& table, const QStringList& columns, const QStringList& values, bool primary);
Error notNullError(const QString& table, const QString& column);
/// A check of the table that the statement writes to does not hold, called by its name or its text; what was
/// written into the columns that this names is told.
Error checkError(const StatementFailure& failure, const QString& check);
/// The table that the statement writes to, empty where it does not write.
QString writtenTable(const QString& statement);
/// A value in a message: a literal, shortened.
QString shownValue(const orm::Value& value);

} // namespace conjoin::sql
