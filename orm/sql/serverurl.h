// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connectionsettings.h"

namespace conjoin::sql {

/// Whether the text begins with the scheme of a server: `postgresql://`, `mysql://`, `mariadb://`.
bool isServerUrl(const QString& text);

/// parseUrl() of a server. What is percent-coded is decoded; a parameter that nobody knows is an error with the
/// nearest one that is known.
Result<ConnectionSettings> parseServerUrl(const QString& url);

/// What TlsSettings::mode may be for a server of that dialect, from the most open to the strictest.
QStringList tlsModes(const QString& dialect);

/// The reverse, without the password.
QString serverUrl(const ConnectionSettings& settings);

} // namespace conjoin::sql
