// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/scriptreader.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace conjoin;
using sql::readSqliteScript;

/// What a stranger's SQLite script may do: make a schema, and nothing else.
class SqliteScriptTest : public QObject {
    Q_OBJECT

private slots:
    void tablesComeWithTheirData()
    {
        const auto read = readSqliteScript(".mode csv\nCREATE TABLE a (id INTEGER PRIMARY KEY, t TEXT);\n"
                                           "INSERT INTO a VALUES (1, 'x;y');\nCREATE INDEX i ON a (t);",
            QStringLiteral("s.sql"));
        QVERIFY2(bool(read), read ? "" : qPrintable(read.error().what.english()));
        QCOMPARE(read->tables.size(), std::size_t(1));
        QCOMPARE(read->tables[0].indexes.size(), std::size_t(1));
    }

    void itReachesNoFile_data()
    {
        QTest::addColumn<QString>("statement");
        QTest::newRow("attach") << "ATTACH '%1' AS other;";
        QTest::newRow("vacuum") << "VACUUM INTO '%1';";
        QTest::newRow("extension") << "SELECT load_extension('%1');";
    }
    void itReachesNoFile()
    {
        QFETCH(QString, statement);
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("outside.db"));
        const auto read = readSqliteScript(statement.arg(path).toUtf8(), QStringLiteral("s.sql"));
        QVERIFY(!read);
        QVERIFY2(read.error().where.startsWith(u"s.sql:1:"), qPrintable(read.error().where));
        QVERIFY(!QFile::exists(path));
    }

    void whatCountsWithoutEndIsStopped()
    {
        const auto read = readSqliteScript("CREATE TABLE n (i);\n"
                                           "INSERT INTO n WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i "
                                           "+ 1 FROM c) SELECT max(i) FROM c;",
            QStringLiteral("s.sql"));
        QVERIFY(!read);
        QCOMPARE(read.error().what.code, QStringLiteral("script.long"));
        QCOMPARE(read.error().where, QStringLiteral("s.sql:2:1"));
    }

    void whatGrowsWithoutEndIsStopped()
    {
        const auto read = readSqliteScript(
            "PRAGMA page_size = 65536; PRAGMA max_page_count = 4294967294; CREATE TABLE b (x);\n"
            "INSERT INTO b WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c) "
            "SELECT zeroblob(60000000) FROM c;",
            QStringLiteral("s.sql"));
        QVERIFY(!read);
        QCOMPARE(read.error().what.code, QStringLiteral("script.large"));
        QCOMPARE(read.error().where, QStringLiteral("s.sql:2:1"));
    }

    void whatFillsTheMemoryIsRefused()
    {
        const auto read =
            readSqliteScript("CREATE TABLE b AS SELECT zeroblob(1000000000);", QStringLiteral("s"));
        QVERIFY(!read);
        QCOMPARE(read.error().what.code, QStringLiteral("script.error"));
    }
};

QTEST_GUILESS_MAIN(SqliteScriptTest)
#include "sqlitescripttest.moc"
