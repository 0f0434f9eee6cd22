// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/database.h"
#include "ui/session/logfeed.h"
#include "ui/session/savedconnections.h"

#include <atomic>
#include <functional>
#include <memory>

namespace conjoin::ui {

/// A database whose statements the feed hears, for as long as there is a feed. `rows` counts what they read.
std::shared_ptr<sql::Database> openDatabase(const sql::ConnectionSettings& settings,
    std::weak_ptr<LogFeed> feed, std::shared_ptr<std::atomic<qint64>> rows = {});

/// Stops what it does and lets go of it without waiting: a name server may let its thread wait. Null is
/// nothing.
void closeLater(std::shared_ptr<sql::Database> database);

class PasswordStore;

/// Calls `proceed` with the connection and its password of the keychain, where one is kept – at once, or later
/// in the thread of `receiver`, and not at all when that is gone. Without a password the server says what it
/// wants.
void withPassword(const SavedConnection& connection, PasswordStore& passwords, QObject* receiver,
    const std::function<void(SavedConnection)>& proceed);

} // namespace conjoin::ui
