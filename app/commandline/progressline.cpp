// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/progressline.h"

#include "app/commandline/invocation.h"

#include <QByteArray>

#include <chrono>
#include <cstdio>

#include <unistd.h>

namespace conjoin::app {

namespace {

void put(const QByteArray& text)
{
    const QByteArray line = "\r\x1b[K" + text;
    std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
    std::fflush(stderr);
}

} // namespace

ProgressLine::ProgressLine(const Invocation& invocation, const QString& doing)
    : doing_(doing)
{
    if (isatty(STDERR_FILENO) != 0 && !invocation.has(QStringLiteral("quiet")))
        clock_ = std::thread([this] { run(); });
}

ProgressLine::~ProgressLine()
{
    {
        const std::lock_guard lock(mutex_);
        done_ = true;
    }
    wake_.notify_one();
    if (clock_.joinable())
        clock_.join();
}

void ProgressLine::setDoing(const QString& doing)
{
    const std::lock_guard lock(mutex_);
    doing_ = doing;
}

void ProgressLine::run()
{
    using namespace std::chrono_literals;
    std::unique_lock lock(mutex_);
    int seconds = 0;
    while (!wake_.wait_for(lock, 1s, [this] { return done_; })) {
        ++seconds;
        put(QStringLiteral("%1… %2 s").arg(doing_).arg(seconds).toUtf8());
    }
    if (seconds > 0)
        put({});
}

} // namespace conjoin::app
