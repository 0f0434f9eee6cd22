// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/connection.h"

#include "support/everyengine.h"

#include <QTest>

#include <thread>

using namespace conjoin;
using namespace conjoin::sql;

namespace {

template<class T>
QString errorOf(const Result<T>& result)
{
    return result ? QStringLiteral("no error")
                  : result.error().what.code + QStringLiteral(": ") + result.error().what.english() +
                        QStringLiteral(" – ") + result.error().hint.english();
}

Error refusedByTheTest()
{
    return inputError({}, message("test", "the test does not go on"));
}

} // namespace

/// What a transaction promises on every engine.
class TransactionTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void everyLevelIsGiven_data() { tests::EveryEngine::addRows(); }
    void everyLevelIsGiven();
    void aLevelDecidesWhatIsSeen_data() { tests::EveryEngine::addRows(); }
    void aLevelDecidesWhatIsSeen();
    void aConflictIsTriedAgain_data() { tests::EveryEngine::addRows(); }
    void aConflictIsTriedAgain();
    void aConflictThatLastsIsToldAtLast_data() { tests::EveryEngine::addRows(); }
    void aConflictThatLastsIsToldAtLast();
    void aDeadlockIsTriedAgain_data() { tests::EveryEngine::addRows(); }
    void aDeadlockIsTriedAgain();
    void aLockIsWaitedForSoLong_data() { tests::EveryEngine::addRows(); }
    void aLockIsWaitedForSoLong();
    void readingOnlyIsEnforced_data() { tests::EveryEngine::addRows(); }
    void readingOnlyIsEnforced();
    void onlyAFileIsLockedAsAWhole_data() { tests::EveryEngine::addRows(); }
    void onlyAFileIsLockedAsAWhole();
    void aNestedOneHasNoOptionsOfItsOwn_data() { tests::EveryEngine::addRows(); }
    void aNestedOneHasNoOptionsOfItsOwn();
    void savepointsNest_data() { tests::EveryEngine::addRows(); }
    void savepointsNest();
    void aFailedBeginLeavesNothingOpen_data() { tests::EveryEngine::addRows(); }
    void aFailedBeginLeavesNothingOpen();

private:
    std::unique_ptr<Connection> open()
    {
        auto opened = Connection::open(settings_);
        if (!opened)
            qFatal("%s", qPrintable(errorOf(opened)));
        return std::move(*opened);
    }
    ResultSet must(Connection& connection, const char* statement)
    {
        auto result = connection.run(QString::fromUtf8(statement));
        if (!result)
            qFatal("%s: %s", statement, qPrintable(errorOf(result)));
        return std::move(*result);
    }
    qint64 number(Connection& connection, const char* statement)
    {
        return must(connection, statement).rows.front().front().display().toLongLong(); // a sum may be a
                                                                                        // decimal
    }
    bool isFile() const { return settings_.isFile(); }
    bool isPostgres() const { return settings_.dialect == u"postgresql"; }

    tests::EveryEngine engines_;
    ConnectionSettings settings_;
    std::unique_ptr<Connection> one_, other_;
};

void TransactionTest::initTestCase()
{
    QVERIFY2(engines_.start(), qPrintable(engines_.error()));
}

/// Two connections to a table `t` of two rows, both 0.
void TransactionTest::init()
{
    QFETCH(QString, engine);
    settings_ = engines_.newDatabase(engine);
    one_ = open();
    if (isFile()) // a reader does not keep a writer away
        must(*one_, "PRAGMA journal_mode = WAL");
    must(*one_, "CREATE TABLE t (id int PRIMARY KEY, v int)");
    must(*one_, "INSERT INTO t VALUES (1, 0), (2, 0)");
    other_ = open();
}

void TransactionTest::cleanup()
{
    one_.reset();
    other_.reset();
}

void TransactionTest::everyLevelIsGiven()
{
    for (const Isolation isolation : {Isolation::ReadUncommitted, Isolation::ReadCommitted,
             Isolation::RepeatableRead, Isolation::Serializable}) {
        TransactionOptions options;
        options.isolation = isolation;
        QString level;
        const auto done = one_->transaction(options, [&]() -> Result<void> {
            if (isPostgres())
                level = must(*one_, "SHOW transaction_isolation").rows[0][0].text();
            must(*one_, "UPDATE t SET v = v + 1 WHERE id = 1");
            return {};
        });
        QVERIFY2(done, qPrintable(errorOf(done)));
        const char* const names[] = {"read uncommitted", "read committed", "repeatable read", "serializable"};
        QCOMPARE(level, isPostgres() ? QString::fromLatin1(names[int(isolation)]) : QString());
    }
    QCOMPARE(number(*one_, "SELECT v FROM t WHERE id = 1"), 4);
}

void TransactionTest::aLevelDecidesWhatIsSeen()
{
    for (const Isolation isolation : {Isolation::ReadCommitted, Isolation::RepeatableRead}) {
        TransactionOptions options;
        options.isolation = isolation;
        options.readOnly = true;
        qint64 before = 0, after = 0;
        const auto done = one_->transaction(options, [&]() -> Result<void> {
            before = number(*one_, "SELECT v FROM t WHERE id = 1");
            must(*other_, "UPDATE t SET v = v + 1 WHERE id = 1");
            after = number(*one_, "SELECT v FROM t WHERE id = 1");
            return {};
        });
        QVERIFY2(done, qPrintable(errorOf(done)));
        const bool moves = isolation == Isolation::ReadCommitted && !isFile(); // a file gives more
        QCOMPARE(after - before, moves ? 1 : 0);
    }
}

/// Both read, the other one writes and commits, then the first would write what it made of an old state.
/// MariaDB locks what a serializable transaction reads instead: the other one waits, and gives up.
void TransactionTest::aConflictIsTriedAgain()
{
    if (settings_.dialect == u"mariadb")
        QSKIP("a server that locks has deadlocks instead");
    TransactionOptions options;
    options.isolation = Isolation::Serializable;
    options.lock = TransactionOptions::Lock::Deferred;
    options.retries = 3;
    int runs = 0;
    const auto done = one_->transaction(options, [&]() -> Result<void> {
        const qint64 sum = number(*one_, "SELECT sum(v) FROM t");
        if (++runs == 1) {
            const auto faster = other_->transaction(options, [&]() -> Result<void> {
                must(*other_, "SELECT sum(v) FROM t");
                must(*other_, "UPDATE t SET v = 10 WHERE id = 1");
                return {};
            });
            if (!faster)
                return faster;
        }
        const auto written =
            one_->run(QStringLiteral("UPDATE t SET v = ? WHERE id = 2"), {Value(qint64(sum + 1))});
        return written ? Result<void>() : failure(written);
    });
    QVERIFY2(done, qPrintable(errorOf(done)));
    QCOMPARE(runs, 2);
    QCOMPARE(number(*one_, "SELECT v FROM t WHERE id = 2"), 11); // made of what the other one wrote
}

void TransactionTest::aConflictThatLastsIsToldAtLast()
{
    if (settings_.dialect == u"mariadb")
        QSKIP("a server that locks has deadlocks instead");
    TransactionOptions options;
    options.isolation = Isolation::Serializable;
    options.lock = TransactionOptions::Lock::Deferred;
    options.retries = 2;
    int runs = 0;
    const auto done = one_->transaction(options, [&]() -> Result<void> {
        ++runs;
        must(*one_, "SELECT sum(v) FROM t");
        const auto faster = other_->transaction(options, [&]() -> Result<void> {
            must(*other_, "SELECT sum(v) FROM t");
            must(*other_, "UPDATE t SET v = v + 1 WHERE id = 1");
            return {};
        });
        if (!faster)
            return faster;
        const auto written = one_->run(QStringLiteral("UPDATE t SET v = -1 WHERE id = 2"));
        return written ? Result<void>() : failure(written);
    });
    QVERIFY(!done);
    QVERIFY2(isConflict(done.error()), qPrintable(errorOf(done)));
    QVERIFY2(errorOf(done).contains(QStringLiteral("tried 3 times")), qPrintable(errorOf(done)));
    QCOMPARE(runs, 3);
    QVERIFY(!one_->inTransaction());
    QCOMPARE(number(*one_, "SELECT count(*) FROM t WHERE v = -1"), 0);
}

/// Each holds a row and wants the other's.
void TransactionTest::aDeadlockIsTriedAgain()
{
    if (isFile())
        QSKIP("a file has one lock, so nobody can hold what another one waits for");
    TransactionOptions options;
    options.retries = 5;
    std::atomic<int> holding = 0;
    std::atomic<int> runs = 0;
    const auto swap = [&](Connection& connection, int first, int second) {
        bool waits = true;
        return connection.transaction(options, [&, first, second]() -> Result<void> {
            ++runs;
            const QString add = QStringLiteral("UPDATE t SET v = v + 1 WHERE id = ?");
            if (auto mine = connection.run(add, {Value(qint64(first))}); !mine)
                return failure(mine);
            if (waits)
                ++holding;
            waits = false;
            while (holding < 2)
                std::this_thread::yield();
            auto theirs = connection.run(add, {Value(qint64(second))});
            return theirs ? Result<void>() : failure(theirs);
        });
    };
    Result<void> there;
    std::thread thread([&] { there = swap(*other_, 2, 1); });
    const Result<void> here = swap(*one_, 1, 2);
    thread.join();
    QVERIFY2(here, qPrintable(errorOf(here)));
    QVERIFY2(there, qPrintable(errorOf(there)));
    QVERIFY(runs > 2);
    QCOMPARE(number(*one_, "SELECT sum(v) FROM t"), 4); // each once
}

void TransactionTest::aLockIsWaitedForSoLong()
{
    TransactionOptions options;
    options.lockTimeout = std::chrono::milliseconds(50);
    const auto held = other_->transaction([&]() -> Result<void> {
        must(*other_, "UPDATE t SET v = 1 WHERE id = 1");
        return one_->transaction(options, [&]() -> Result<void> {
            const auto written = one_->run(QStringLiteral("UPDATE t SET v = 2 WHERE id = 1"));
            return written ? Result<void>() : failure(written);
        });
    });
    QVERIFY(!held);
    QCOMPARE(
        held.error().what.code, isFile() ? QStringLiteral("file.locked") : QStringLiteral("server.locked"));
    QVERIFY(!isConflict(held.error())); // who waits in vain would wait again
    QCOMPARE(number(*one_, "SELECT sum(v) FROM t"), 0);
    // Later transactions wait as long as ever.
    if (isPostgres())
        QCOMPARE(must(*one_, "SHOW lock_timeout").rows[0][0].text(), QStringLiteral("0"));
    else if (!isFile())
        QCOMPARE(number(*one_, "SELECT @@innodb_lock_wait_timeout"),
            number(*one_, "SELECT @@GLOBAL.innodb_lock_wait_timeout"));
}

void TransactionTest::readingOnlyIsEnforced()
{
    TransactionOptions options;
    options.readOnly = true;
    const auto done = one_->transaction(options, [&]() -> Result<void> {
        must(*one_, "SELECT * FROM t");
        const auto written = one_->run(QStringLiteral("UPDATE t SET v = 2 WHERE id = 1"));
        return written ? Result<void>() : failure(written);
    });
    QVERIFY(!done);
    QCOMPARE(done.error().what.code,
        isFile() ? QStringLiteral("file.read-only") : QStringLiteral("server.read-only"));
    must(*one_, "UPDATE t SET v = 3 WHERE id = 1"); // only that transaction was
    QCOMPARE(number(*one_, "SELECT v FROM t WHERE id = 1"), 3);
}

void TransactionTest::onlyAFileIsLockedAsAWhole()
{
    TransactionOptions options;
    options.lock = TransactionOptions::Lock::Exclusive;
    const auto done = one_->transaction(options, [&]() -> Result<void> {
        TransactionOptions hasty;
        hasty.lockTimeout = std::chrono::milliseconds(1);
        return other_->transaction(hasty, [] { return Result<void>(); });
    });
    QVERIFY(!done);
    QCOMPARE(done.error().what.code,
        isFile() ? QStringLiteral("file.locked") : QStringLiteral("transaction.exclusive"));
    QVERIFY(!one_->inTransaction() && !other_->inTransaction());
}

void TransactionTest::aNestedOneHasNoOptionsOfItsOwn()
{
    TransactionOptions options;
    options.isolation = Isolation::Serializable;
    const auto done = one_->transaction(options, [&]() -> Result<void> {
        must(*one_, "UPDATE t SET v = 1 WHERE id = 1");
        if (auto plain = one_->transaction(TransactionOptions(), [] { return Result<void>(); }); !plain)
            return plain;
        return one_->transaction(options, [] { return Result<void>(); });
    });
    QVERIFY(!done);
    QCOMPARE(done.error().what.code, QStringLiteral("transaction.nested"));
    QCOMPARE(number(*one_, "SELECT sum(v) FROM t"), 0);
}

void TransactionTest::savepointsNest()
{
    const auto add = [&](int by, bool keep) {
        return one_->transaction([&]() -> Result<void> {
            auto written =
                one_->run(QStringLiteral("UPDATE t SET v = v + ? WHERE id = 1"), {Value(qint64(by))});
            if (!written)
                return failure(written);
            return keep ? Result<void>() : refusedByTheTest();
        });
    };
    const auto done = one_->transaction([&]() -> Result<void> {
        (void)add(1, true);
        (void)add(10, false);
        (void)one_->transaction([&]() -> Result<void> {
            (void)add(100, true);
            return refusedByTheTest(); // and the one inside goes with it
        });
        return add(1000, true);
    });
    QVERIFY2(done, qPrintable(errorOf(done)));
    QCOMPARE(number(*one_, "SELECT v FROM t WHERE id = 1"), 1001);
}

void TransactionTest::aFailedBeginLeavesNothingOpen()
{
    TransactionOptions options;
    options.lockTimeout = std::chrono::milliseconds(1);
    one_->canceller()->stop();
    const auto stopped = one_->transaction(options, [] { return Result<void>(); });
    QVERIFY(!stopped && stopped.error().kind == ErrorKind::Cancelled);
    one_->resume();
    QVERIFY(!one_->inTransaction());
    QVERIFY(one_->transaction([] { return Result<void>(); }));
}

QTEST_GUILESS_MAIN(TransactionTest)
#include "transactiontest.moc"
