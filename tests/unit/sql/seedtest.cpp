// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/seeder.h"
#include "support/sampledatabase.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

/// A shop with what makes seeding hard: unique texts, short codes, mandatory keys, a self reference, links.
struct Shop : SampleDatabase {
    Shop()
    {
        const TableId customer = table(QStringLiteral("Customer"),
            {QStringLiteral("firstName*"), QStringLiteral("email! varchar(40)"), QStringLiteral("born date")});
        const TableId product = table(QStringLiteral("Product"),
            {QStringLiteral("code! varchar(6)"), QStringLiteral("price* decimal(8,2)")});
        const TableId order = table(QStringLiteral("Order"), {QStringLiteral("paid* boolean")});
        const TableId category = table(QStringLiteral("Category"), {QStringLiteral("title*")});
        reference(order, customer, {}, {}, true);
        reference(category, category, QStringLiteral("Parent"), QStringLiteral("Children"));
        link(QStringLiteral("Line"), order, product, {QStringLiteral("amount* integer")});
        open();
    }

    QString everything()
    {
        QString all;
        for (const char* table : {"Customers", "Products", "Orders", "Categories", "Lines"}) {
            for (const auto& row : rows(QStringLiteral("SELECT * FROM \"%1\"").arg(QLatin1String(table)))) {
                for (const sql::Value& value : row)
                    all += value.display() + u'|';
            }
        }
        return all;
    }
};

} // namespace

/// `conjoin seed`: rows that satisfy what the schema asks – the database checks it – the same for the same
/// number.
class SeedTest : public QObject {
    Q_OBJECT

private slots:
    void everyTableIsFilled()
    {
        Shop shop;
        const auto report = sql::seed(shop.connection(), shop.registry(), {.rows = 50, .number = 7});
        QVERIFY2(report, report ? "" : qPrintable(errorText(report.error())));
        QCOMPARE(report->tables.size(), size_t(5));
        for (const char* table : {"Customers", "Products", "Orders", "Categories", "Lines"})
            QCOMPARE(shop.number(QStringLiteral("SELECT COUNT(*) FROM \"%1\"").arg(QLatin1String(table))), 50);
        QCOMPARE(shop.number(QStringLiteral("SELECT COUNT(DISTINCT email) FROM Customers")), 50);
        QCOMPARE(shop.number(QStringLiteral("SELECT COUNT(*) FROM Products WHERE length(code) > 6")), 0);
        QVERIFY(shop.rows(QStringLiteral("PRAGMA foreign_key_check")).empty());
    }

    void theSameNumberGivesTheSameRows()
    {
        Shop one, same, other;
        QVERIFY(sql::seed(one.connection(), one.registry(), {.rows = 12, .number = 3}));
        QVERIFY(sql::seed(same.connection(), same.registry(), {.rows = 12, .number = 3}));
        QVERIFY(sql::seed(other.connection(), other.registry(), {.rows = 12, .number = 4}));
        QCOMPARE(one.everything(), same.everything());
        QVERIFY(one.everything() != other.everything());
    }

    void aKeyWithoutMoreValuesEndsTheTable()
    {
        Shop shop;
        const auto report = sql::seed(shop.connection(), shop.registry(), {.rows = 2, .number = 1});
        QVERIFY(report);
        QVERIFY(shop.number(QStringLiteral("SELECT COUNT(*) FROM Lines")) <= 4); // pairs that there are
    }

    /// SQLite lets every key wait: a row of each begins the circle.
    void aCycleOfMandatoryKeysIsFilled()
    {
        SampleDatabase cycle;
        const TableId team = cycle.table(QStringLiteral("Team"), {QStringLiteral("name")});
        const TableId player = cycle.table(QStringLiteral("Player"), {QStringLiteral("name")});
        const TableId town = cycle.table(QStringLiteral("Town"), {QStringLiteral("name")});
        cycle.reference(team, player, QStringLiteral("captain"), {}, true, true);
        cycle.reference(player, team, QStringLiteral("home"), {}, true);
        cycle.reference(player, town, {}, {}, true);
        cycle.open();
        const auto report = sql::seed(cycle.connection(), cycle.registry(), {.rows = 30});
        QVERIFY2(report, report ? "" : qPrintable(errorText(report.error())));
        for (const char* table : {"Teams", "Players", "Towns"})
            QCOMPARE(cycle.number(QStringLiteral("SELECT COUNT(*) FROM %1").arg(QLatin1String(table))), 30);
        QVERIFY(cycle.rows(QStringLiteral("PRAGMA foreign_key_check")).empty());
        for (const sql::SeedReport::Table& table : report->tables)
            QVERIFY(table.rows == 30 && table.why.isEmpty());
        // Where one of them is to stay empty, both do, and what needs them is told.
        sql::SeedOptions options{.rows = 5, .rowsOf = {{QStringLiteral("Teams"), 0}}};
        options.engine = &cycle.connection().dialect().capabilities();
        const auto plan = sql::plannedSeed(cycle.registry(), options);
        QVERIFY(plan);
        for (const sql::SeedReport::Table& table : plan->tables)
            QCOMPARE(table.rows, table.name == u"Towns" ? 5 : 0);
        QCOMPARE(plan->tables.back().why.code, QStringLiteral("seed.ring.unwanted"));
    }

    /// What needs a table that gets nothing says so.
    void whoNeedsAnEmptyTableSaysSo()
    {
        Shop shop;
        const auto plan =
            sql::plannedSeed(shop.registry(), {.rows = 5, .rowsOf = {{QStringLiteral("Customers"), 0}}});
        QVERIFY(plan);
        QStringList empty;
        for (const sql::SeedReport::Table& table : plan->tables) {
            if (!table.why.isEmpty())
                empty.append(table.name + u' ' + table.why.english());
        }
        empty.sort();
        QCOMPARE(empty, (QStringList{QStringLiteral("Lines each row needs one of Orders"),
                            QStringLiteral("Orders each row needs one of Customers")}));
    }
};

QTEST_GUILESS_MAIN(SeedTest)
#include "seedtest.moc"
