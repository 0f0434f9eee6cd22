// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/interruption.h"

#include <csignal>

#include <unistd.h>

namespace conjoin::app {

namespace {

sigset_t interrupts()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

constexpr int interruptedStatus = 130;

} // namespace

Interruption::Interruption()
{
    // Blocked here and so in every later thread: only the waiter takes them, outside any signal handler.
    const sigset_t set = interrupts();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    waiter_ = std::thread([this] { wait(); });
}

Interruption::~Interruption()
{
    done_ = true;
    pthread_kill(waiter_.native_handle(), SIGTERM); // wakes it
    waiter_.join();
}

void Interruption::watch(std::shared_ptr<sql::StatementCancel> cancel)
{
    const std::lock_guard lock(mutex_);
    cancel_ = std::move(cancel);
}

void Interruption::wait()
{
    const sigset_t set = interrupts();
    for (;;) {
        if (sigwaitinfo(&set, nullptr) < 0)
            continue;
        if (done_)
            return;
        const std::lock_guard lock(mutex_);
        if (!cancel_)
            _exit(interruptedStatus); // no transaction is open that could be cut in two
        cancel_->cancel();
    }
}

} // namespace conjoin::app
