// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/base/json.h"
#include "orm/sql/connection.h"
#include "support/program.h"
#include "support/support.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace conjoin;
using tests::ProgramRun;
using tests::runConjoin;

/// What `find` prints is whole, or nothing: a database may fail in the middle of its rows.
class FindOutputTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void whatFailsOnTheWayPrintsNothing_data();
    void whatFailsOnTheWayPrintsNothing();
    void linesThatWerePrintedAreWhole();
    void whatIsLongerThanItsRoomInMemoryIsTheSame();
    void aFullDeviceIsAnError_data();
    void aFullDeviceIsAnError();

private:
    ProgramRun run(const QStringList& arguments) { return runConjoin(folder_.path(), arguments); }

    QTemporaryDir folder_;
};

void FindOutputTest::initTestCase()
{
    sql::ConnectionSettings settings;
    settings.file = folder_.filePath(QStringLiteral("log.db"));
    settings.create = true;
    auto connection = sql::Connection::open(settings);
    QVERIFY(connection);
    // Nothing computes the column before it is read; its value in one row is more than 64 bits hold.
    for (const char* statement : {"CREATE TABLE entry (id INTEGER PRIMARY KEY, n INTEGER, note TEXT)",
             "WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 30000) "
             "INSERT INTO entry (id, n, note) SELECT i, i, hex(zeroblob(100)) FROM k",
             "UPDATE entry SET n = -9223372036854775808 WHERE id = 29000",
             "ALTER TABLE entry ADD COLUMN size INTEGER GENERATED ALWAYS AS (abs(n)) VIRTUAL"}) {
        const auto ran = (*connection)->run(QString::fromLatin1(statement));
        QVERIFY2(ran, ran ? "" : qPrintable(ran.error().what.english()));
    }
}

void FindOutputTest::whatFailsOnTheWayPrintsNothing_data()
{
    QTest::addColumn<QString>("format");
    for (const char* format : {"json", "csv", "markdown", "sql", "table", "tree"})
        QTest::newRow(format) << QString::fromLatin1(format);
}

void FindOutputTest::whatFailsOnTheWayPrintsNothing()
{
    QFETCH(QString, format);
    const ProgramRun found = run({"find", "sqlite:log.db", "entry", "--format", format});
    QCOMPARE(found.status, 4);
    QVERIFY2(found.err.contains(QLatin1String("overflow")), qPrintable(found.err));
    QCOMPARE(found.out, QByteArray());
}

void FindOutputTest::linesThatWerePrintedAreWhole()
{
    const ProgramRun found = run({"find", "sqlite:log.db", "entry", "--format", "ndjson"});
    QCOMPARE(found.status, 4);
    QVERIFY(found.out.endsWith('\n'));
    const QList<QByteArray> lines = found.out.chopped(1).split('\n');
    QVERIFY(lines.size() > 1000 && lines.size() < 29000);
    for (const QByteArray& line : lines)
        QVERIFY(orm::parseJson(line, QStringLiteral("line")));
}

void FindOutputTest::whatIsLongerThanItsRoomInMemoryIsTheSame()
{
    const QStringList all{"find", "sqlite:log.db", "entry", "--where", R"({"id": {"ne": 29000}})"};
    const ProgramRun found = run(all);
    QVERIFY2(found.status == 0, qPrintable(found.err));
    QVERIFY(found.out.size() > (5 << 20));
    const auto list = orm::parseJson(found.out, QStringLiteral("list"));
    QVERIFY(list);
    QCOMPARE(list->items().size(), size_t(29999));
    const ProgramRun lines = run(all + QStringList{"--format", "ndjson"});
    const QList<QByteArray> rows = lines.out.chopped(1).split('\n');
    QCOMPARE(rows.size(), 29999);
    for (const int row : {0, 12345, 29998})
        QCOMPARE(
            orm::compactJson(list->items()[size_t(row)]), orm::compactJson(*orm::parseJson(rows[row], {})));
}

void FindOutputTest::aFullDeviceIsAnError_data()
{
    QTest::addColumn<QString>("format");
    QTest::newRow("json") << QStringLiteral("json");
    QTest::newRow("ndjson") << QStringLiteral("ndjson");
}

void FindOutputTest::aFullDeviceIsAnError()
{
    QFETCH(QString, format);
    if (!QFile::exists(QStringLiteral("/dev/full")))
        QSKIP("there is no /dev/full here");
    QProcess process;
    process.setWorkingDirectory(folder_.path());
    process.setStandardOutputFile(QStringLiteral("/dev/full"));
    process.start(tests::programPath(),
        {"find", "sqlite:log.db", "entry", "--where", R"({"id": {"lt": 10}})", "--format", format});
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 3);
    QVERIFY(process.readAllStandardError().contains("standard output"));
}

QTEST_GUILESS_MAIN(FindOutputTest)
#include "findoutputtest.moc"
