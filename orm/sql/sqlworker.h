// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connection.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace conjoin::sql {

/// One thread, one connection, one queue. Every task is called exactly once and in order: with the connection,
/// with the error of opening it, or with a cancelled error where it waited when cancel() came. A connection that
/// was lost is opened again for the next task: nothing of a task reaches into another.
class SqlWorker {
public:
    using Task = std::function<void(Result<Connection*>)>;

    SqlWorker(ConnectionSettings settings, StatementLog* log);
    ~SqlWorker();
    SqlWorker(const SqlWorker&) = delete;
    SqlWorker& operator=(const SqlWorker&) = delete;

    const ConnectionSettings& settings() const { return settings_; }
    void post(Task task);
    void cancel();

private:
    struct Waiting {
        Task task;
        bool cancelled = false;
    };

    void work();
    Result<std::unique_ptr<Connection>> open();
    void cancelLocked();

    const ConnectionSettings settings_;
    StatementLog* const log_;
    std::mutex mutex_;
    std::condition_variable posted_;
    std::deque<Waiting> queue_;                  ///< guarded by mutex_, like the following
    std::shared_ptr<StatementCancel> canceller_; ///< null before opening begins
    bool busy_ = false;                          ///< opening, or in a task
    bool quit_ = false;
    std::thread thread_; ///< last: it uses the others
};

} // namespace conjoin::sql
