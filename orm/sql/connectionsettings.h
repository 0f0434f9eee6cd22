// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <QString>
#include <QStringList>

namespace conjoin::sql {

/// Whether and how a connection to a server is encrypted. The values are those of `sslmode` (PostgreSQL) and
/// `ssl-mode` (MySQL, MariaDB), by the words of the URL's scheme; empty = what the client library does by
/// itself.
struct TlsSettings {
    QString mode; ///< `disable`, `require`, `verify-full` … or `DISABLED`, `REQUIRED`, `VERIFY_IDENTITY` …
    QString authority;   ///< file of the certificates that are trusted
    QString certificate; ///< file of the client's own
    QString key;         ///< file of its key
    friend bool operator==(const TlsSettings&, const TlsSettings&) = default;
};

/// How to reach a database.
struct ConnectionSettings {
    /// `sqlite`, `postgresql`, `mysql` or `mariadb`. The last two reach either server: Connection::dialect()
    /// says which one it is.
    QString dialect = QStringLiteral("sqlite");
    QString file;          ///< SQLite: path, or `:memory:`
    bool readOnly = false; ///< enforced by the engine
    bool create = false;   ///< SQLite: make the file when it does not exist

    QString host;        ///< empty = this machine, over its socket
    int port = 0;        ///< 0 = the server's usual one
    QString socket;      ///< PostgreSQL: the folder of the socket; MySQL, MariaDB: the socket itself
    QString user;        ///< empty = who runs the program
    QString password;    ///< empty = whatever storedPassword() finds
    QString database;    ///< on the server
    QStringList schemas; ///< what is read: namespaces (PostgreSQL) or databases; empty = the usual ones
    TlsSettings tls;
    int timeoutSeconds = 10; ///< of connecting
    int statementSeconds = 0; ///< a statement that takes longer is stopped by the engine; 0 = as long as it takes

    bool isFile() const { return dialect == u"sqlite"; }

    /// For a person, without secrets: `school.db`, `shop on db.example.org`.
    QString displayName() const;
    /// What parseUrl() reads, without the password: what may be kept and shown.
    QString url() const;
    /// What a project made of it is called: the name of the file or of the database.
    QString name() const;

    friend bool operator==(const ConnectionSettings&, const ConnectionSettings&) = default;
};

/// Reads a URL of the command line contract: `sqlite:path`, `sqlite::memory:`, a bare path to a file that
/// begins with SQLite's magic, `postgresql://user:password@host:port/database?…`, `mysql://…`, `mariadb://…`.
/// Errors never hold the password.
Result<ConnectionSettings> parseUrl(const QString& url);

/// Whether the text looks like a database (a URL, or a path to a file that begins with SQLite's magic).
bool isDatabaseUrl(const QString& text);

/// The text without the password of a URL in it, for messages.
QString withoutPassword(const QString& url);

/// The password that the environment or the user's own files hold for this server: CONJOIN_PASSWORD; PGPASSWORD
/// and ~/.pgpass, or MYSQL_PWD and ~/.my.cnf. Empty where there is none. Connection::open() asks it when the
/// settings hold none.
QString storedPassword(const ConnectionSettings& settings);

} // namespace conjoin::sql
