// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <QString>

namespace conjoin::sql {

/// How to reach a database.
struct ConnectionSettings {
    QString dialect = QStringLiteral("sqlite");
    QString file;          ///< SQLite: path, or `:memory:`
    bool readOnly = false; ///< enforced by the engine
    bool create = false;   ///< SQLite: make the file when it does not exist

    /// For a person, without secrets: `school.db`.
    QString displayName() const;
};

/// Reads a URL of the command line contract: `sqlite:path`, `sqlite::memory:`, or a bare path to a file that
/// begins with SQLite's magic.
Result<ConnectionSettings> parseUrl(const QString& url);

/// Whether the text looks like a database (a URL, or a path to a file that begins with SQLite's magic).
bool isDatabaseUrl(const QString& text);

} // namespace conjoin::sql
