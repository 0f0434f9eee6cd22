// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/database.h"
#include "ui/session/logfeed.h"

#include <memory>

namespace conjoin::ui {

/// A database whose statements the feed hears, for as long as there is a feed.
std::shared_ptr<sql::Database> openDatabase(
    const sql::ConnectionSettings& settings, std::weak_ptr<LogFeed> feed);

} // namespace conjoin::ui
