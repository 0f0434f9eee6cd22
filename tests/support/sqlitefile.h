// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <sqlite3.h>

namespace conjoin::tests {

/// Runs a script of many statements on a database file, which is made when it is absent. What the engine said
/// when it failed, else nothing.
inline QString runScript(const QString& file, const QByteArray& script)
{
    sqlite3* handle = nullptr;
    char* error = nullptr;
    QString said;
    if (sqlite3_open(file.toUtf8().constData(), &handle) != SQLITE_OK ||
        sqlite3_exec(handle, "PRAGMA synchronous = OFF", nullptr, nullptr, &error) != SQLITE_OK ||
        sqlite3_exec(handle, script.constData(), nullptr, nullptr, &error) != SQLITE_OK)
        said = QString::fromUtf8(error ? error : sqlite3_errmsg(handle));
    sqlite3_free(error);
    sqlite3_close(handle);
    return said;
}

} // namespace conjoin::tests
