// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/logfeed.h"

namespace conjoin::ui {

void LogFeed::add(const sql::LoggedStatement& statement)
{
    bool first = false;
    {
        const std::lock_guard guard(mutex_);
        first = waiting_.empty();
        waiting_.push_back({QDateTime::currentDateTime(), statement});
    }
    if (first) // one call for all that come before the window gets round to it
        QMetaObject::invokeMethod(this, &LogFeed::arrived, Qt::QueuedConnection);
}

std::vector<LogFeed::Entry> LogFeed::take()
{
    const std::lock_guard guard(mutex_);
    return std::exchange(waiting_, {});
}

void FeedingLog::ran(const sql::LoggedStatement& statement)
{
    if (rows_)
        rows_->fetch_add(statement.rows);
    if (const std::shared_ptr<LogFeed> feed = feed_.lock())
        feed->add(statement);
}

} // namespace conjoin::ui
