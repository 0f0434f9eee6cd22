// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/storedpassword.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace conjoin::sql {

namespace {

/// One field of a line of .pgpass: up to a colon, with `\:` and `\\` for these two signs.
QString takeField(QStringView& line)
{
    QString field;
    qsizetype at = 0;
    for (; at < line.size() && line[at] != u':'; ++at) {
        if (line[at] == u'\\' && at + 1 < line.size())
            ++at;
        field += line[at];
    }
    line = line.mid(std::min(at + 1, line.size()));
    return field;
}

QString passwordOfPgpass(const ConnectionSettings& settings)
{
    const QString named = qEnvironmentVariable("PGPASSFILE");
    QFile file(named.isEmpty() ? QDir::homePath() + QStringLiteral("/.pgpass") : named);
    // As libpq: a file that others may read is no secret.
    const auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ExeGroup |
                        QFileDevice::ReadOther | QFileDevice::WriteOther | QFileDevice::ExeOther;
    if ((QFileInfo(file).permissions() & others) || !file.open(QIODevice::ReadOnly | QIODevice::Text))
        return {};
    return passwordInPgpass(file, settings);
}

QString passwordOfMyCnf()
{
    QFile file(QDir::homePath() + QStringLiteral("/.my.cnf"));
    return file.open(QIODevice::ReadOnly | QIODevice::Text) ? passwordInMyCnf(file) : QString();
}

} // namespace

QString passwordInPgpass(QIODevice& file, const ConnectionSettings& settings)
{
    const QString local = QStringLiteral("localhost");
    const QStringList wanted{settings.host.isEmpty() ? local : settings.host,
        QString::number(settings.port == 0 ? 5432 : settings.port), settings.database,
        settings.user.isEmpty() ? qEnvironmentVariable("USER") : settings.user};
    while (!file.atEnd()) {
        const QString text = QString::fromUtf8(file.readLine()).remove(u'\n');
        if (text.startsWith(u'#'))
            continue;
        QStringView line(text);
        bool fits = true;
        for (qsizetype i = 0; i < wanted.size(); ++i) {
            const QString field = takeField(line);
            const bool socket = i == 0 && !settings.socket.isEmpty() && field == settings.socket;
            fits = fits && (field == u"*" || field == wanted[i] || socket);
        }
        if (fits)
            return takeField(line);
    }
    return {};
}

QString passwordInMyCnf(QIODevice& file)
{
    const QStringList groups{
        QStringLiteral("[client]"), QStringLiteral("[client-server]"), QStringLiteral("[client-mariadb]")};
    bool inGroup = false;
    QString password;
    while (!file.atEnd()) {
        const QString line = QString::fromUtf8(file.readLine()).trimmed();
        if (line.startsWith(u'[')) {
            inGroup = groups.contains(line);
            continue;
        }
        if (!inGroup || line.section(u'=', 0, 0).trimmed() != u"password")
            continue;
        password = line.section(u'=', 1).trimmed();
        const bool quoted = password.size() >= 2 && password.front() == password.back() &&
                            (password.front() == u'"' || password.front() == u'\'');
        if (quoted)
            password = password.mid(1, password.size() - 2);
    }
    return password;
}

QString storedPassword(const ConnectionSettings& settings)
{
    if (settings.isFile())
        return {};
    const bool postgres = settings.dialect == u"postgresql";
    for (const char* variable : {"CONJOIN_PASSWORD", postgres ? "PGPASSWORD" : "MYSQL_PWD"}) {
        if (const QString password = qEnvironmentVariable(variable); !password.isEmpty())
            return password;
    }
    return postgres ? passwordOfPgpass(settings) : passwordOfMyCnf();
}

} // namespace conjoin::sql
