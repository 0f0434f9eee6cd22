// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connectionsettings.h"
#include "ui/session/passwordstore.h"
#include "ui/session/savedconnections.h"

namespace conjoin::app {

/// The password that is kept for the saved connection which reaches the same place as the same user; empty
/// where there is none, or where something nearer tells it (the URL, sql::storedPassword()). Waits for the
/// store, which may ask a person to open it. Needs a QCoreApplication.
QString keptPassword(const sql::ConnectionSettings& settings, const ui::SavedConnections& connections,
    ui::PasswordStore& passwords);
/// The same of the window's connections and the desktop's keychain.
QString keptPassword(const sql::ConnectionSettings& settings);

} // namespace conjoin::app
