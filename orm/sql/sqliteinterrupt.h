// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connection.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>

#include <atomic>
#include <mutex>

struct sqlite3;

namespace conjoin::sql {

/// Stops statements of one SQLite handle from any thread, and waits for locks in a way that can be stopped too.
/// A cancel can hit neither a later statement (it asks for the number of the one that runs, under a mutex) nor
/// a closed handle (detach() takes the same mutex).
class SqliteInterrupt : public StatementCancel {
public:
    /// Takes over the handle's progress and busy handlers. On the connection's thread, like all but cancel(),
    /// stop().
    void attach(sqlite3* handle, int busyMilliseconds);
    void detach();
    /// How long a statement may take; 0 = as long as it likes.
    void setStatementSeconds(int seconds) { statementSeconds_ = seconds; }
    void setBusyMilliseconds(int milliseconds) { busyMilliseconds_ = milliseconds; }

    /// Brackets one statement. begin() says whether it may run; one that is not `stoppable` (a rollback) always
    /// may.
    bool begin(bool stoppable);
    void end();
    /// Whether the statement that runs, or ran last, was cancelled.
    bool wasCancelled() const { return cancelled_.load(); }
    /// Whether it was stopped because it took too long.
    bool hasTimedOut() const { return timedOut_; }
    /// Whether it waited for a lock.
    bool hasWaited() const { return waited_; }

    void cancel() override;
    void stop() override;
    void resume();

private:
    void interruptRunning();
    static int progress(void* self);
    static int busy(void* self, int attempt);

    std::mutex mutex_;
    sqlite3* handle_ = nullptr; ///< guarded by mutex_
    bool running_ = false;      ///< guarded by mutex_
    bool stopped_ = false;      ///< guarded by mutex_
    std::atomic<bool> cancelled_ = false;
    QElapsedTimer waiting_; ///< since the present wait for a lock began
    bool waited_ = false;
    int busyMilliseconds_ = 0;
    int statementSeconds_ = 0;
    QDeadlineTimer statementEnd_{QDeadlineTimer::Forever};
    bool timedOut_ = false;
};

} // namespace conjoin::sql
