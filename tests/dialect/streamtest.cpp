// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/finder.h"
#include "support/sampleschema.h"
#include "support/scratchserver.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

constexpr int many = 20'000;

/// So many notes, each with a text that no usual buffer holds.
struct Notes : SampleSchema {
    Notes()
    {
        table(QStringLiteral("Note"), {QStringLiteral("size integer"), QStringLiteral("body text")});
        derive();
    }

    std::unique_ptr<sql::Connection> open(const sql::ConnectionSettings& settings)
    {
        auto connection = mustHave(sql::Connection::open(settings), QStringLiteral("open"));
        const orm::Dialect& dialect = connection->dialect();
        for (const orm::Statement& statement :
            dialect.createSchema(orm::derive(schema, {}, dialect.capabilities()), {}))
            mustHave(connection->run(statement.sql), statement.sql);
        const QString rows = dialect.name() == u"postgresql"
                                 ? QStringLiteral("generate_series(1, %1) AS n(value)").arg(many)
                                 : QStringLiteral("(SELECT seq AS value FROM seq_1_to_%1) AS n").arg(many);
        const QString insert = QStringLiteral("INSERT INTO %1 (size, body) SELECT value % 7, "
                                              "CONCAT(value, REPEAT('x', 1500)) FROM %2")
                                   .arg(dialect.quoted(QStringLiteral("Notes")), rows);
        mustHave(connection->run(insert), insert);
        return connection;
    }

    orm::Query query(const char* where = "null") const
    {
        orm::Query query;
        query.model = model("Note");
        query.where = *orm::parseJson(where, {});
        return query;
    }
};

} // namespace

/// Reading row by row from the servers: in constant memory, and stopped whenever one likes.
class StreamTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void everyRowComes_data() { servers(); }
    void everyRowComes();
    void enoughLeavesTheConnectionUsable_data() { servers(); }
    void enoughLeavesTheConnectionUsable();
    void enoughLeavesATransactionAlone_data() { servers(); }
    void enoughLeavesATransactionAlone();
    void cancelEndsIt_data() { servers(); }
    void cancelEndsIt();

private:
    void servers()
    {
        QTest::addColumn<bool>("postgres");
        QTest::newRow("PostgreSQL") << true;
        QTest::newRow("MariaDB") << false;
    }
    std::unique_ptr<sql::Connection> open()
    {
        QFETCH(bool, postgres);
        return notes_.open(postgres ? postgres_.newDatabase() : mariaDb_.newDatabase());
    }
    bool isUsable(sql::Connection& connection)
    {
        const auto count = sql::count(connection, notes_.registry(), notes_.query());
        return count && *count == many;
    }

    ScratchPostgres postgres_;
    ScratchMariaDb mariaDb_;
    Notes notes_;
};

void StreamTest::initTestCase()
{
    QVERIFY2(postgres_.start(), qPrintable(postgres_.error()));
    QVERIFY2(mariaDb_.start(), qPrintable(mariaDb_.error()));
}

void StreamTest::everyRowComes()
{
    const auto connection = open();
    // With a bound text, and without any: the servers have a way of their own for each.
    for (const char* where : {"null", R"({"body":{"like":"%x"}})"}) {
        qint64 expected = 0, right = 0;
        size_t most = 0;
        const auto read =
            sql::findEach(*connection, notes_.registry(), notes_.query(where), [&](const sql::Rows& page) {
                for (const sql::Row& row : page) {
                    ++expected;
                    right += row.value(0) == sql::Value(expected) &&
                             row.value(2).text() == QString::number(expected) + QString(1500, u'x');
                }
                most = std::max(most, page.resultBytes());
                return true;
            });
        QVERIFY2(read, read ? "" : qPrintable(errorText(read.error())));
        QCOMPARE(right, qint64(many));
        QVERIFY2(most < size_t(many) * 1500 / 4, qPrintable(QString::number(most)));
    }
}

void StreamTest::enoughLeavesTheConnectionUsable()
{
    const auto connection = open();
    for (const char* where : {"null", R"({"body":{"like":"%x"}})"}) {
        int pages = 0;
        const auto read = sql::findEach(
            *connection, notes_.registry(), notes_.query(where), [&](const sql::Rows&) { return ++pages < 2; });
        QVERIFY2(read, read ? "" : qPrintable(errorText(read.error())));
        QCOMPARE(pages, 2);
        QVERIFY(isUsable(*connection));
    }
}

void StreamTest::enoughLeavesATransactionAlone()
{
    const auto connection = open();
    const QString change = QStringLiteral("UPDATE %1 SET size = 8 WHERE id = 1")
                               .arg(connection->dialect().quoted(QStringLiteral("Notes")));
    const auto done = connection->transaction([&]() -> Result<void> {
        mustHave(connection->run(change), change);
        return sql::findEach(
            *connection, notes_.registry(), notes_.query(), [](const sql::Rows&) { return false; });
    });
    QVERIFY2(done, done ? "" : qPrintable(errorText(done.error())));
    const auto changed = sql::count(*connection, notes_.registry(), notes_.query(R"({"size":8})"));
    QVERIFY(changed);
    QCOMPARE(*changed, qint64(1));
}

void StreamTest::cancelEndsIt()
{
    const auto connection = open();
    int pages = 0;
    const auto read = sql::findEach(*connection, notes_.registry(), notes_.query(), [&](const sql::Rows&) {
        if (++pages == 1)
            connection->canceller()->cancel();
        return true;
    });
    QVERIFY(!read);
    QCOMPARE(read.error().kind, ErrorKind::Cancelled);
    QVERIFY(pages < many / 1000);
    QVERIFY(isUsable(*connection));
}

QTEST_GUILESS_MAIN(StreamTest)
#include "streamtest.moc"
