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

    void aDumpBringsItsVirtualTables()
    {
        // As the shell writes them: a row of the catalog, then the tables behind it with their contents.
        const auto read = readSqliteScript(
            "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nPRAGMA writable_schema=ON;\n"
            "INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','it''s','it''s',0,"
            "'CREATE VIRTUAL TABLE \"it''s\" USING fts5 (a, tokenize = ''porter'')');\n"
            "CREATE TABLE IF NOT EXISTS 'it''s_data'(id INTEGER PRIMARY KEY, block BLOB);\n"
            "INSERT INTO \"it's_data\" VALUES(1,X'');\nINSERT INTO \"it's_data\" "
            "VALUES(10,X'00000000000000');\n"
            "CREATE TABLE IF NOT EXISTS 'it''s_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT "
            "ROWID;\n"
            "CREATE TABLE IF NOT EXISTS 'it''s_content'(id INTEGER PRIMARY KEY, c0);\n"
            "CREATE TABLE IF NOT EXISTS 'it''s_docsize'(id INTEGER PRIMARY KEY, sz BLOB);\n"
            "CREATE TABLE IF NOT EXISTS 'it''s_config'(k PRIMARY KEY, v) WITHOUT ROWID;\n"
            "INSERT INTO \"it's_config\" VALUES('version',4);\nCREATE TABLE own (a);\n"
            "PRAGMA writable_schema=OFF;\nCOMMIT;\n",
            QStringLiteral("s.sql"));
        QVERIFY2(bool(read), read ? "" : qPrintable(read.error().where + read.error().what.english()));
        QCOMPARE(read->tables.size(), std::size_t(1));
        QCOMPARE(read->verbatims.size(), std::size_t(1));
        QCOMPARE(read->verbatims[0].sql,
            QStringLiteral("CREATE VIRTUAL TABLE \"it's\" USING fts5 (a, tokenize = 'porter')"));
    }

    void theCatalogIsNotWrittenOtherwise()
    {
        Diagnostics told;
        const auto read = readSqliteScript("CREATE TABLE a (x);\nPRAGMA writable_schema=ON;\n"
                                           "UPDATE sqlite_schema SET sql = 'CREATE TABLE a (y)';",
            QStringLiteral("s.sql"), &told);
        QVERIFY(read);
        QCOMPARE(read->tables[0].columns[0].name, QStringLiteral("x"));
        QCOMPARE(told.size(), std::size_t(1));
    }

    void aCollationOfAProgramIsTakenByItsName()
    {
        const auto read =
            readSqliteScript("CREATE TABLE a (t TEXT COLLATE unicase UNIQUE);\n"
                             "CREATE INDEX i ON a (t COLLATE other); INSERT INTO a VALUES ('x'), ('y');",
                QStringLiteral("s.sql"));
        QVERIFY2(bool(read), read ? "" : qPrintable(read.error().what.english()));
        QCOMPARE(*read->tables[0].columns[0].collation, QStringLiteral("unicase"));
        QCOMPARE(read->tables[0].indexes[0].parts[0].collation, QStringLiteral("other"));
    }

    void rowsThatFailDontMatter()
    {
        Diagnostics told;
        const auto read = readSqliteScript(
            "CREATE TABLE a (x INT CHECK (x > 0));\nINSERT INTO b VALUES ('; CREATE TABLE c (x);'); -- ; gone\n"
            "INSERT INTO a VALUES (0);\nUPDATE a SET x = [;];\nCREATE TABLE d (x);\nVACUUM;\nvacuum main;",
            QStringLiteral("s.sql"), &told);
        QVERIFY2(bool(read), read ? "" : qPrintable(read.error().what.english()));
        QCOMPARE(read->tables.size(), std::size_t(2));
        QCOMPARE(told.size(), std::size_t(1));
        QCOMPARE(told[0].what.code, QStringLiteral("script.failed.data"));
        QCOMPARE(told[0].what.args.value(0), QStringLiteral("3"));
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
