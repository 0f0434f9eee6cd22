// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/opendatabase.h"

#include <QFileInfo>

namespace conjoin::ui {

std::shared_ptr<sql::Database> openDatabase(
    const sql::ConnectionSettings& settings, std::weak_ptr<LogFeed> feed)
{
    sql::ConnectionSettings how = settings;
    const QFileInfo file(settings.file);
    if (file.exists() && !file.isWritable())
        how.readOnly = true; // SQLite would open it all the same, and refuse the first change
    struct Logged {          // the log outlives the connection that writes to it
        Logged(const sql::ConnectionSettings& with, std::weak_ptr<LogFeed> to)
            : log(std::move(to))
            , database(with, &log)
        {}
        FeedingLog log;
        sql::Database database;
    };
    auto logged = std::make_shared<Logged>(how, std::move(feed));
    return {logged, &logged->database};
}

} // namespace conjoin::ui
