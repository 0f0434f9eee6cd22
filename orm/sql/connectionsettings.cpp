// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/connectionsettings.h"

#include "orm/sql/serverurl.h"

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

bool isSqliteUrl(const QString& url)
{
    return url.startsWith(QLatin1String("sqlite:"), Qt::CaseInsensitive);
}

} // namespace

QString ConnectionSettings::displayName() const
{
    if (!isFile()) {
        const QString place = host.isEmpty() ? QStringLiteral("this machine") : host;
        return QStringLiteral("%1 on %2")
            .arg(database.isEmpty() ? dialect : database,
                port == 0 ? place : place + QStringLiteral(":%1").arg(port));
    }
    if (file == memoryFile)
        return QStringLiteral("(in memory)");
    return QFileInfo(file).fileName();
}

QString ConnectionSettings::url() const
{
    return isFile() ? QStringLiteral("sqlite:") + file : serverUrl(*this);
}

QString ConnectionSettings::name() const
{
    return isFile() ? QFileInfo(displayName()).completeBaseName() : database;
}

Result<ConnectionSettings> parseUrl(const QString& url)
{
    if (isServerUrl(url))
        return parseServerUrl(url);
    ConnectionSettings settings;
    const Message form =
        message("url.form", "write sqlite:path/to/file.db, sqlite::memory: for a database in memory, or "
                            "postgresql://user@host/database, mysql://… or mariadb://…");
    if (isSqliteUrl(url)) {
        settings.file = url.mid(int(qstrlen("sqlite:")));
        if (settings.file.isEmpty())
            return inputError(url, message("url.empty", "the URL names no file"), form);
        return settings;
    }
    if (const qsizetype scheme = url.indexOf(QLatin1String("://")); scheme > 0) {
        return inputError(withoutPassword(url),
            message("url.scheme", "no kind of database is called \"%1\"", {url.left(scheme)}), form);
    }

    const QFileInfo info(url);
    if (url.isEmpty() || !info.exists())
        return inputError(url, message("url.unknown", "neither a database URL nor a file that exists"), form);
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
    return isSqliteUrl(text) || isServerUrl(text) || (!text.isEmpty() && hasSqliteMagic(text));
}

} // namespace conjoin::sql
