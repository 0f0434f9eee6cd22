// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connection.h"

namespace conjoin::sql {

/// How a write of several statements runs: as a transaction that is tried again when others were in its way,
/// or, inside of the caller's transaction, as a savepoint, which can't be.
Result<void> writeTransaction(Connection& connection, const std::function<Result<void>()>& work);

/// A write that looks rows up and inserts those that are not there. Where somebody else inserts one of them in
/// between, it is undone and done again, and finds that row.
class RaceableWrite {
public:
    /// What one run is told, and tells.
    struct Run {
        bool nested = false;   ///< inside of the caller's transaction, which may read an older state
        bool latest = false;   ///< see what was committed meanwhile, also in an older snapshot
        bool oneByOne = false; ///< insert one by one: the order of several was unknown
        size_t racing = 0;     ///< told by the work: rows to insert that were looked for before
    };

    /// `dryRun` = rolled back at the end.
    static Result<void> run(Connection& connection, bool dryRun, const std::function<Result<void>(Run&)>& work);
};

} // namespace conjoin::sql
