// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connection.h"

#include <QFuture>
#include <QPromise>

#include <functional>
#include <memory>

namespace conjoin::sql {

class SqlWorker;

/// The asynchronous face of one connection: a thread of its own, one queue, jobs in order. Jobs get the
/// Connection on its thread and return a Result; the caller gets a future (`.then(receiver, …)` brings it back
/// to the window).
class Database {
public:
    /// Opens in the background; jobs may be posted at once and fail with the error of opening when that failed.
    explicit Database(ConnectionSettings settings, StatementLog* log = nullptr);
    /// Cancels what runs, drops what waits (their futures finish with a cancelled error), joins the thread.
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    const ConnectionSettings& settings() const;

    /// `Job` is callable as `Result<T>(Connection&)`.
    template<class Job>
    auto run(Job job) -> QFuture<std::invoke_result_t<Job, Connection&>>
    {
        using R = std::invoke_result_t<Job, Connection&>;
        auto promise = std::make_shared<QPromise<R>>();
        promise->start();
        QFuture<R> future = promise->future();
        post([promise, job = std::move(job)](Result<Connection*> connection) mutable {
            if (!connection)
                promise->addResult(R(failure(connection)));
            else
                promise->addResult(job(**connection));
            promise->finish();
        });
        return future;
    }

    /// Stops the statement that runs now and drops every job that waits. Never blocks.
    void cancel();

private:
    void post(std::function<void(Result<Connection*>)> task);

    std::unique_ptr<SqlWorker> worker_;
};

} // namespace conjoin::sql
