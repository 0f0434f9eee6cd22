// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/database.h"

#include <QElapsedTimer>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

using namespace conjoin;
using namespace conjoin::sql;

namespace {

ConnectionSettings memory()
{
    ConnectionSettings settings;
    settings.file = QStringLiteral(":memory:");
    return settings;
}

Result<qint64> number(Connection& connection, const QString& sql)
{
    const auto found = connection.run(sql);
    if (!found)
        return failure(found);
    return found->rows.front().front().integer();
}

const QString endless =
    QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");

} // namespace

class DatabaseTest : public QObject {
    Q_OBJECT

private slots:
    void jobsRunInOrderOnOneOtherThread();
    void resultsComeBackToTheMainThread();
    void everyJobGetsTheErrorOfOpening();
    void cancelStopsWhatRunsAndDropsWhatWaits();
    void cancelHoldsForTheWholeJob();
    void aCancelledTransactionIsRolledBack();
    void aDatabaseMayGoWhileItRuns();
    void aDatabaseMayGoWhileItWaitsForALock();
    void theLogIsTold();
};

void DatabaseTest::jobsRunInOrderOnOneOtherThread()
{
    Database database(memory());
    std::vector<int> order;
    std::vector<Qt::HANDLE> threads;
    std::vector<QFuture<Result<qint64>>> futures;
    for (int i = 0; i < 50; ++i) {
        futures.push_back(database.run([&order, &threads, i](Connection& connection) {
            order.push_back(i);
            threads.push_back(QThread::currentThreadId());
            return number(connection, QStringLiteral("SELECT %1").arg(i));
        }));
    }
    for (int i = 0; i < 50; ++i)
        QCOMPARE(*futures[size_t(i)].result(), i);
    for (int i = 0; i < 50; ++i) {
        QCOMPARE(order[size_t(i)], i);
        QCOMPARE(threads[size_t(i)], threads[0]);
    }
    QVERIFY(threads[0] != QThread::currentThreadId());
}

void DatabaseTest::resultsComeBackToTheMainThread()
{
    Database database(memory());
    Qt::HANDLE thread = nullptr;
    qint64 answer = 0;
    database.run([](Connection& connection) { return number(connection, QStringLiteral("SELECT 42")); })
        .then(this, [&](const Result<qint64>& result) {
            thread = QThread::currentThreadId();
            answer = *result;
        });
    QTRY_COMPARE(answer, 42);
    QCOMPARE(thread, QThread::currentThreadId());
}

void DatabaseTest::everyJobGetsTheErrorOfOpening()
{
    ConnectionSettings settings;
    settings.file = QStringLiteral("/no/such/file.db");
    Database database(settings);
    for (int i = 0; i < 3; ++i) {
        const auto result =
            database.run([](Connection& connection) { return number(connection, QStringLiteral("SELECT 1")); })
                .result();
        QVERIFY(!result);
        QCOMPARE(result.error().what.code, "file.missing");
    }
}

void DatabaseTest::cancelStopsWhatRunsAndDropsWhatWaits()
{
    Database database(memory());
    QSemaphore started;
    const auto running = database.run([&](Connection& connection) {
        started.release();
        return number(connection, endless);
    });
    bool ran = false;
    const auto waiting = database.run([&](Connection& connection) {
        ran = true;
        return number(connection, QStringLiteral("SELECT 1"));
    });
    started.acquire();
    database.cancel();
    QVERIFY(running.result().error().kind == ErrorKind::Cancelled);
    QVERIFY(waiting.result().error().kind == ErrorKind::Cancelled);
    QVERIFY(!ran);
    const auto after =
        database.run([](Connection& connection) { return number(connection, QStringLiteral("SELECT 7")); });
    QCOMPARE(*after.result(), 7);
}

void DatabaseTest::cancelHoldsForTheWholeJob()
{
    Database database(memory());
    QSemaphore started, cancelled;
    const auto job = database.run([&](Connection& connection) {
        started.release();
        cancelled.acquire(); // no statement runs now
        return number(connection, QStringLiteral("SELECT 1"));
    });
    started.acquire();
    database.cancel();
    cancelled.release();
    QVERIFY(!job.result());
    QVERIFY(job.result().error().kind == ErrorKind::Cancelled);
}

void DatabaseTest::aCancelledTransactionIsRolledBack()
{
    Database database(memory());
    QSemaphore started;
    const auto job = database.run([&](Connection& connection) {
        (void)connection.run(QStringLiteral("CREATE TABLE t (v)"));
        return connection.transaction([&]() -> Result<void> {
            (void)connection.run(QStringLiteral("INSERT INTO t VALUES (1)"));
            started.release();
            const auto done = number(connection, endless);
            return done ? Result<void>() : failure(done);
        });
    });
    started.acquire();
    database.cancel();
    QVERIFY(job.result().error().kind == ErrorKind::Cancelled);
    const auto rows = database.run(
        [](Connection& connection) { return number(connection, QStringLiteral("SELECT count(*) FROM t")); });
    QCOMPARE(*rows.result(), 0);
}

void DatabaseTest::aDatabaseMayGoWhileItRuns()
{
    QFuture<Result<qint64>> running, waiting;
    {
        Database database(memory());
        QSemaphore started;
        running = database.run([&](Connection& connection) {
            started.release();
            return number(connection, endless);
        });
        waiting =
            database.run([](Connection& connection) { return number(connection, QStringLiteral("SELECT 1")); });
        started.acquire();
    }
    QVERIFY(running.isFinished());
    QVERIFY(running.result().error().kind == ErrorKind::Cancelled);
    QVERIFY(waiting.isFinished());
    QVERIFY(waiting.result().error().kind == ErrorKind::Cancelled);
}

void DatabaseTest::aDatabaseMayGoWhileItWaitsForALock()
{
    QTemporaryDir folder;
    ConnectionSettings settings;
    settings.file = folder.filePath(QStringLiteral("a.db"));
    settings.create = true;
    QVERIFY((*Connection::open(settings))->run(QStringLiteral("CREATE TABLE t (v)")));
    sqlite3* stranger = nullptr;
    QCOMPARE(sqlite3_open(settings.file.toUtf8().constData(), &stranger), SQLITE_OK);
    QCOMPARE(sqlite3_exec(stranger, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr), SQLITE_OK);
    QFuture<Result<qint64>> waiting;
    {
        Database database(settings);
        waiting =
            database.run([](Connection& connection) { return number(connection, QStringLiteral("SELECT 1")); });
    }
    QVERIFY(waiting.result().error().kind == ErrorKind::Cancelled); // not "locked": nobody waited that long
    sqlite3_close(stranger);
}

void DatabaseTest::theLogIsTold()
{
    StatementRecorder log;
    {
        Database database(memory(), &log);
        (void)database
            .run([](Connection& connection) { return number(connection, QStringLiteral("SELECT 42")); })
            .result();
    }
    QCOMPARE(log.statements.size(), size_t(1));
    QCOMPARE(log.statements[0].sql, "SELECT 42");
}

QTEST_GUILESS_MAIN(DatabaseTest)
#include "databasetest.moc"
