// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connection.h"
#include "orm/sql/sqlerror.h"

#include <functional>

namespace conjoin::sql {

using SqlRunner =
    std::function<Result<ResultSet>(const QString& statement, const std::vector<Value>& parameters)>;

/// Rows that refer to nothing, as the database is now.
struct ForeignKeyCheck {
    std::vector<std::vector<Value>> rows; ///< table, rowid, parent, number of the key: as the pragma tells them
};

Result<ForeignKeyCheck> checkForeignKeys(const SqlRunner& run);

/// The first row of `now` that `before` lacks, in words.
struct FoundViolation {
    ForeignKeyViolation violation;
    bool more = false;
};
Result<std::optional<FoundViolation>> firstViolation(const SqlRunner& run, const orm::Dialect& dialect,
    const ForeignKeyCheck& before, const ForeignKeyCheck& now);

} // namespace conjoin::sql
