// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/statementlog.h"

#include <QDateTime>
#include <QObject>

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace conjoin::ui {

/// Carries statements from the threads of connections to the window, many at a time.
class LogFeed : public QObject {
    Q_OBJECT

public:
    struct Entry {
        QDateTime time;
        sql::LoggedStatement statement;
    };

    explicit LogFeed(QObject* parent = nullptr)
        : QObject(parent)
    {}

    /// From any thread.
    void add(const sql::LoggedStatement& statement);
    /// What came since the last call; in the window's thread.
    std::vector<Entry> take();

signals:
    void arrived();

private:
    std::mutex mutex_;
    std::vector<Entry> waiting_;
};

/// Tells a connection's statements to a feed, for as long as there is one.
class FeedingLog : public sql::StatementLog {
public:
    /// `rows`, where it is given, is what all statements read and changed so far.
    explicit FeedingLog(std::weak_ptr<LogFeed> feed, std::shared_ptr<std::atomic<qint64>> rows = {})
        : feed_(std::move(feed))
        , rows_(std::move(rows))
    {}
    void ran(const sql::LoggedStatement& statement) override;

private:
    std::weak_ptr<LogFeed> feed_;
    std::shared_ptr<std::atomic<qint64>> rows_;
};

} // namespace conjoin::ui
