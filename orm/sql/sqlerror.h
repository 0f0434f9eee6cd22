// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "orm/base/value.h"

#include <QString>

#include <vector>

namespace conjoin::sql {

/// What SQLite said of a statement that failed.
struct SqliteFailure {
    int code = 0; ///< extended result code: 2067 = SQLITE_CONSTRAINT_UNIQUE …
    QString text; ///< sqlite3_errmsg()
    QString statement;
    std::vector<orm::Value> parameters;
};

/// The failure in a person's words: table, column, value and constraint where the engine tells, and a way out.
/// `file` is how a person calls the database.
Error sqliteError(const SqliteFailure& failure, const QString& file);

/// One row that refers to nothing, as `PRAGMA foreign_key_check` found it.
struct ForeignKeyViolation {
    QString table;
    QStringList columns;
    std::vector<orm::Value> values; ///< parallel to `columns`; empty where the row can't be addressed
    QString parent;
    friend bool operator==(const ForeignKeyViolation&, const ForeignKeyViolation&) = default;
};

/// The same for a violated foreign key whose rows are known; `more` = there are others. `statement` is what
/// failed, COMMIT included: one that changes the parent lets its children down, one that changes the child asks
/// too much.
Error foreignKeyError(const ForeignKeyViolation& violation, bool more, const SqliteFailure& failure);

} // namespace conjoin::sql
