// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/guiwatchdog.h"

#include <chrono>

namespace conjoin::ui {

Q_LOGGING_CATEGORY(guiBlocks, "conjoin.gui.blocks", QtWarningMsg)

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds pause = 20ms;

qint64 nowMilliseconds()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch()).count();
}

} // namespace

GuiWatchdog::GuiWatchdog(QObject* parent)
    : QObject(parent)
    , thread_([this] { watch(); })
{}

GuiWatchdog::~GuiWatchdog()
{
    {
        const std::lock_guard lock(mutex_);
        quit_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void GuiWatchdog::reset()
{
    blocks_ = 0;
    longest_ = 0;
}

void GuiWatchdog::watch()
{
    std::unique_lock lock(mutex_);
    while (!quit_) {
        if (answered_) {
            answered_ = false;
            const qint64 asked = nowMilliseconds();
            QMetaObject::invokeMethod(
                this, [this, asked] { answer(asked); }, Qt::QueuedConnection);
        }
        changed_.wait_for(lock, pause);
    }
}

void GuiWatchdog::answer(qint64 asked)
{
    const qint64 took = nowMilliseconds() - asked;
    {
        const std::lock_guard lock(mutex_);
        answered_ = true;
    }
    if (took <= limitMilliseconds)
        return;
    ++blocks_;
    longest_ = std::max<qint64>(longest_, took);
    qCDebug(guiBlocks, "the window did not answer for %lld ms", static_cast<long long>(took));
    emit blocked(took);
}

} // namespace conjoin::ui
