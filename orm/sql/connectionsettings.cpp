// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/connectionsettings.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace conjoin::sql {

namespace {

const QString memoryFile = QStringLiteral(":memory:");

/// Whether the file begins with the 16 bytes of every SQLite database that holds something.
bool hasSqliteMagic(const QString& path)
{
    QFile file(path);
    return QFileInfo(path).isFile() && file.open(QIODevice::ReadOnly) &&
           file.read(16) == QByteArrayLiteral("SQLite format 3\0");
}

/// The server that a URL's scheme names, or an empty string.
QString serverOf(const QString& url)
{
    const std::pair<QLatin1String, QLatin1String> schemes[] = {
        {QLatin1String("postgresql"), QLatin1String("PostgreSQL")},
        {QLatin1String("postgres"), QLatin1String("PostgreSQL")},
        {QLatin1String("mysql"), QLatin1String("MySQL")},
        {QLatin1String("mariadb"), QLatin1String("MariaDB")},
    };
    for (const auto& [scheme, server] : schemes) {
        if (url.startsWith(scheme + QLatin1String("://"), Qt::CaseInsensitive))
            return server;
    }
    return {};
}

bool isSqliteUrl(const QString& url)
{
    return url.startsWith(QLatin1String("sqlite:"), Qt::CaseInsensitive);
}

} // namespace

QString ConnectionSettings::displayName() const
{
    if (file == memoryFile)
        return QStringLiteral("(in memory)");
    return QFileInfo(file).fileName();
}

Result<ConnectionSettings> parseUrl(const QString& url)
{
    ConnectionSettings settings;
    if (isSqliteUrl(url)) {
        settings.file = url.mid(int(qstrlen("sqlite:")));
        if (settings.file.isEmpty())
            return inputError(url, message("url.empty", "the URL names no file"),
                message(
                    "url.sqlite", "write sqlite:path/to/file.db, or sqlite::memory: for a database in memory"));
        return settings;
    }
    if (const QString server = serverOf(url); !server.isEmpty()) {
        // Not the URL itself: it may hold a password.
        return inputError(url.left(url.indexOf(u':')) + QStringLiteral("://…"),
            message("url.unsupported", "%1 is not supported yet by this build", {server}),
            message("url.sqlite-only", "it reads and writes SQLite: sqlite:path/to/file.db"));
    }

    const QFileInfo info(url);
    if (url.isEmpty() || !info.exists())
        return inputError(url, message("url.unknown", "neither a database URL nor a file that exists"),
            message("url.sqlite", "write sqlite:path/to/file.db, or sqlite::memory: for a database in memory"));
    if (info.isDir())
        return inputError(url, message("url.directory", "a directory, not a database"));
    if (!hasSqliteMagic(url))
        return inputError(url, message("url.no-magic", "not an SQLite database"),
            message("url.explicit", "to use an empty file as a database, write sqlite:%1", {url}));
    settings.file = url;
    return settings;
}

bool isDatabaseUrl(const QString& text)
{
    return isSqliteUrl(text) || !serverOf(text).isEmpty() || (!text.isEmpty() && hasSqliteMagic(text));
}

} // namespace conjoin::sql
