// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/connection.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

#include <limits>
#include <thread>

using namespace conjoin;
using namespace conjoin::sql;

namespace {

std::unique_ptr<Connection> memory()
{
    ConnectionSettings settings;
    settings.file = QStringLiteral(":memory:");
    auto connection = Connection::open(settings);
    return connection ? std::move(*connection) : nullptr;
}

QString textOf(const Error& error)
{
    return error.where + QStringLiteral(": ") + error.what.english();
}

template<class T>
QString errorOf(const Result<T>& result)
{
    return result ? QStringLiteral("no error") : textOf(result.error());
}

/// Another program that holds the file.
class Stranger {
public:
    explicit Stranger(const QString& file) { sqlite3_open(file.toUtf8().constData(), &handle_); }
    ~Stranger() { sqlite3_close(handle_); }
    bool run(const char* sql) { return sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) == SQLITE_OK; }

private:
    sqlite3* handle_ = nullptr;
};

const QString endless =
    QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");

} // namespace

class ConnectionTest : public QObject {
    Q_OBJECT

private slots:
    void everyValueComesBackAsItWent_data();
    void everyValueComesBackAsItWent();
    void emptyIsNotNull();
    void columnNamesAreKeptToTheLetter();
    void foreignKeysAreOn();
    void aTransactionIsAllOrNothing();
    void savepointsNest();
    void aRehearsalLeavesNothing();
    void aSnapshotSeesOneStateAndBlocksNobody();
    void aDeferredKeyFailsAtCommitAndNamesItself();
    void aConflictThatRollsBackEndsTheTransaction();
    void constraintsNameTableColumnAndValue_data();
    void constraintsNameTableColumnAndValue();
    void foreignKeysNameTheRow();
    void anExplainedStatementLeavesNoTrace();
    void theLogHearsEverything();
    void valuesAreShownInTheLog();
    void twoStatementsAtOnceAreRefused();
    void filesThatAreNoDatabaseSayWhy();
    void aReadOnlyConnectionCantWrite();
    void aLockedFileSaysSo();
    void aDamagedFileSaysSo();
    void createMakesTheFile();
    void strangeFileNames();
    void cancelStopsAnEndlessStatement();
    void cancelWithoutAStatementIsForgotten();
    void stopRefusesUntilResumed();
    void aCancellerOutlivesItsConnection();
};

void ConnectionTest::everyValueComesBackAsItWent_data()
{
    QTest::addColumn<Value>("value");
    QTest::addColumn<QString>("storage");
    QTest::newRow("null") << Value() << "null";
    QTest::newRow("zero") << Value(qint64(0)) << "integer";
    QTest::newRow("largest") << Value(std::numeric_limits<qint64>::max()) << "integer";
    QTest::newRow("smallest") << Value(std::numeric_limits<qint64>::min()) << "integer";
    QTest::newRow("beyond double") << Value(qint64(9007199254740993)) << "integer";
    QTest::newRow("real") << Value(0.1) << "real";
    QTest::newRow("whole real") << Value(3.0) << "real";
    QTest::newRow("tiny real") << Value(4.9e-324) << "real";
    QTest::newRow("text") << Value(QStringLiteral("Jake")) << "text";
    QTest::newRow("digits") << Value(QStringLiteral("007")) << "text";
    QTest::newRow("empty text") << Value(QStringLiteral("")) << "text";
    QTest::newRow("never set text") << Value(QString()) << "text";
    QTest::newRow("quotes") << Value(QStringLiteral("'; DROP TABLE x; -- \"`[]?:a$b@c")) << "text";
    QTest::newRow("emoji") << Value(QStringLiteral("👩‍🎓 é مرحبا\n\t\r")) << "text";
    QTest::newRow("text with NUL") << Value(QString(QLatin1String("a\0b", 3))) << "text";
    QTest::newRow("bytes") << Value(QByteArray("\0\xff\0x\0", 5)) << "blob";
    QTest::newRow("empty bytes") << Value(QByteArray("")) << "blob";
    QTest::newRow("never set bytes") << Value(QByteArray()) << "blob";
    QTest::newRow("long text") << Value(QString(1 << 20, u'x')) << "text";
}

void ConnectionTest::everyValueComesBackAsItWent()
{
    QFETCH(Value, value);
    QFETCH(QString, storage);
    auto connection = memory();
    QVERIFY(connection);
    QVERIFY(connection->run("CREATE TABLE t (v)"));
    const auto inserted = connection->run("INSERT INTO t VALUES (?)", {value});
    QVERIFY2(inserted, qPrintable(errorOf(inserted)));
    QCOMPARE(inserted->affected, 1);
    QCOMPARE(inserted->lastInsertId, 1);
    const auto read = connection->run("SELECT v, typeof(v) FROM t");
    QVERIFY(read);
    QCOMPARE(read->rows.size(), size_t(1));
    QVERIFY(read->rows[0][0] == value);
    QCOMPARE(read->rows[0][1].text(), storage);
}

void ConnectionTest::emptyIsNotNull()
{
    auto connection = memory();
    QVERIFY(connection->run("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)"));
    QVERIFY(connection->run("INSERT INTO t VALUES (1, ?), (2, ?)", {Value(QStringLiteral("")), Value()}));
    const auto rows = connection->run("SELECT v, v IS NULL FROM t ORDER BY id");
    QVERIFY(rows);
    QVERIFY(rows->rows[0][0].isText());
    QVERIFY(rows->rows[1][0].isNull());
    QCOMPARE(rows->rows[0][1].integer(), 0);
    QCOMPARE(rows->rows[1][1].integer(), 1);
}

void ConnectionTest::columnNamesAreKeptToTheLetter()
{
    auto connection = memory();
    const auto rows = connection->run(R"(SELECT 1 AS "a ""quoted"" name", 2 AS "x.y", 3 AS "", 4 AS "[b]")");
    QVERIFY2(rows, qPrintable(errorOf(rows)));
    QCOMPARE(rows->columns, QStringList({"a \"quoted\" name", "x.y", "", "[b]"}));
}

void ConnectionTest::foreignKeysAreOn()
{
    auto connection = memory();
    QCOMPARE(connection->run("PRAGMA foreign_keys")->rows[0][0].integer(), 1);
}

void ConnectionTest::aTransactionIsAllOrNothing()
{
    auto connection = memory();
    QVERIFY(connection->run("CREATE TABLE t (v)"));
    const auto kept = connection->transaction([&]() -> Result<void> {
        [&] { QVERIFY(connection->inTransaction()); }();
        if (auto done = connection->run("INSERT INTO t VALUES (1)"); !done)
            return failure(done);
        return {};
    });
    QVERIFY(kept);
    QVERIFY(!connection->inTransaction());
    const auto dropped = connection->transaction([&]() -> Result<void> {
        (void)connection->run("INSERT INTO t VALUES (2)");
        return inputError("here", message("test.no", "no"));
    });
    QCOMPARE(errorOf(dropped), "here: no");
    QCOMPARE(connection->run("SELECT group_concat(v) FROM t")->rows[0][0].text(), "1");
}

void ConnectionTest::savepointsNest()
{
    auto connection = memory();
    QVERIFY(connection->run("CREATE TABLE t (v)"));
    const auto insert = [&](int value, bool fail) {
        return [&connection, value, fail]() -> Result<void> {
            (void)connection->run("INSERT INTO t VALUES (?)", {Value(qint64(value))});
            if (fail)
                return inputError("inner", message("test.no", "no"));
            return {};
        };
    };
    const auto outer = connection->transaction([&]() -> Result<void> {
        (void)connection->transaction(insert(1, false));
        (void)connection->transaction(insert(2, true));
        (void)connection->rehearsal(insert(3, false));
        return connection->transaction([&] { return connection->transaction(insert(4, false)); });
    });
    QVERIFY2(outer, qPrintable(errorOf(outer)));
    QCOMPARE(connection->run("SELECT group_concat(v) FROM t")->rows[0][0].text(), "1,4");
}

void ConnectionTest::aRehearsalLeavesNothing()
{
    auto connection = memory();
    const auto rehearsed = connection->rehearsal([&]() -> Result<void> {
        if (auto done = connection->run("CREATE TABLE t (v)"); !done)
            return failure(done);
        return {};
    });
    QVERIFY(rehearsed);
    QVERIFY(!connection->run("SELECT * FROM t"));
}

void ConnectionTest::aSnapshotSeesOneStateAndBlocksNobody()
{
    QTemporaryDir folder;
    ConnectionSettings settings;
    settings.file = folder.filePath("a.db");
    settings.create = true;
    auto connection = Connection::open(settings);
    QVERIFY((*connection)->run("PRAGMA journal_mode = WAL"));
    QVERIFY((*connection)->run("CREATE TABLE t (v)"));
    Stranger stranger(settings.file);
    const auto counted = [&] { return (*connection)->run("SELECT count(*) FROM t")->rows[0][0].integer(); };
    const auto done = (*connection)->snapshot([&]() -> Result<void> {
        [&] { QCOMPARE(counted(), 0); }();
        [&] { QVERIFY(stranger.run("INSERT INTO t VALUES (1)")); }();
        [&] { QCOMPARE(counted(), 0); }();
        return (*connection)->snapshot([] { return Result<void>(); });
    });
    QVERIFY(done);
    QCOMPARE(counted(), 1);
}

void ConnectionTest::aDeferredKeyFailsAtCommitAndNamesItself()
{
    auto connection = memory();
    QVERIFY(connection->run("CREATE TABLE student (id INTEGER PRIMARY KEY)"));
    QVERIFY(connection->run("CREATE TABLE badge (id INTEGER PRIMARY KEY, owner INTEGER REFERENCES student "
                            "DEFERRABLE INITIALLY DEFERRED)"));
    const auto done = connection->transaction([&]() -> Result<void> {
        if (auto inserted = connection->run("INSERT INTO badge VALUES (1, 99)"); !inserted)
            return failure(inserted);
        return {};
    });
    QVERIFY(!done);
    QCOMPARE(textOf(done.error()),
        "badge.owner: a row of \"badge\" refers by owner = 99 to a row of \"student\" that does not exist");
    QVERIFY(!connection->inTransaction());
    QCOMPARE(connection->run("SELECT count(*) FROM badge")->rows[0][0].integer(), 0);
    QVERIFY(connection->transaction([] { return Result<void>(); }));
}

void ConnectionTest::aConflictThatRollsBackEndsTheTransaction()
{
    auto connection = memory();
    QVERIFY(connection->run("CREATE TABLE t (v UNIQUE ON CONFLICT ROLLBACK)"));
    const auto done = connection->transaction([&]() -> Result<void> {
        (void)connection->run("INSERT INTO t VALUES (1)");
        (void)connection->run("INSERT INTO t VALUES (1)");
        const auto after = connection->run("INSERT INTO t VALUES (2)"); // must not be kept on its own
        return after ? Result<void>() : failure(after);
    });
    QVERIFY(!done);
    QCOMPARE(done.error().what.code, "transaction.lost");
    QCOMPARE(connection->run("SELECT count(*) FROM t")->rows[0][0].integer(), 0);
}

void ConnectionTest::constraintsNameTableColumnAndValue_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<std::vector<Value>>("values");
    QTest::addColumn<QString>("error");
    const Value one(qint64(1));
    const Value mail(QStringLiteral("a@b"));
    QTest::newRow("unique") << "INSERT INTO \"my, t.able\" (id, \"e.mail\") VALUES (?, ?)"
                            << std::vector<Value>{Value(qint64(2)), mail}
                            << "my, t.able.e.mail: another row of \"my, t.able\" already has e.mail = 'a@b'";
    QTest::newRow("unique update")
        << "UPDATE \"my, t.able\" SET \"e.mail\" = ? WHERE id = 3" << std::vector<Value>{mail}
        << "my, t.able.e.mail: another row of \"my, t.able\" already has e.mail = 'a@b'";
    QTest::newRow("unique literal")
        << "INSERT INTO \"my, t.able\" VALUES (2, 'a@b', 1)" << std::vector<Value>{}
        << "my, t.able.e.mail: another row of \"my, t.able\" already has the same e.mail";
    QTest::newRow("primary key") << "INSERT INTO \"my, t.able\" (id) VALUES (?)" << std::vector<Value>{one}
                                 << "my, t.able.id: another row of \"my, t.able\" already has id = 1";
    QTest::newRow("not null") << "INSERT INTO strict (a, b) VALUES (?, ?)" << std::vector<Value>{Value(), one}
                              << "strict.a: \"a\" of \"strict\" must have a value";
    QTest::newRow("check") << "INSERT INTO strict (a, b) VALUES (?, ?)"
                           << std::vector<Value>{one, Value(qint64(-5))}
                           << "strict: the check \"b > 0\" does not hold for b = -5";
    QTest::newRow("strict type") << "INSERT INTO strict (a, b) VALUES (?, ?)" << std::vector<Value>{mail, one}
                                 << "strict: cannot store TEXT value in INTEGER column strict.a";
    QTest::newRow("trigger") << "INSERT INTO strict (a, b) VALUES (?, ?)"
                             << std::vector<Value>{Value(qint64(666)), one}
                             << "strict: a trigger refused it: not that one";
}

void ConnectionTest::constraintsNameTableColumnAndValue()
{
    QFETCH(QString, statement);
    QFETCH(std::vector<Value>, values);
    QFETCH(QString, error);
    auto connection = memory();
    for (const char* sql : {"CREATE TABLE \"my, t.able\" (id INTEGER PRIMARY KEY, \"e.mail\" TEXT UNIQUE, n)",
             "INSERT INTO \"my, t.able\" VALUES (1, 'a@b', 0), (3, 'c@d', 0)",
             "CREATE TABLE strict (a INTEGER NOT NULL, b INTEGER CHECK (b > 0)) STRICT",
             "CREATE TRIGGER devil BEFORE INSERT ON strict WHEN new.a = 666 "
             "BEGIN SELECT RAISE(ABORT, 'not that one'); END"})
        QVERIFY(connection->run(QString::fromLatin1(sql)));
    const auto result = connection->run(statement, values);
    QCOMPARE(errorOf(result), error);
    QVERIFY(result.error().kind == ErrorKind::Database);
}

void ConnectionTest::foreignKeysNameTheRow()
{
    auto connection = memory();
    for (const char* sql :
        {"CREATE TABLE student (id INTEGER PRIMARY KEY)", "CREATE TABLE class (id INTEGER PRIMARY KEY)",
            "CREATE TABLE enrollment (student INTEGER REFERENCES student, class INTEGER REFERENCES class, "
            "PRIMARY KEY (student, class))",
            "INSERT INTO student VALUES (1)", "INSERT INTO class VALUES (7)",
            "INSERT INTO enrollment VALUES (1, 7)"})
        QVERIFY(connection->run(QString::fromLatin1(sql)));

    QCOMPARE(
        errorOf(connection->run("INSERT INTO enrollment VALUES (?, ?)", {Value(qint64(1)), Value(qint64(42))})),
        "enrollment.class: a row of \"enrollment\" refers by class = 42 to a row of \"class\" that does not "
        "exist");
    QCOMPARE(errorOf(connection->run("DELETE FROM student WHERE id = ?", {Value(qint64(1))})),
        "enrollment.student: a row of \"enrollment\" still refers to the row of \"student\" by student = 1");
}

void ConnectionTest::anExplainedStatementLeavesNoTrace()
{
    auto connection = memory();
    for (const char* sql :
        {"CREATE TABLE p (id INTEGER PRIMARY KEY)", "CREATE TABLE c (p INTEGER REFERENCES p)"})
        QVERIFY(connection->run(QString::fromLatin1(sql)));
    const auto done = connection->transaction([&]() -> Result<void> {
        (void)connection->run("INSERT INTO p VALUES (1)");
        [&] { QVERIFY(!connection->run("INSERT INTO c VALUES (2)")); }();
        [&] { QCOMPARE(connection->run("PRAGMA defer_foreign_keys")->rows[0][0].integer(), 0); }();
        return {};
    });
    QVERIFY(done);
    QCOMPARE(connection->run("SELECT (SELECT count(*) FROM p), (SELECT count(*) FROM c)")->rows[0],
        std::vector<Value>({Value(qint64(1)), Value(qint64(0))}));
    QVERIFY(!connection->run("INSERT INTO c VALUES (3)"));
    QVERIFY(connection->transaction([] { return Result<void>(); }));
}

void ConnectionTest::theLogHearsEverything()
{
    auto connection = memory();
    StatementRecorder log;
    connection->setLog(&log);
    (void)connection->transaction([&]() -> Result<void> {
        (void)connection->run("SELECT ? UNION ALL SELECT 2", {Value(qint64(1))});
        (void)connection->run("SELECT nonsense");
        return {};
    });
    QCOMPARE(log.statements.size(), size_t(4));
    QCOMPARE(log.statements[0].sql, "BEGIN IMMEDIATE");
    QCOMPARE(log.statements[1].rows, 2);
    QCOMPARE(withValues(log.statements[1]), "SELECT 1 UNION ALL SELECT 2");
    QCOMPARE(log.statements[2].error, "no such column: nonsense");
    QCOMPARE(log.statements[3].sql, "COMMIT");
    connection->setLog(nullptr);
    (void)connection->run("SELECT 1");
    QCOMPARE(log.statements.size(), size_t(4));
}

void ConnectionTest::valuesAreShownInTheLog()
{
    const LoggedStatement statement{"SELECT '?', \"?\", [?], `?` -- ?\n, ? /* ? */, ?, ?",
        {Value(QStringLiteral("it's")), Value(QByteArray("\x01", 1)), Value()}, 0, 0, {}};
    QCOMPARE(withValues(statement), "SELECT '?', \"?\", [?], `?` -- ?\n, 'it''s' /* ? */, x'01', NULL");
}

void ConnectionTest::twoStatementsAtOnceAreRefused()
{
    auto connection = memory();
    QVERIFY(connection->run("CREATE TABLE t (v)"));
    QVERIFY(!connection->run("INSERT INTO t VALUES (1); DROP TABLE t"));
    QCOMPARE(connection->run("SELECT count(*) FROM t")->rows[0][0].integer(), 0);
    QVERIFY(!connection->run("SELECT ?, ?", {Value(qint64(1))}));
}

void ConnectionTest::filesThatAreNoDatabaseSayWhy()
{
    QTemporaryDir folder;
    const auto open = [&](const QString& name, bool create = false) {
        ConnectionSettings settings;
        settings.file = folder.filePath(name);
        settings.create = create;
        return Connection::open(settings);
    };
    QCOMPARE(open("missing.db").error().what.code, "file.missing");
    QVERIFY(!QFile::exists(folder.filePath("missing.db")));
    QCOMPARE(open("no/such/folder.db", true).error().what.code, "file.no-folder");
    QCOMPARE(open("").error().what.code, "file.directory");

    QFile text(folder.filePath("notes.txt"));
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write(QByteArray("Dear diary, ").repeated(200));
    text.close();
    const auto notes = open("notes.txt");
    QCOMPARE(notes.error().what.code, "file.not-a-database");
    QVERIFY(notes.error().kind == ErrorKind::Input);

    QFile empty(folder.filePath("empty.db"));
    QVERIFY(empty.open(QIODevice::WriteOnly));
    empty.close();
    QVERIFY(open("empty.db"));

    ConnectionSettings unknown;
    unknown.dialect = "oracle";
    QCOMPARE(Connection::open(unknown).error().what.code, "dialect.unknown");
}

void ConnectionTest::aReadOnlyConnectionCantWrite()
{
    QTemporaryDir folder;
    ConnectionSettings settings;
    settings.file = folder.filePath("a.db");
    settings.create = true;
    QVERIFY((*Connection::open(settings))->run("CREATE TABLE t (v)"));
    settings.readOnly = true;
    auto connection = Connection::open(settings);
    QVERIFY(connection);
    QVERIFY((*connection)->run("SELECT * FROM t"));
    QCOMPARE((*connection)->run("INSERT INTO t VALUES (1)").error().what.code, "file.read-only");
    QCOMPARE((*connection)->run("DROP TABLE t").error().what.code, "file.read-only");
    QVERIFY((*connection)->transaction([&]() -> Result<void> {
        const auto read = (*connection)->run("SELECT * FROM t");
        return read ? Result<void>() : failure(read);
    }));
}

void ConnectionTest::aLockedFileSaysSo()
{
    QTemporaryDir folder;
    ConnectionSettings settings;
    settings.file = folder.filePath("a.db");
    settings.create = true;
    auto connection = Connection::open(settings);
    QVERIFY((*connection)->run("CREATE TABLE t (v)"));
    Stranger stranger(settings.file);
    QVERIFY(stranger.run("BEGIN EXCLUSIVE"));

    // Waiting for the lock can be cancelled; a test need not sit through it.
    const auto canceller = (*connection)->canceller();
    std::atomic<bool> done = false;
    std::thread impatient([&] {
        while (!done) {
            canceller->cancel();
            QThread::msleep(5);
        }
    });
    const auto waited = (*connection)->run("INSERT INTO t VALUES (1)");
    done = true;
    impatient.join();
    QVERIFY(!waited);
    QVERIFY(waited.error().kind == ErrorKind::Cancelled);

    const auto second = Connection::open(settings);
    QVERIFY(!second);
    QCOMPARE(second.error().what.code, "file.locked");
    QVERIFY(second.error().kind == ErrorKind::Database);
    QVERIFY(stranger.run("COMMIT"));
    QVERIFY((*connection)->run("INSERT INTO t VALUES (1)"));
}

void ConnectionTest::aDamagedFileSaysSo()
{
    QTemporaryDir folder;
    ConnectionSettings settings;
    settings.file = folder.filePath("a.db");
    settings.create = true;
    {
        auto connection = Connection::open(settings);
        QVERIFY((*connection)->run("CREATE TABLE t (v)"));
        QVERIFY((*connection)
                    ->run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
                          "INSERT INTO t SELECT printf('%050d', i) FROM n"));
    }
    QFile file(settings.file);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(4096 + 512));
    file.write(QByteArray(16384, char(0xa5)));
    file.close();
    auto connection = Connection::open(settings);
    QVERIFY(connection);
    const auto read = (*connection)->run("SELECT count(v), max(v) FROM t");
    QVERIFY(!read);
    QCOMPARE(read.error().what.code, "file.corrupt");
}

void ConnectionTest::createMakesTheFile()
{
    QTemporaryDir folder;
    ConnectionSettings settings;
    settings.file = folder.filePath("new.db");
    settings.create = true;
    {
        auto connection = Connection::open(settings);
        QVERIFY2(connection, qPrintable(errorOf(connection)));
        QVERIFY((*connection)->run("CREATE TABLE t (v)"));
    }
    settings.create = false;
    QVERIFY((*Connection::open(settings))->run("SELECT * FROM t"));
    QCOMPARE(settings.displayName(), "new.db");
}

void ConnectionTest::strangeFileNames()
{
    QTemporaryDir folder;
    for (const QString& name : {QStringLiteral("a b'c\"d;e.db"), QStringLiteral("file:x?mode=memory"),
             QStringLiteral("Übung 🎓.db"), QStringLiteral("new\nline")}) {
        ConnectionSettings settings;
        settings.file = folder.filePath(name);
        settings.create = true;
        QVERIFY((*Connection::open(settings))->run("CREATE TABLE t (v)"));
        QVERIFY2(QFile(settings.file).size() > 0, qPrintable(name));
    }
}

void ConnectionTest::cancelStopsAnEndlessStatement()
{
    auto connection = memory();
    const auto canceller = connection->canceller();
    for (int round = 0; round < 3; ++round) {
        std::atomic<bool> done = false;
        std::thread other([&] {
            while (!done) { // the first may come before the statement has begun, and is forgotten then
                QThread::msleep(10);
                canceller->cancel();
            }
        });
        const auto result = connection->run(endless);
        done = true;
        other.join();
        QVERIFY(!result);
        QVERIFY(result.error().kind == ErrorKind::Cancelled);
        QVERIFY(connection->run("SELECT 1"));
    }
}

void ConnectionTest::cancelWithoutAStatementIsForgotten()
{
    auto connection = memory();
    connection->canceller()->cancel();
    QVERIFY(connection->run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
                            "SELECT count(*) FROM n"));
}

void ConnectionTest::stopRefusesUntilResumed()
{
    auto connection = memory();
    QVERIFY(connection->run("CREATE TABLE t (v)"));
    const auto stopped = connection->transaction([&]() -> Result<void> {
        (void)connection->run("INSERT INTO t VALUES (1)");
        connection->canceller()->stop();
        return {};
    });
    QVERIFY(!stopped);
    QVERIFY(stopped.error().kind == ErrorKind::Cancelled);
    QVERIFY(!connection->run("SELECT 1"));
    connection->resume();
    QCOMPARE(connection->run("SELECT count(*) FROM t")->rows[0][0].integer(), 0);
}

void ConnectionTest::aCancellerOutlivesItsConnection()
{
    auto connection = memory();
    const auto canceller = connection->canceller();
    connection.reset();
    canceller->cancel();
    canceller->stop();
}

QTEST_GUILESS_MAIN(ConnectionTest)
#include "connectiontest.moc"
