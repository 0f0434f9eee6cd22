// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/opendatabase.h"

namespace conjoin::ui {

std::shared_ptr<sql::Database> openDatabase(
    const sql::ConnectionSettings& settings, std::weak_ptr<LogFeed> feed)
{
    struct Logged { // the log outlives the connection that writes to it
        Logged(const sql::ConnectionSettings& how, std::weak_ptr<LogFeed> to)
            : log(std::move(to))
            , database(how, &log)
        {}
        FeedingLog log;
        sql::Database database;
    };
    auto logged = std::make_shared<Logged>(settings, std::move(feed));
    return {logged, &logged->database};
}

} // namespace conjoin::ui
