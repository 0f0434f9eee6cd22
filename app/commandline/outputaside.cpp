// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/outputaside.h"

#include <QDir>

namespace conjoin::app {

namespace {

constexpr qsizetype inMemory = 4 << 20;
constexpr qint64 piece = 1 << 20;

} // namespace

Result<void> OutputAside::spill()
{
    if ((file_.isOpen() || file_.open()) && file_.write(waiting_) == waiting_.size() && file_.flush()) {
        waiting_.clear();
        return {};
    }
    return inputError(QDir::tempPath(),
        message("output.aside", "what is found can't be put aside: %1", {file_.errorString()}),
        message("output.aside.hint", "set TMPDIR to a folder with more room, or use --format ndjson"));
}

Result<void> OutputAside::take(const QByteArray& bytes)
{
    waiting_ += bytes;
    return waiting_.size() > inMemory ? spill() : Result<void>();
}

Result<void> OutputAside::pass(const std::function<Result<void>(const QByteArray&)>& sink)
{
    if (file_.isOpen()) {
        file_.seek(0);
        while (!file_.atEnd()) {
            const QByteArray bytes = file_.read(piece);
            if (bytes.isEmpty()) {
                return inputError(file_.fileName(),
                    message("file.unreadable", "the file can't be read: %1", {file_.errorString()}));
            }
            if (auto passed = sink(bytes); !passed)
                return passed;
        }
    }
    return waiting_.isEmpty() ? Result<void>() : sink(waiting_);
}

} // namespace conjoin::app
