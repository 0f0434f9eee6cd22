// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace conjoin::app {

/// Something that was opened before, as a list shows it.
struct RecentSource {
    QString name;  ///< `school.conjoin`, `shop`
    QString place; ///< its folder, or the server
    bool isDatabase = false;
};

/// `source` is a path, or the URL of a database on a server.
RecentSource recentSource(const QString& source);

} // namespace conjoin::app
