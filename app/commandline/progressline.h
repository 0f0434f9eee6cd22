// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace conjoin::app {

class Invocation;

/// What is under way, on standard error: only where that is a terminal and nobody asked for quiet, and only
/// when it takes longer than a second. The line is taken back at the end.
class ProgressLine {
public:
    ProgressLine(const Invocation& invocation, const QString& doing);
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    /// What comes next.
    void setDoing(const QString& doing);

private:
    void run();

    std::mutex mutex_;
    std::condition_variable wake_;
    QString doing_;
    bool done_ = false;
    std::thread clock_;
};

} // namespace conjoin::app
