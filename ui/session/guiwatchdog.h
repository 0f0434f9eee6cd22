// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>
#include <QObject>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace conjoin::ui {

/// What the watchdog says: `conjoin.gui.blocks`. Quiet unless it is switched on
/// (QT_LOGGING_RULES="conjoin.gui.blocks=true").
Q_DECLARE_LOGGING_CATEGORY(guiBlocks)

/// Asks the window's thread again and again whether it answers, and tells when it took longer than it may: then
/// a person waited. While it lives, that thread wakes a few dozen times a second.
class GuiWatchdog : public QObject {
    Q_OBJECT

public:
    static constexpr int limitMilliseconds = 50;

    /// Lives in the thread that it watches.
    explicit GuiWatchdog(QObject* parent = nullptr);
    ~GuiWatchdog() override;

    /// Of those that took longer than the limit.
    int blocks() const { return blocks_; }
    qint64 longestMilliseconds() const { return longest_; }
    void reset();

signals:
    void blocked(qint64 milliseconds);

private:
    void watch();
    void answer(qint64 asked);

    std::atomic<int> blocks_ = 0;
    std::atomic<qint64> longest_ = 0;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool answered_ = true; ///< guarded by mutex_
    bool quit_ = false;    ///< guarded by mutex_
    std::thread thread_;   ///< last: it uses the others
};

} // namespace conjoin::ui
