// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/connection.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace conjoin;
using namespace conjoin::sql;

class ConnectionSettingsTest : public QObject {
    Q_OBJECT

private slots:
    void urlsNameFiles();
    void aBarePathNeedsTheMagic();
    void serversAreRefusedWithoutTheirPassword();
    void nonsenseIsExplained();
};

void ConnectionSettingsTest::urlsNameFiles()
{
    QCOMPARE(parseUrl("sqlite:school.db")->file, "school.db");
    QCOMPARE(parseUrl("sqlite:/var/a b?c#d.db")->file, "/var/a b?c#d.db");
    QCOMPARE(parseUrl("SQLite:school.db")->file, "school.db");
    QCOMPARE(parseUrl("sqlite::memory:")->file, ":memory:");
    QVERIFY(!parseUrl("sqlite:")); // no file
    QVERIFY(!parseUrl("sqlite:x.db")->create);
    QVERIFY(!parseUrl("sqlite:x.db")->readOnly);
    QVERIFY(isDatabaseUrl("sqlite:nowhere.db"));
    QVERIFY(isDatabaseUrl("mariadb://host/db"));
    QVERIFY(!isDatabaseUrl("school.conjoin"));
    QVERIFY(!isDatabaseUrl(""));
}

void ConnectionSettingsTest::aBarePathNeedsTheMagic()
{
    QTemporaryDir folder;
    ConnectionSettings settings;
    settings.file = folder.filePath("a");
    settings.create = true;
    QVERIFY((*Connection::open(settings))->run("CREATE TABLE t (v)"));
    QVERIFY(isDatabaseUrl(settings.file));
    QCOMPARE(parseUrl(settings.file)->file, settings.file);

    QFile other(folder.filePath("b"));
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.write("SQLite format 2");
    other.close();
    QVERIFY(!isDatabaseUrl(other.fileName()));
    QCOMPARE(parseUrl(other.fileName()).error().what.code, "url.no-magic");
    QVERIFY(!isDatabaseUrl(folder.path()));
    QCOMPARE(parseUrl(folder.path()).error().what.code, "url.directory");
}

void ConnectionSettingsTest::serversAreRefusedWithoutTheirPassword()
{
    for (const char* url : {"postgresql://ann:s3cret@host/db", "mysql://ann:s3cret@host/db",
             "mariadb://ann:s3cret@h/d", "postgres://ann:s3cret@host/db"}) {
        const auto settings = parseUrl(QString::fromLatin1(url));
        QVERIFY(!settings);
        QCOMPARE(settings.error().what.code, "url.unsupported");
        QVERIFY(!settings.error().where.contains("s3cret"));
        QVERIFY(!settings.error().what.english().contains("s3cret"));
    }
}

void ConnectionSettingsTest::nonsenseIsExplained()
{
    QCOMPARE(parseUrl("").error().what.code, "url.unknown");
    QCOMPARE(parseUrl("/no/such/file").error().what.code, "url.unknown");
    QVERIFY(!parseUrl("/no/such/file").error().hint.isEmpty());
}

QTEST_GUILESS_MAIN(ConnectionSettingsTest)
#include "connectionsettingstest.moc"
