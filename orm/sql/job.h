// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/database.h"

#include <QFuture>
#include <QPromise>

#include <functional>
#include <memory>
#include <mutex>
#include <type_traits>

namespace conjoin::sql {

/// What the maker of a job and the thread that runs it share: the wish to stop, and how to stop.
class JobControl {
public:
    /// From any thread: what waits never begins; of what runs the statement stops at once, every later one is
    /// refused, and its transaction is rolled back. Without effect once the job is done. Never blocks.
    void cancel();
    bool isCancelled() const;

    // On the connection's thread.
    void begin(std::shared_ptr<StatementCancel> running);
    void end();

private:
    mutable std::mutex mutex_;
    bool cancelled_ = false;
    std::shared_ptr<StatementCancel> running_; ///< null before it begins and after it ends
};

/// How far a job is, told by the job: the progress of its QFuture. Without a word of its own it is the number
/// of rows that its statements read or changed so far, of an unknown total (a range of 0 to 0).
class Progress : public StatementLog {
public:
    using Tell = std::function<void(int done, int total)>;

    /// Hears the connection's statements while it lives, and passes them on.
    Progress(Connection& connection, Tell tell, std::function<bool()> isAbandoned, JobControl& control);
    ~Progress() override;
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// `total` = 0: unknown. What is smaller than what was told before is not told.
    void report(qint64 done, qint64 total);

    void ran(const LoggedStatement& statement) override;

private:
    Connection& connection_;
    StatementLog* const next_;
    const Tell tell_;
    const std::function<bool()> isAbandoned_;
    JobControl& control_;
    qint64 rows_ = 0;
    bool own_ = false; ///< the job tells itself how far it is
};

/// A job on a Database: its future, and the way to stop this one and no other.
template<class R>
class Job {
public:
    Job(QFuture<R> future, std::shared_ptr<JobControl> control)
        : future_(std::move(future))
        , control_(std::move(control))
    {}

    /// Ends with a Result in any case, that of a job that was stopped by cancel() has the kind Cancelled.
    /// QFuture::cancel() stops it, too, before its next statement; the future then ends without a result.
    const QFuture<R>& future() const { return future_; }
    void cancel() const { control_->cancel(); }
    /// Waits for it: not in the thread of a window.
    R result() const { return future_.result(); }

private:
    QFuture<R> future_;
    std::shared_ptr<JobControl> control_;
};

/// Queues `work`, callable as `Result<T>(Connection&, Progress&)`.
template<class Work>
auto startJob(Database& database, Work work) -> Job<std::invoke_result_t<Work, Connection&, Progress&>>
{
    using R = std::invoke_result_t<Work, Connection&, Progress&>;
    auto control = std::make_shared<JobControl>();
    auto promise = std::make_shared<QPromise<R>>();
    promise->start();
    Job<R> job(promise->future(), control);
    database
        .run([control, promise, work = std::move(work)](Connection& connection) mutable -> R {
            if (control->isCancelled() || promise->isCanceled())
                return R(cancelledError());
            control->begin(connection.canceller());
            Progress progress(
                connection,
                [&promise](int done, int total) {
                    promise->setProgressRange(0, total);
                    promise->setProgressValue(done);
                },
                [&promise] { return promise->isCanceled(); }, *control);
            R result = work(connection, progress);
            control->end();
            return result;
        })
        .then(QtFuture::Launch::Sync, [promise](const R& result) {
            promise->addResult(result);
            promise->finish();
        });
    return job;
}

} // namespace conjoin::sql
