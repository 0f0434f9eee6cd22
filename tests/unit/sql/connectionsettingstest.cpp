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
    void urlsNameServers();
    void aUrlIsWrittenWithoutItsPassword();
    void noErrorTellsThePassword();
    void anUnknownParameterNamesTheNearest();
    void passwordsAreFoundWhereClientsKeepThem();
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

void ConnectionSettingsTest::urlsNameServers()
{
    const auto postgres = parseUrl(
        "postgresql://ann:s3%40cr%2Fet@db.example.org:5433/sh%20op?sslmode=require&schema=public,%20audit");
    QVERIFY(postgres);
    QCOMPARE(postgres->dialect, "postgresql");
    QCOMPARE(postgres->user, "ann");
    QCOMPARE(postgres->password, "s3@cr/et");
    QCOMPARE(postgres->host, "db.example.org");
    QCOMPARE(postgres->port, 5433);
    QCOMPARE(postgres->database, "sh op");
    QCOMPARE(postgres->tls.mode, "require");
    QCOMPARE(postgres->schemas, QStringList({"public", "audit"}));
    QCOMPARE(postgres->displayName(), "sh op on db.example.org:5433");
    QCOMPARE(postgres->name(), "sh op");

    const auto socket = parseUrl("postgres:///shop?host=/run/pg&user=ann");
    QVERIFY(socket);
    QCOMPARE(socket->dialect, "postgresql");
    QCOMPARE(socket->socket, "/run/pg");
    QCOMPARE(socket->user, "ann");
    QVERIFY(socket->host.isEmpty());
    QCOMPARE(parseUrl("postgresql:///shop?host=db")->host, "db");
    QCOMPARE(parseUrl("postgresql://%2Frun%2Fpg/shop")->socket, "/run/pg");
    QCOMPARE(parseUrl("postgresql://[::1]:5432/shop")->host, "::1");

    const auto mysql = parseUrl("mysql://root@localhost/shop?unix_socket=/run/m.sock&ssl-mode=verify_ca");
    QVERIFY(mysql);
    QCOMPARE(mysql->dialect, "mysql");
    QCOMPARE(mysql->socket, "/run/m.sock");
    QCOMPARE(mysql->tls.mode, "VERIFY_CA");
    QCOMPARE(parseUrl("MariaDB://h/shop")->dialect, "mariadb");
}

void ConnectionSettingsTest::aUrlIsWrittenWithoutItsPassword()
{
    for (const char* url : {"postgresql://ann:s3cret@h:5433/sh%20op?host=/run/pg&sslmode=require&schema=a,b",
             "mariadb://[::1]/d?unix_socket=/run/m.sock&connect_timeout=3", "mysql://h/d",
             "postgresql://%2Fa/d?host=/b", "mysql://[fe80::1%25eth0]:3306/d?unix_socket=m.sock",
             "postgresql://h/d?schema=%20,,a"}) {
        auto settings = parseUrl(QString::fromLatin1(url));
        QVERIFY(settings);
        QVERIFY(!settings->url().contains("s3cret"));
        const auto again = parseUrl(settings->url());
        settings->password.clear();
        QVERIFY2(again && *again == *settings, qPrintable(settings->url()));
    }
}

void ConnectionSettingsTest::noErrorTellsThePassword()
{
    for (const char* url : {"postgresql://ann:s3cret@host/", "mysql://ann:s3cret@host:0/db",
             "mariadb://ann:s3cret@h/d?colour=red", "postgres://ann:s3cret@host/db?sslmode=on",
             "postgresql://ann:s3cret%zz@host/db", "postgresql://ann:s3/s3cret@host/db",
             "oracle://ann:s3cret@host/db", "mysql://h/d?password=s3cret&x=1",
             "mysql://h/d?password=a&password=s3cret&x=1", "mysql://ann:s3cret@h/d?connect_timeout=soon"}) {
        const auto settings = parseUrl(QString::fromLatin1(url));
        QVERIFY2(!settings, url);
        QVERIFY(!settings.error().where.contains("s3cret"));
        QVERIFY(!settings.error().what.english().contains("s3cret"));
        QVERIFY(!settings.error().hint.english().contains("s3cret"));
    }
}

void ConnectionSettingsTest::anUnknownParameterNamesTheNearest()
{
    const auto typo = parseUrl("postgresql://h/d?sslmod=require");
    QCOMPARE(typo.error().what.code, "url.parameter");
    QVERIFY(typo.error().hint.english().contains("sslmode"));
    const auto other = parseUrl("mysql://h/d?sslmode=require"); // that is PostgreSQL's word
    QVERIFY(other.error().hint.english().contains("ssl-mode"));
    QVERIFY(parseUrl("mysql://h/d?ssl-mode=require").error().hint.english().contains("REQUIRED"));
}

void ConnectionSettingsTest::passwordsAreFoundWhereClientsKeepThem()
{
    QTemporaryDir home;
    for (const char* variable : {"CONJOIN_PASSWORD", "PGPASSWORD", "MYSQL_PWD", "PGPASSFILE"})
        qunsetenv(variable);
    const QByteArray before = qgetenv("HOME");
    qputenv("HOME", home.path().toUtf8());
    const auto write = [&](const char* name, const QByteArray& text, QFileDevice::Permissions permissions) {
        QFile file(home.filePath(QString::fromLatin1(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.setPermissions(permissions);
    };
    const auto postgres = *parseUrl("postgresql://ann@db.example.org/shop");
    const auto mysql = *parseUrl("mysql://ann@db.example.org/shop");
    QVERIFY(storedPassword(postgres).isEmpty());
    const auto mine = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    write(".pgpass", "# hosts\ndb.example.org:5432:other:ann:no\n*:5432:*:ann:from\\:pgpass\n*:*:*:*:never\n",
        mine);
    write(".my.cnf", "[mysqld]\npassword=no\n[client]\nuser = ann\npassword = \"from my.cnf\"\n", mine);
    QCOMPARE(storedPassword(postgres), "from:pgpass");
    QCOMPARE(storedPassword(mysql), "from my.cnf");
    write(".pgpass", "*:*:*:*:readable by others\n", mine | QFileDevice::ReadOther);
    QVERIFY(storedPassword(postgres).isEmpty());
    qputenv("PGPASSWORD", "from PGPASSWORD");
    qputenv("MYSQL_PWD", "from MYSQL_PWD");
    QCOMPARE(storedPassword(postgres), "from PGPASSWORD");
    QCOMPARE(storedPassword(mysql), "from MYSQL_PWD");
    qputenv("CONJOIN_PASSWORD", "ours");
    QCOMPARE(storedPassword(postgres), "ours");
    QCOMPARE(storedPassword(mysql), "ours");
    for (const char* variable : {"CONJOIN_PASSWORD", "PGPASSWORD", "MYSQL_PWD"})
        qunsetenv(variable);
    qputenv("HOME", before);
}

void ConnectionSettingsTest::nonsenseIsExplained()
{
    QCOMPARE(parseUrl("postgresql://[::1]x/d").error().what.code, "url.port");
    QCOMPARE(parseUrl("").error().what.code, "url.unknown");
    QCOMPARE(parseUrl("/no/such/file").error().what.code, "url.unknown");
    QVERIFY(!parseUrl("/no/such/file").error().hint.isEmpty());
}

QTEST_GUILESS_MAIN(ConnectionSettingsTest)
#include "connectionsettingstest.moc"
