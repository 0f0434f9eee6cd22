// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/sqliteinterrupt.h"

#include <sqlite3.h>

#include <QRandomGenerator>
#include <QThread>

namespace conjoin::sql {

void SqliteInterrupt::attach(sqlite3* handle, int busyMilliseconds)
{
    constexpr int stepsBetweenLooks = 2000; // well below a millisecond of work
    busyMilliseconds_ = busyMilliseconds;
    sqlite3_progress_handler(handle, stepsBetweenLooks, &SqliteInterrupt::progress, this);
    sqlite3_busy_handler(handle, &SqliteInterrupt::busy, this);
    const std::lock_guard lock(mutex_);
    handle_ = handle;
}

void SqliteInterrupt::detach()
{
    const std::lock_guard lock(mutex_);
    if (!handle_)
        return;
    sqlite3_progress_handler(handle_, 0, nullptr, nullptr);
    sqlite3_busy_handler(handle_, nullptr, nullptr);
    handle_ = nullptr;
}

bool SqliteInterrupt::begin(bool stoppable)
{
    const std::lock_guard lock(mutex_);
    waited_ = timedOut_ = false;
    statementEnd_ = stoppable && statementSeconds_ > 0 ? QDeadlineTimer(qint64(statementSeconds_) * 1000)
                                                       : QDeadlineTimer(QDeadlineTimer::Forever);
    cancelled_ = stoppable && stopped_;
    running_ = stoppable && !stopped_;
    return !cancelled_;
}

void SqliteInterrupt::end()
{
    const std::lock_guard lock(mutex_);
    running_ = false;
}

void SqliteInterrupt::cancel()
{
    const std::lock_guard lock(mutex_);
    interruptRunning();
}

void SqliteInterrupt::stop()
{
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    interruptRunning();
}

void SqliteInterrupt::resume()
{
    const std::lock_guard lock(mutex_);
    stopped_ = false;
}

void SqliteInterrupt::interruptRunning()
{
    if (!running_ || !handle_)
        return;
    // Both: the flag alone misses a long sort between two looks, sqlite3_interrupt() alone is forgotten when
    // the statement has not made its first step yet.
    cancelled_ = true;
    sqlite3_interrupt(handle_);
}

int SqliteInterrupt::progress(void* self)
{
    auto* interrupt = static_cast<SqliteInterrupt*>(self);
    interrupt->timedOut_ = interrupt->statementEnd_.hasExpired();
    return interrupt->timedOut_ || interrupt->cancelled_.load() ? 1 : 0;
}

int SqliteInterrupt::busy(void* self, int attempt)
{
    auto* interrupt = static_cast<SqliteInterrupt*>(self);
    interrupt->waited_ = true;
    if (attempt == 0)
        interrupt->waiting_.start();
    if (interrupt->cancelled_.load() || interrupt->waiting_.elapsed() >= interrupt->busyMilliseconds_)
        return 0;
    // There is no queue for the lock: somebody who writes one transaction after the other leaves it free for a
    // moment only, which must be met (seen with 1,000 of them: with looks every 20 ms five seconds were not
    // enough).
    constexpr int shortest = 100, longest = 1000;
    QThread::usleep(QRandomGenerator::global()->bounded(shortest, longest));
    return 1;
}

} // namespace conjoin::sql
