// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/connection.h"

#include "support/scratchserver.h"

#include <QTest>

#include <limits>
#include <thread>

using namespace conjoin;
using namespace conjoin::sql;

namespace {

template<class T>
QString errorOf(const Result<T>& result)
{
    return result ? QStringLiteral("no error")
                  : result.error().where + QStringLiteral(": ") + result.error().what.english();
}

/// Stops what the connection runs after a while, from another thread.
class Stopper {
public:
    explicit Stopper(Connection& connection)
        : thread_([cancel = connection.canceller()] {
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            cancel->cancel();
        })
    {}
    ~Stopper() { thread_.join(); }

private:
    std::thread thread_;
};

} // namespace

/// What both servers promise alike.
class ConnectionTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void theServerSaysWhatItIs_data() { servers(); }
    void theServerSaysWhatItIs();
    void valuesComeBackAsTheyWent_data() { servers(); }
    void valuesComeBackAsTheyWent();
    void storedTypesKeepEveryDigit_data() { servers(); }
    void storedTypesKeepEveryDigit();
    void aQuestionMarkInAStatementStays_data() { servers(); }
    void aQuestionMarkInAStatementStays();
    void onlyOneStatementAtATime_data() { servers(); }
    void onlyOneStatementAtATime();
    void aTransactionIsAllOrNothing_data() { servers(); }
    void aTransactionIsAllOrNothing();
    void aFailureInASavepointSparesTheRest_data() { servers(); }
    void aFailureInASavepointSparesTheRest();
    void aRehearsalLeavesNothing_data() { servers(); }
    void aRehearsalLeavesNothing();
    void aSnapshotSeesOneState_data() { servers(); }
    void aSnapshotSeesOneState();
    void readingOnlyIsEnforced_data() { servers(); }
    void readingOnlyIsEnforced();
    void constraintsSayWhere_data() { servers(); }
    void constraintsSayWhere();
    void aStatementCanBeStopped_data() { servers(); }
    void aStatementCanBeStopped();
    void aStopLastsUntilResume_data() { servers(); }
    void aStopLastsUntilResume();
    void aLostConnectionSaysSo_data() { servers(); }
    void aLostConnectionSaysSo();
    void openingSaysWhatIsWrong_data() { servers(); }
    void openingSaysWhatIsWrong();
    void theLogHearsEverything_data() { servers(); }
    void theLogHearsEverything();

private:
    void servers();
    tests::ScratchServer& server()
    {
        return postgres() ? static_cast<tests::ScratchServer&>(postgres_) : mariaDb_;
    }
    bool postgres() const { return isPostgres_; }
    const char* bySide(const char* onPostgres, const char* onMariaDb) const
    {
        return postgres() ? onPostgres : onMariaDb;
    }
    ResultSet must(const QString& statement, const std::vector<Value>& parameters = {})
    {
        auto result = connection_->run(statement, parameters);
        if (!result)
            qWarning("%s: %s", qPrintable(statement), qPrintable(errorOf(result)));
        return result ? std::move(*result) : ResultSet();
    }
    QString failureOf(const QString& statement, const std::vector<Value>& parameters = {})
    {
        return errorOf(connection_->run(statement, parameters));
    }
    qint64 number(const QString& statement)
    {
        const ResultSet result = must(statement);
        return result.rows.size() == 1 ? result.rows.front().front().integer() : -1;
    }

    tests::ScratchPostgres postgres_;
    tests::ScratchMariaDb mariaDb_;
    bool isPostgres_ = true;
    ConnectionSettings settings_;
    std::unique_ptr<Connection> connection_;
};

void ConnectionTest::servers()
{
    QTest::addColumn<bool>("postgres");
    QTest::newRow("PostgreSQL") << true;
    QTest::newRow("MariaDB") << false;
}

void ConnectionTest::initTestCase()
{
    QVERIFY2(postgres_.start(), qPrintable(postgres_.error()));
    QVERIFY2(mariaDb_.start(), qPrintable(mariaDb_.error()));
}

void ConnectionTest::init()
{
    QFETCH(bool, postgres);
    isPostgres_ = postgres;
    settings_ = server().newDatabase();
    auto opened = Connection::open(settings_);
    QVERIFY2(opened, qPrintable(errorOf(opened)));
    connection_ = std::move(*opened);
}

void ConnectionTest::cleanup()
{
    connection_.reset();
}

void ConnectionTest::theServerSaysWhatItIs()
{
    QCOMPARE(connection_->dialect().name(), QString::fromLatin1(bySide("postgresql", "mariadb")));
    QVERIFY(connection_->serverVersion().text.startsWith(bySide("PostgreSQL ", "MariaDB ")));
    QVERIFY(connection_->serverVersion().number > 100000);
    if (postgres())
        return;
    settings_.dialect = "mysql"; // either name reaches either server
    auto opened = Connection::open(settings_);
    QVERIFY2(opened, qPrintable(errorOf(opened)));
    QCOMPARE((*opened)->dialect().name(), "mariadb");
}

void ConnectionTest::valuesComeBackAsTheyWent()
{
    must(bySide("CREATE TABLE v (i bigint, r double precision, t text, b bytea)",
        "CREATE TABLE v (i bigint, r double, t mediumtext, b mediumblob)"));
    const std::vector<std::vector<Value>> rows{
        {Value(qint64(1)), Value(0.1), Value(QStringLiteral("x")), Value(QByteArray("\x00\xff'\\", 4))},
        {Value(std::numeric_limits<qint64>::max()), Value(-1.5e300), Value(QStringLiteral("")),
            Value(QByteArray(""))},
        {Value(std::numeric_limits<qint64>::min()), Value(0.0),
            Value(QStringLiteral("it's \\ a \"?\"\n\u00e4\U0001F600")), Value(QByteArray(70000, '\x01'))},
        {Value(), Value(), Value(), Value()},
        {Value(qint64(0)), Value(3.0), Value(QString(100'000, u'ö')), Value()},
    };
    for (const std::vector<Value>& row : rows)
        QCOMPARE(must("INSERT INTO v VALUES (?, ?, ?, ?)", row).affected, 1);
    for (const std::vector<Value>& row : rows) {
        const ResultSet direct = must("SELECT * FROM v");
        QVERIFY(std::find(direct.rows.begin(), direct.rows.end(), row) != direct.rows.end());
        if (row[0].isNull())
            continue;
        const ResultSet found = must("SELECT i, r, t, b FROM v WHERE i = ?", {row[0]}); // prepared
        QCOMPARE(found.columns, QStringList({"i", "r", "t", "b"}));
        QCOMPARE(found.rows.size(), size_t(1));
        QVERIFY(found.rows.front() == row);
    }
}

void ConnectionTest::storedTypesKeepEveryDigit()
{
    must(bySide("CREATE TABLE d (id int, n numeric(40,10), ts timestamp(6), tz timestamptz, t time(6), "
                "f boolean, j jsonb, u uuid, big numeric(20))",
        "CREATE TABLE d (id int, n decimal(40,10), ts datetime(6), tz timestamp NULL, t time(6), f tinyint(1), "
        "j json, u uuid, big bigint unsigned)"));
    must(bySide(
        "INSERT INTO d VALUES (1, 123456789012345678901234567890.0123456789, '2024-02-29 12:34:56.789123', "
        "'2024-02-29 12:34:56+00', '23:59:59.999999', true, '{\"a\": 1}', "
        "'123e4567-e89b-12d3-a456-426614174000', 18446744073709551615)",
        "INSERT INTO d VALUES (1, 123456789012345678901234567890.0123456789, '2024-02-29 12:34:56.789123', "
        "'2024-02-29 12:34:56', '23:59:59.999999', 1, '{\"a\": 1}', '123e4567-e89b-12d3-a456-426614174000', "
        "18446744073709551615)"));
    const auto text = [](const char* value) { return Value(QString::fromLatin1(value)); };
    const std::vector<Value> expected{Value(qint64(1)), text("123456789012345678901234567890.0123456789"),
        text("2024-02-29 12:34:56.789123"), text(bySide("2024-02-29 12:34:56+00", "2024-02-29 12:34:56")),
        text("23:59:59.999999"), Value(qint64(1)), text("{\"a\": 1}"),
        text("123e4567-e89b-12d3-a456-426614174000"), text("18446744073709551615")};
    const ResultSet direct = must("SELECT * FROM d");
    const ResultSet prepared = must("SELECT * FROM d WHERE id = ?", {Value(qint64(1))});
    for (size_t i = 0; i < expected.size(); ++i) {
        QCOMPARE(direct.rows.at(0).at(i).display(), expected[i].display());
        QVERIFY(direct.rows.at(0).at(i) == expected[i]);
        QCOMPARE(prepared.rows.at(0).at(i).display(), expected[i].display());
        QVERIFY(prepared.rows.at(0).at(i) == expected[i]);
    }
    if (postgres())
        return;
    const ResultSet odd = must("SELECT b'11111110' + 0, CAST('0000-00-00' AS DATE), TIME'-100:11:12'");
    QVERIFY(odd.rows.at(0).at(0) == Value(qint64(254)));
    QVERIFY(odd.rows.at(0).at(2) == text("-100:11:12"));
}

void ConnectionTest::aQuestionMarkInAStatementStays()
{
    QCOMPARE(must("SELECT '?' AS q").rows.at(0).at(0).text(), "?");
    QCOMPARE(
        must("SELECT '?', ?, 'it''s ?' -- ?\n", {Value(QStringLiteral("x"))}).rows.at(0).at(1).text(), "x");
    if (!postgres())
        return;
    QCOMPARE(number("SELECT (jsonb '{\"a\": 1}' ? 'a')::int"), 1);
    const ResultSet all = must("SELECT $$?$$, $q$ $$ ? $q$, E'\\'?', \"?\".v, /* ? /* ? */ ? */ ?::int "
                               "FROM (SELECT 7 AS v) AS \"?\"",
        {Value(qint64(5))});
    QCOMPARE(all.rows.at(0).at(0).text(), "?");
    QCOMPARE(all.rows.at(0).at(2).text(), "'?");
    QCOMPARE(all.rows.at(0).at(3).integer(), 7);
    QCOMPARE(all.rows.at(0).at(4).integer(), 5);
}

void ConnectionTest::onlyOneStatementAtATime()
{
    must("CREATE TABLE t (v int)");
    QVERIFY(!connection_->run("INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)"));
    QCOMPARE(number("SELECT count(*) FROM t"), 0);
    must("INSERT INTO t VALUES (1);"); // one with its end is one
    QCOMPARE(number("SELECT count(*) FROM t"), 1);
}

void ConnectionTest::aTransactionIsAllOrNothing()
{
    must("CREATE TABLE t (v int PRIMARY KEY)");
    const auto done = connection_->transaction([&]() -> Result<void> {
        must("INSERT INTO t VALUES (1)");
        const auto twice = connection_->run("INSERT INTO t VALUES (1)");
        return twice ? Result<void>() : failure(twice);
    });
    QVERIFY(!done);
    QVERIFY(!connection_->inTransaction());
    QCOMPARE(number("SELECT count(*) FROM t"), 0);
    QVERIFY(connection_->transaction([&]() -> Result<void> {
        must("INSERT INTO t VALUES (1)");
        return {};
    }));
    QCOMPARE(number("SELECT count(*) FROM t"), 1);
}

void ConnectionTest::aFailureInASavepointSparesTheRest()
{
    must("CREATE TABLE t (v int PRIMARY KEY)");
    QVERIFY(connection_->transaction([&]() -> Result<void> {
        must("INSERT INTO t VALUES (1)");
        const auto inner = connection_->transaction([&]() -> Result<void> {
            must("INSERT INTO t VALUES (2)");
            const auto twice = connection_->run("INSERT INTO t VALUES (1)");
            return twice ? Result<void>() : failure(twice);
        });
        if (inner)
            return inputError({}, message("test", "the inner one must fail"));
        must("INSERT INTO t VALUES (3)");
        return {};
    }));
    QCOMPARE(number("SELECT count(*) FROM t WHERE v IN (1, 3)"), 2);
    QCOMPARE(number("SELECT count(*) FROM t"), 2);
}

void ConnectionTest::aRehearsalLeavesNothing()
{
    must("CREATE TABLE t (v int)");
    qint64 inside = 0;
    QVERIFY(connection_->rehearsal([&]() -> Result<void> {
        must("INSERT INTO t VALUES (1)");
        inside = number("SELECT count(*) FROM t");
        return {};
    }));
    QCOMPARE(inside, 1);
    QCOMPARE(number("SELECT count(*) FROM t"), 0);
}

void ConnectionTest::aSnapshotSeesOneState()
{
    must("CREATE TABLE t (v int)");
    auto other = Connection::open(settings_);
    QVERIFY(other);
    qint64 before = -1, after = -1;
    QString refused;
    QVERIFY(connection_->snapshot([&]() -> Result<void> {
        before = number("SELECT count(*) FROM t");
        QTest::qWait(1);
        if (!(*other)->run("INSERT INTO t VALUES (1)"))
            return inputError({}, message("test", "a snapshot must block nobody"));
        after = number("SELECT count(*) FROM t");
        return {};
    }));
    QCOMPARE(before, 0);
    QCOMPARE(after, 0);
    QCOMPARE(number("SELECT count(*) FROM t"), 1);
}

void ConnectionTest::readingOnlyIsEnforced()
{
    must("CREATE TABLE t (v int)");
    settings_.readOnly = true;
    auto opened = Connection::open(settings_);
    QVERIFY2(opened, qPrintable(errorOf(opened)));
    QVERIFY((*opened)->run("SELECT * FROM t"));
    QCOMPARE((*opened)->run("INSERT INTO t VALUES (1)").error().what.code, "server.read-only");
    QCOMPARE((*opened)->run("CREATE TABLE u (v int)").error().what.code, "server.read-only");
    QVERIFY(!(*opened)->transaction([&]() -> Result<void> {
        const auto written = (*opened)->run("INSERT INTO t VALUES (1)");
        return written ? Result<void>() : failure(written);
    }));
}

void ConnectionTest::constraintsSayWhere()
{
    must("CREATE TABLE parent (id int PRIMARY KEY, name varchar(20) NOT NULL, CONSTRAINT parent_name UNIQUE "
         "(name))");
    must("CREATE TABLE child (id int PRIMARY KEY, parent_id int NOT NULL, n int, CONSTRAINT n_positive CHECK "
         "(n > 0), "
         "CONSTRAINT child_parent FOREIGN KEY (parent_id) REFERENCES parent (id))");
    must("INSERT INTO parent VALUES (1, 'a')");
    must("INSERT INTO child VALUES (1, 1, 1)");

    QCOMPARE(failureOf("INSERT INTO parent VALUES (1, 'b')"),
        "parent.id: another row of \"parent\" already has id = 1");
    QCOMPARE(failureOf(
                 "INSERT INTO parent (id, name) VALUES (?, ?)", {Value(qint64(2)), Value(QStringLiteral("a"))}),
        "parent.name: another row of \"parent\" already has name = 'a'");
    QCOMPARE(failureOf("INSERT INTO parent VALUES (3, NULL)"),
        "parent.name: \"name\" of \"parent\" must have a value");
    QCOMPARE(failureOf("INSERT INTO parent (id) VALUES (3)"),
        "parent.name: \"name\" of \"parent\" must have a value");
    QCOMPARE(failureOf("INSERT INTO child VALUES (2, 1, -1)"), "child: the check \"n_positive\" does not hold");
    QCOMPARE(failureOf("INSERT INTO child VALUES (2, 9, 1)"),
        bySide("child.parent_id: a row of \"child\" refers by parent_id = '9' to a row of \"parent\" that does "
               "not exist",
            "child.parent_id: a row of \"child\" refers by parent_id to a row of \"parent\" that does not "
            "exist"));
    QVERIFY(failureOf("DELETE FROM parent").contains("still refer"));
    // PostgreSQL tells the key of the row that would go, not the column that refers to it.
    const QString referred = failureOf("DELETE FROM parent");
    QVERIFY2(referred.startsWith(
                 bySide("child: a row of \"child\" still refers to the row of \"parent\" with id = 1",
                     "child.parent_id: a row of \"child\" still refers")),
        qPrintable(referred));
    QVERIFY(failureOf("SELECT * FROM nowhere").contains("nowhere"));
}

void ConnectionTest::aStatementCanBeStopped()
{
    for (const bool withParameters : {false, true}) {
        const Stopper stopper(*connection_);
        const QString sleep = bySide("SELECT count(pg_sleep(20)), ?::int", "SELECT SLEEP(20), ?");
        const auto stopped = withParameters ? connection_->run(sleep, {Value(qint64(1))})
                                            : connection_->run(QString(sleep).replace("?", "1"));
        // MariaDB's SLEEP() says 1 when it was interrupted; all else fails.
        QVERIFY(!stopped || !postgres());
        if (!stopped)
            QVERIFY(stopped.error().kind == ErrorKind::Cancelled);
    }
    {
        const Stopper stopper(*connection_);
        const auto stopped = connection_->run(
            bySide("SELECT count(*) FROM generate_series(1, 1000000000) a, generate_series(1, 1000) b",
                "SELECT sum(a.seq * b.seq) FROM seq_1_to_1000000 a, seq_1_to_1000000 b"));
        QVERIFY(!stopped);
        QVERIFY(stopped.error().kind == ErrorKind::Cancelled);
    }
    connection_->canceller()->cancel(); // nothing runs: without effect
    QCOMPARE(number("SELECT 1"), 1);
}

void ConnectionTest::aStopLastsUntilResume()
{
    must("CREATE TABLE t (v int)");
    const auto done = connection_->transaction([&]() -> Result<void> {
        must("INSERT INTO t VALUES (1)");
        connection_->canceller()->stop();
        const auto refused = connection_->run("INSERT INTO t VALUES (2)");
        return refused ? Result<void>() : failure(refused);
    });
    QVERIFY(!done);
    QVERIFY(done.error().kind == ErrorKind::Cancelled);
    QVERIFY(connection_->run("SELECT 1").error().kind == ErrorKind::Cancelled);
    connection_->resume();
    QCOMPARE(number("SELECT count(*) FROM t"), 0);
}

void ConnectionTest::aLostConnectionSaysSo()
{
    auto other = Connection::open(settings_);
    QVERIFY(other);
    const qint64 id = number(bySide("SELECT pg_backend_pid()", "SELECT CONNECTION_ID()"));
    QVERIFY((*other)->run(QString::fromLatin1(bySide("SELECT pg_terminate_backend(%1)", "KILL %1")).arg(id)));
    for (int i = 0; i < 2; ++i) {
        const auto lost = connection_->run("SELECT 1");
        QVERIFY(!lost);
        QCOMPARE(lost.error().what.code, "server.lost");
    }
    QVERIFY(!connection_->transaction([]() -> Result<void> { return {}; }));
}

void ConnectionTest::openingSaysWhatIsWrong()
{
    const auto codeOf = [](const ConnectionSettings& settings) {
        const auto opened = Connection::open(settings);
        return opened ? QStringLiteral("opened") : opened.error().what.code;
    };
    ConnectionSettings wrong = settings_;
    wrong.database = "nowhere";
    QCOMPARE(codeOf(wrong), "server.no-database");
    QVERIFY(Connection::open(wrong).error().what.english().contains("nowhere"));
    wrong = settings_;
    wrong.socket = "/nowhere";
    QCOMPARE(codeOf(wrong), "server.unreachable");
    wrong = settings_;
    wrong.socket.clear();
    wrong.host = "127.0.0.1";
    wrong.port = 1;
    QCOMPARE(codeOf(wrong), "server.unreachable");
    wrong.host = "no-such-host.invalid";
    QCOMPARE(codeOf(wrong), "server.unreachable");
    wrong = settings_;
    wrong.user = "nobody at all";
    wrong.password = "s3cret";
    const auto refused = Connection::open(wrong);
    QVERIFY(!refused);
    QVERIFY(!errorOf(refused).contains("s3cret"));
    QVERIFY(!refused.error().hint.isEmpty());

    must(bySide("CREATE ROLE ann", "CREATE USER ann IDENTIFIED BY 'right'"));
    if (postgres())
        return; // the scratch server trusts everybody
    wrong.user = "ann";
    QCOMPARE(codeOf(wrong), "server.password");
    wrong.password.clear();
    QCOMPARE(codeOf(wrong), "server.password-missing");
    wrong.password = "right";
    QCOMPARE(codeOf(wrong), "server.not-allowed");
    must("DROP USER ann");
    wrong = settings_;
    wrong.tls.mode = "REQUIRED";
    QCOMPARE(codeOf(wrong), "server.tls");
}

void ConnectionTest::theLogHearsEverything()
{
    StatementRecorder log;
    connection_->setLog(&log);
    must("SELECT 1");
    QVERIFY(!connection_->run("SELECT nonsense"));
    QVERIFY(connection_->transaction([]() -> Result<void> { return {}; }));
    QCOMPARE(log.statements.size(), size_t(4));
    QCOMPARE(log.statements[0].rows, 1);
    QVERIFY(!log.statements[1].error.isEmpty());
    QCOMPARE(log.statements[3].sql, "COMMIT");
}

QTEST_GUILESS_MAIN(ConnectionTest)
#include "connectiontest.moc"
