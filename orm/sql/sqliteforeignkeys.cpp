// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/sqliteforeignkeys.h"

#include <algorithm>

namespace conjoin::sql {

Result<ForeignKeyCheck> checkForeignKeys(const SqlRunner& run)
{
    Result<ResultSet> found = run(QStringLiteral("PRAGMA foreign_key_check"), {});
    if (!found)
        return failure(found);
    return ForeignKeyCheck{std::move(found->rows)};
}

Result<std::optional<FoundViolation>> firstViolation(const SqlRunner& run, const orm::Dialect& dialect,
    const ForeignKeyCheck& before, const ForeignKeyCheck& now)
{
    std::vector<std::vector<Value>> fresh;
    for (const std::vector<Value>& row : now.rows) {
        if (std::find(before.rows.begin(), before.rows.end(), row) == before.rows.end())
            fresh.push_back(row);
    }
    if (fresh.empty())
        return std::optional<FoundViolation>();

    const std::vector<Value>& row = fresh.front();
    FoundViolation found;
    found.violation.table = row[0].text();
    found.violation.parent = row[2].text();
    found.more = fresh.size() > 1;
    const Result<ResultSet> columns =
        run(QStringLiteral("SELECT \"from\" FROM pragma_foreign_key_list(?) WHERE id = ? ORDER BY seq"),
            {row[0], row[3]});
    if (!columns)
        return failure(columns);
    QStringList quoted;
    for (const std::vector<Value>& column : columns->rows) {
        found.violation.columns += column[0].text();
        quoted += dialect.quoted(column[0].text());
    }
    if (row[1].isNull()) // a table without a rowid: the pragma does not say which row
        return std::optional(found);
    Result<ResultSet> values =
        run(QStringLiteral("SELECT %1 FROM %2 WHERE rowid = ?")
                .arg(quoted.join(QStringLiteral(", ")), dialect.quoted(found.violation.table)),
            {row[1]});
    if (values && values->rows.size() == 1)
        found.violation.values = std::move(values->rows.front());
    return std::optional(found);
}

} // namespace conjoin::sql
