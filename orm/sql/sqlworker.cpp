// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/sqlworker.h"

namespace conjoin::sql {

SqlWorker::SqlWorker(ConnectionSettings settings, StatementLog* log)
    : settings_(std::move(settings))
    , log_(log)
    , busy_(true)
    , thread_([this] { work(); })
{}

SqlWorker::~SqlWorker()
{
    {
        const std::lock_guard lock(mutex_);
        quit_ = true;
        cancelLocked();
    }
    posted_.notify_one();
    thread_.join();
}

void SqlWorker::post(Task task)
{
    {
        const std::lock_guard lock(mutex_);
        queue_.push_back({std::move(task), false});
    }
    posted_.notify_one();
}

void SqlWorker::cancel()
{
    const std::lock_guard lock(mutex_);
    cancelLocked();
}

void SqlWorker::cancelLocked()
{
    // What waits is not taken out here: its futures must end on the worker's thread, after those before them.
    for (Waiting& waiting : queue_)
        waiting.cancelled = true;
    if (busy_ && canceller_)
        canceller_->stop();
}

Result<std::unique_ptr<Connection>> SqlWorker::open()
{
    auto opened = Connection::open(settings_, [this](std::shared_ptr<StatementCancel> canceller) {
        const std::lock_guard lock(mutex_);
        canceller_ = std::move(canceller);
        if (quit_)
            canceller_->stop();
    });
    if (opened)
        (*opened)->setLog(log_);
    return opened;
}

void SqlWorker::work()
{
    Result<std::unique_ptr<Connection>> opened = open();
    bool lost = false; // once it was open
    for (;;) {
        Waiting next;
        {
            std::unique_lock lock(mutex_);
            busy_ = false;
            if (opened)
                (*opened)->resume();
            posted_.wait(lock, [this] { return quit_ || !queue_.empty(); });
            if (queue_.empty())
                return;
            next = std::move(queue_.front());
            queue_.pop_front();
            busy_ = !next.cancelled;
        }
        if (lost && !next.cancelled)
            opened = open();
        if (next.cancelled)
            next.task(cancelledError());
        else if (!opened)
            next.task(failure(opened));
        else
            next.task(opened->get());
        lost = opened ? (*opened)->isLost() : lost;
    }
}

} // namespace conjoin::sql
