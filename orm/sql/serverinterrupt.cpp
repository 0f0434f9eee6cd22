// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/serverinterrupt.h"

#include <QDeadlineTimer>

#include <cerrno>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace conjoin::sql {

ServerInterrupt::ServerInterrupt()
    : event_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{}

ServerInterrupt::~ServerInterrupt()
{
    close(event_);
}

void ServerInterrupt::cancel()
{
    const std::lock_guard lock(mutex_);
    if (running_)
        wake();
}

void ServerInterrupt::stop()
{
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    if (running_)
        wake();
}

void ServerInterrupt::wake()
{
    cancelled_ = true;
    eventfd_write(event_, 1);
}

void ServerInterrupt::resume()
{
    const std::lock_guard lock(mutex_);
    stopped_ = false;
}

bool ServerInterrupt::begin(bool stoppable)
{
    const std::lock_guard lock(mutex_);
    eventfd_t ignored = 0;
    eventfd_read(event_, &ignored);
    told_ = false;
    cancelled_ = stoppable && stopped_;
    running_ = stoppable && !stopped_;
    return !cancelled_;
}

void ServerInterrupt::end()
{
    const std::lock_guard lock(mutex_);
    running_ = false;
}

bool ServerInterrupt::wasCancelled() const
{
    const std::lock_guard lock(mutex_);
    return cancelled_;
}

ServerInterrupt::Woken ServerInterrupt::wait(int socket, bool toRead, bool toWrite, int milliseconds)
{
    const QDeadlineTimer deadline =
        milliseconds < 0 ? QDeadlineTimer(QDeadlineTimer::Forever) : QDeadlineTimer(milliseconds);
    for (;;) {
        pollfd waited[] = {{socket, short((toRead ? POLLIN : 0) | (toWrite ? POLLOUT : 0)), 0},
            {told_ ? -1 : event_, POLLIN, 0}};
        const int count = poll(waited, 2, int(deadline.remainingTime()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count == 0)
            return Woken::TimedOut;
        if (waited[1].revents != 0) {
            told_ = true;
            return Woken::Cancelled;
        }
        return Woken::Ready; // also where poll itself failed: the client library then says why
    }
}

} // namespace conjoin::sql
