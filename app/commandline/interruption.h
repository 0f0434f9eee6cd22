// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connection.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>

namespace conjoin::app {

/// Turns Ctrl+C and a request to terminate into the cancellation of the statement that runs, so that its
/// transaction is rolled back before the command ends with status 130. Make it before any other thread is
/// started.
class Interruption {
public:
    Interruption();
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    /// From now on an interrupt cancels this connection's statement; before, it ends the program at once.
    void watch(std::shared_ptr<sql::StatementCancel> cancel);
    /// While it is held, an interrupt waits: for what must be done whole, like the writing of a file.
    [[nodiscard]] std::unique_lock<std::mutex> hold() const { return std::unique_lock(mutex_); }

private:
    void wait();

    mutable std::mutex mutex_;
    std::shared_ptr<sql::StatementCancel> cancel_;
    std::atomic_bool done_ = false;
    std::thread waiter_;
};

} // namespace conjoin::app
