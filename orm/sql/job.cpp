// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/job.h"

#include <algorithm>
#include <limits>

namespace conjoin::sql {

void JobControl::cancel()
{
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    if (running_)
        running_->stop();
}

bool JobControl::isCancelled() const
{
    const std::lock_guard lock(mutex_);
    return cancelled_;
}

void JobControl::begin(std::shared_ptr<StatementCancel> running)
{
    const std::lock_guard lock(mutex_);
    running_ = std::move(running);
    if (cancelled_) // between two looks
        running_->stop();
}

void JobControl::end()
{
    const std::lock_guard lock(mutex_);
    running_.reset();
}

Progress::Progress(Connection& connection, Tell tell, std::function<bool()> isAbandoned, JobControl& control)
    : connection_(connection)
    , next_(connection.log())
    , tell_(std::move(tell))
    , isAbandoned_(std::move(isAbandoned))
    , control_(control)
{
    connection_.setLog(this);
}

Progress::~Progress()
{
    connection_.setLog(next_);
}

void Progress::report(qint64 done, qint64 total)
{
    constexpr qint64 most = std::numeric_limits<int>::max(); // a QFuture counts in these
    own_ = true;
    tell_(int(std::min(done, most)), int(std::min(total, most)));
}

void Progress::ran(const LoggedStatement& statement)
{
    if (next_)
        next_->ran(statement);
    rows_ += statement.rows;
    if (!own_ && rows_ > 0)
        tell_(int(std::min<qint64>(rows_, std::numeric_limits<int>::max())), 0);
    if (isAbandoned_())
        control_.cancel();
}

} // namespace conjoin::sql
