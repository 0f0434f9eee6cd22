// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connection.h"

#include <mutex>

namespace conjoin::sql {

/// Stops statements of one connection to a server from any thread, without blocking it: it only wakes the
/// connection's own thread, which waits for the server in wait() and asks it to stop. So a cancel never hits a
/// later statement.
class ServerInterrupt : public StatementCancel {
public:
    ServerInterrupt();
    ~ServerInterrupt() override;
    ServerInterrupt(const ServerInterrupt&) = delete;
    ServerInterrupt& operator=(const ServerInterrupt&) = delete;

    void cancel() override;
    void stop() override;

    // On the connection's thread:

    void resume();
    /// Brackets one statement, or the opening. begin() says whether it may run; one that is not `stoppable` (a
    /// rollback) always may.
    bool begin(bool stoppable);
    void end();
    /// Whether what runs, or ran last, was cancelled.
    bool wasCancelled() const;

    enum class Woken { Ready, Cancelled, TimedOut };
    /// Waits until the socket can be read or written. `Cancelled` is told once for each statement.
    /// `milliseconds` < 0 = for ever.
    Woken wait(int socket, bool toRead, bool toWrite, int milliseconds);

private:
    void wake();

    mutable std::mutex mutex_;
    const int event_;
    bool running_ = false;
    bool stopped_ = false;
    bool cancelled_ = false;
    bool told_ = false; ///< wait() returned Cancelled for what runs
};

} // namespace conjoin::sql
