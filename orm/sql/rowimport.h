// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connection.h"
#include "orm/sql/importplan.h"

#include <functional>
#include <optional>
#include <vector>

namespace conjoin::sql {

struct ImportOptions {
    bool dryRun = false;        ///< rolled back: only the report is of interest
    bool onlyGood = false;      ///< bad lines are left out; else one of them is enough and nothing is written
    size_t mostProblems = 1000; ///< then it stops reading
    /// Hears, in the thread of the connection, how many lines are done.
    std::function<void(qint64 lines)> progress{};
};

struct ImportReport {
    struct Table {
        QString name;
        qint64 created = 0;
        qint64 changed = 0; ///< rows that were there and hold something else now
    };
    qint64 lines = 0;            ///< read
    qint64 good = 0;             ///< of these, were or would be written
    qint64 unchanged = 0;        ///< of the good ones, have a row that is there and holds all that already
    qint64 skipped = 0;          ///< of the good ones, have a row that is there and stays (ImportMode::Skip)
    bool stored = false;         ///< the rows are in the database
    bool stopped = false;        ///< at `mostProblems`: lines behind were not looked at
    std::vector<Table> tables{}; ///< rows that are new or changed, those of junctions too
    std::vector<ImportProblem> problems{};
};

/// The next record, nothing behind the last.
using RecordSource = std::function<Result<std::optional<orm::CsvRecord>>()>;

/// Writes lines of a file as rows, linked with what the plan looks for, in one transaction. New rows go through
/// the nested writer, rows that are there get what differs. A line is good or bad as a whole. Every bad line is
/// told, also those that only the database refuses: these are found by halves, each half undone by a savepoint.
/// Error: the plan, the file or the connection; nothing is written then.
Result<ImportReport> importRows(Connection& connection, const orm::ModelRegistry& registry,
    const ImportPlan& plan, const RecordSource& next, const ImportOptions& options = {});

} // namespace conjoin::sql
