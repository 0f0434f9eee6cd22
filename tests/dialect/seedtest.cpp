// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/seeder.h"
#include "support/everyengine.h"
#include "support/sampledatabase.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

/// A shop whose tables watch over their rows.
struct Shop : SampleDatabase {
    Shop()
    {
        product = table(QStringLiteral("Product"),
            {QStringLiteral("code! varchar(6)"), QStringLiteral("price* decimal(8,2)"),
                QStringLiteral("rating integer"), QStringLiteral("state* varchar(12)"),
                QStringLiteral("weight double"), QStringLiteral("starts* date"), QStringLiteral("ends date")});
        const TableId customer = table(
            QStringLiteral("Customer"), {QStringLiteral("name*"), QStringLiteral("email! varchar(60)")});
        link(QStringLiteral("Purchase"), customer, product, {QStringLiteral("amount* integer")});
        reference(customer, customer, QStringLiteral("Sponsor"), QStringLiteral("Sponsored"));
    }

    void check(const QString& expression)
    {
        model::Table changed = *schema.tables.find(product);
        model::Check check;
        check.id = CheckId(1000 + changed.checks.size());
        check.expression = expression;
        changed.checks.push_back(check);
        schema.tables.set(changed);
    }

    Result<sql::SeedReport> seed(sql::SeedOptions options)
    {
        options.schema = &derivation().schema;
        return sql::seed(connection(), registry(), options);
    }

    TableId product;
};

} // namespace

/// Made-up rows that every engine takes.
class SeedTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void checksHold_data() { EveryEngine::addRows(); }
    void checksHold();
    void aCheckThatNothingFulfilsIsNamed_data() { EveryEngine::addRows(); }
    void aCheckThatNothingFulfilsIsNamed();
    void whatIsPlannedIsWritten_data() { EveryEngine::addRows(); }
    void whatIsPlannedIsWritten();
    void manyRowsWithUniqueTexts_data() { EveryEngine::addRows(); }
    void manyRowsWithUniqueTexts();
    void cancelWritesNothing_data() { EveryEngine::addRows(); }
    void cancelWritesNothing();
    void circlesBeginOrAreLeftOut_data() { EveryEngine::addRows(); }
    void circlesBeginOrAreLeftOut();

private:
    EveryEngine engines_;
};

void SeedTest::checksHold()
{
    QFETCH(QString, engine);
    Shop shop;
    // Each of them is refused by the database, so that rows that are there fulfil them.
    for (const char* expression : {"price > 0 AND price < 50", "rating BETWEEN 3 AND 5",
             "state IN ('new', 'used', 'broken')", "length(code) >= 4", "weight >= 1.5 AND weight <= 2.5",
             "ends IS NULL OR ends > starts", "starts >= '2010-01-01'", "rating <> 4",
             "state <> 'broken' OR price < 25"})
        shop.check(QString::fromLatin1(expression));
    shop.open(engines_.newDatabase(engine));
    const auto report = shop.seed({.rows = 300, .number = 5});
    QVERIFY2(report, report ? "" : qPrintable(errorText(report.error())));
    QCOMPARE(shop.number(QStringLiteral("SELECT COUNT(*) FROM \"Products\"")), 300);
    QCOMPARE(shop.number(QStringLiteral("SELECT COUNT(*) FROM \"Purchases\"")), 300);
    QVERIFY(shop.number(QStringLiteral("SELECT COUNT(DISTINCT state) FROM \"Products\"")) > 1);
    QVERIFY(shop.number(QStringLiteral("SELECT COUNT(ends) FROM \"Products\"")) > 100); // not all of them NULL
    QVERIFY(shop.number(QStringLiteral("SELECT COUNT(\"SponsorId\") FROM \"Customers\"")) > 100);
}

void SeedTest::aCheckThatNothingFulfilsIsNamed()
{
    QFETCH(QString, engine);
    Shop shop;
    shop.check(QStringLiteral("state = 'x' AND state = 'y'"));
    shop.open(engines_.newDatabase(engine));
    const auto report = shop.seed({.rows = 3});
    QVERIFY(!report);
    QCOMPARE(report.error().what.code, QStringLiteral("seed.check"));
    QCOMPARE(report.error().where, QStringLiteral("Products"));
    QCOMPARE(shop.number(QStringLiteral("SELECT COUNT(*) FROM \"Customers\"")), 0);
}

void SeedTest::whatIsPlannedIsWritten()
{
    QFETCH(QString, engine);
    Shop shop;
    shop.open(engines_.newDatabase(engine));
    sql::SeedOptions options;
    options.rows = 3;
    options.rowsOf = {{QStringLiteral("Purchases"), 1000}, {QStringLiteral("Customers"), 2}};
    const auto plan = sql::plannedSeed(shop.registry(), options);
    QVERIFY(plan);
    QMap<QString, qint64> planned;
    for (const sql::SeedReport::Table& table : plan->tables)
        planned[table.name] = table.rows;
    QCOMPARE(planned, (QMap<QString, qint64>{{QStringLiteral("Customers"), 2}, {QStringLiteral("Products"), 3},
                          {QStringLiteral("Purchases"), 6}}));
    const auto report = shop.seed(options);
    QVERIFY(report);
    for (const sql::SeedReport::Table& table : report->tables) {
        const qint64 there = shop.number(QStringLiteral("SELECT COUNT(*) FROM \"%1\"").arg(table.name));
        QCOMPARE(there, table.rows);
        QVERIFY(there <= planned[table.name] && there > 0);
    }
}

void SeedTest::manyRowsWithUniqueTexts()
{
    QFETCH(QString, engine);
    Shop shop;
    shop.open(engines_.newDatabase(engine));
    qint64 told = 0;
    sql::SeedOptions options;
    options.rows = 5000;
    options.progress = [&](qint64 written, qint64) { told = written; };
    const auto report = shop.seed(options);
    QVERIFY2(report, report ? "" : qPrintable(errorText(report.error())));
    QCOMPARE(told, 15000);
    QCOMPARE(shop.number(QStringLiteral("SELECT COUNT(DISTINCT code) FROM \"Products\"")), 5000);
    QCOMPARE(shop.number(QStringLiteral("SELECT COUNT(*) FROM \"Purchases\"")), 5000);
}

void SeedTest::cancelWritesNothing()
{
    QFETCH(QString, engine);
    Shop shop;
    shop.open(engines_.newDatabase(engine));
    const auto cancel = shop.connection().canceller();
    sql::SeedOptions options;
    options.rows = 200;
    options.progress = [&](qint64, qint64) { cancel->stop(); };
    const auto report = shop.seed(options);
    shop.connection().resume();
    QVERIFY(!report);
    QCOMPARE(report.error().kind, ErrorKind::Cancelled);
    QCOMPARE(shop.number(QStringLiteral("SELECT COUNT(*) FROM \"Customers\"")), 0);
    QCOMPARE(shop.number(QStringLiteral("SELECT COUNT(*) FROM \"Products\"")), 0);
}

/// Keys that can't be NULL, all around: one that may wait is enough, a row that is there is, too; else the
/// tables stay empty, and those that need them, and the report says why.
void SeedTest::circlesBeginOrAreLeftOut()
{
    QFETCH(QString, engine);
    const auto drawn = [](bool waits) {
        auto made = std::make_unique<SampleDatabase>();
        const TableId store = made->table(QStringLiteral("Store"), {QStringLiteral("name varchar(20)")});
        const TableId staff = made->table(QStringLiteral("Clerk"), {QStringLiteral("name varchar(20)")});
        const TableId sale = made->table(QStringLiteral("Sale"), {QStringLiteral("paid decimal(8,2)")});
        const ReferenceId manager = made->reference(store, staff, QStringLiteral("Manager"), {}, true, true);
        made->reference(staff, store, {}, QStringLiteral("Staff"), true);
        made->reference(sale, store, {}, {}, true);
        made->table(QStringLiteral("Town"), {QStringLiteral("name varchar(20)")});
        model::Reference reference = *made->schema.references.find(manager);
        reference.key.deferrable = waits ? model::Deferrable::InitiallyImmediate : model::Deferrable::No;
        made->schema.references.set(reference);
        return made;
    };
    for (const bool waits : {false, true}) {
        const auto shop = drawn(waits);
        shop->open(engines_.newDatabase(engine));
        sql::SeedOptions options{.rows = 20};
        options.schema = &shop->derivation().schema;
        options.engine = &shop->connection().dialect().capabilities();
        const bool begins = engine == u"sqlite" || (engine == u"postgresql" && waits);
        const auto plan = sql::plannedSeed(shop->registry(), options);
        const auto report = sql::seed(shop->connection(), shop->registry(), options);
        QVERIFY2(report, report ? "" : qPrintable(errorText(report.error())));
        for (const auto* told : {&*plan, &*report}) {
            for (const sql::SeedReport::Table& table : told->tables)
                QCOMPARE(table.rows, begins || table.name == u"Towns" ? 20 : 0);
        }
        QCOMPARE(shop->number(QStringLiteral("SELECT COUNT(*) FROM \"Sales\"")), begins ? 20 : 0);
        QCOMPARE(report->tables.back().why.isEmpty(), begins);
        // Rows that are there break it everywhere.
        if (!begins)
            continue;
        QVERIFY(sql::seed(shop->connection(), shop->registry(), options));
        QCOMPARE(shop->number(QStringLiteral("SELECT COUNT(*) FROM \"Clerks\"")), 40);
    }
}

QTEST_GUILESS_MAIN(SeedTest)
#include "seedtest.moc"
