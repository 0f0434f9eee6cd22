// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/writetransaction.h"

#include "orm/sql/rowwriter.h"

#include <limits>

namespace conjoin::sql {

namespace {

/// Whether the error says that another row has the key.
bool isTaken(const Error& error)
{
    return error.what.code == u"constraint.unique" || error.what.code == u"constraint.primary";
}

} // namespace

Result<void> writeTransaction(Connection& connection, const std::function<Result<void>()>& work)
{
    if (connection.inTransaction())
        return connection.transaction(work);
    TransactionOptions options;
    options.retries = 20; // with growing pauses: a second or two at the most
    return connection.transaction(options, work);
}

Result<void> RaceableWrite::run(
    Connection& connection, bool dryRun, const std::function<Result<void>(Run&)>& work)
{
    Run run;
    run.nested = connection.inTransaction();
    for (size_t before = std::numeric_limits<size_t>::max();;) {
        run.racing = 0;
        const auto once = [&]() -> Result<void> { return work(run); };
        Result<void> done = dryRun ? connection.rehearsal(once) : writeTransaction(connection, once);
        if (done)
            return done;
        if (isOrderUnknown(done.error()) && !run.oneByOne) {
            run.oneByOne = true;
            continue;
        }
        // Each run finds at least one row more, or the key is taken by something else.
        if (!isTaken(done.error()) || run.racing == 0 || run.racing >= before)
            return done;
        before = run.racing;
        run.latest = run.nested;
    }
}

} // namespace conjoin::sql
