// SPDX-License-Identifier: GPL-3.0-or-later
// The middle of a large table is found by looks into indexes.
#include "orm/sql/placeestimate.h"
#include "support/everyengine.h"
#include "support/sampledatabase.h"

#include <QRegularExpression>
#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;
using sql::Value;

namespace {

class Statements : public sql::StatementLog {
public:
    void ran(const sql::LoggedStatement& statement) override { sql.append(statement.sql); }
    QStringList sql;
};

constexpr int rowCount = 4000;

/// Rows with a value that runs against their number and is missing in each tenth, a name, and a day.
struct Many : SampleDatabase {
    explicit Many(const sql::ConnectionSettings& where)
    {
        table(QStringLiteral("Thing"), {QStringLiteral("weight integer"), QStringLiteral("name varchar(40)"),
                                           QStringLiteral("made date")});
        table(QStringLiteral("Word"), {QStringLiteral("word varchar(40)")}, {QStringLiteral("word")});
        table(QStringLiteral("Nothing"), {QStringLiteral("word varchar(40)")});
        open(where);
        for (int first = 0; first < rowCount; first += 500) {
            QStringList things, words;
            for (int i = first; i < first + 500; ++i) {
                things.append(
                    QStringLiteral("(%1, %2, 'n%3', '%4')")
                        .arg(i + 1)
                        .arg(i % 10 == 0 ? QStringLiteral("NULL") : QString::number(1'000'000 - i * i / 100))
                        .arg(i * 7919 % rowCount, 5, 10, QLatin1Char('0'))
                        .arg(QDate(2000, 1, 1).addDays(i).toString(Qt::ISODate)));
                words.append(
                    QStringLiteral("('%1')").arg(QString(QChar(u'a' + i * 26 / rowCount)) +
                                                 QStringLiteral("%1").arg(i, 5, 10, QLatin1Char('0'))));
            }
            rows(QStringLiteral("INSERT INTO \"Things\" (id, weight, name, made) VALUES ") + things.join(u','));
            rows(QStringLiteral("INSERT INTO \"Words\" (word) VALUES ") + words.join(u','));
        }
    }
    /// So many rows are really in front of that one, as a share.
    double shareOf(const orm::Query& query, const sql::Row& row)
    {
        orm::Query before = query;
        before.before = mustHave(sql::cursorOf(connection(), registry(), query, row), QStringLiteral("place"));
        before.limit = 2 * rowCount;
        const auto found = mustHave(sql::find(connection(), registry(), before), QStringLiteral("before"));
        return double(found.size()) / rowCount;
    }
};

} // namespace

class PlaceEstimateTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void aboutThere_data();
    void aboutThere();
    void rowsAreEstimated_data() { EveryEngine::addRows(); }
    void rowsAreEstimated();
    void betweenTwoValues();

private:
    EveryEngine engines_;
    std::map<QString, std::unique_ptr<Many>> databases_;
};

void PlaceEstimateTest::aboutThere_data()
{
    QTest::addColumn<QString>("engine");
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("by");
    QTest::addColumn<bool>("descending");
    for (const char* engine : {"sqlite", "postgresql", "mariadb"}) {
        for (const auto& [table, by] : {std::pair("Thing", "id"), {"Thing", "weight"}, {"Thing", "name"},
                 {"Thing", "made"}, {"Word", "word"}}) {
            for (const bool descending : {false, true})
                QTest::newRow(qPrintable(QStringLiteral("%1 %2%3").arg(
                    QLatin1String(engine), QLatin1String(descending ? "-" : ""), QLatin1String(by))))
                    << QString::fromLatin1(engine) << QString::fromLatin1(table) << QString::fromLatin1(by)
                    << descending;
        }
    }
}

void PlaceEstimateTest::aboutThere()
{
    QFETCH(QString, engine);
    QFETCH(QString, table);
    QFETCH(QString, by);
    QFETCH(bool, descending);
    std::unique_ptr<Many>& many = databases_[engine];
    if (!many)
        many = std::make_unique<Many>(engines_.newDatabase(engine));
    orm::Query query;
    query.model = many->model(qPrintable(table));
    query.order.push_back({by, descending});
    for (const double share : {0.0, 0.25, 0.5, 0.9, 1.0}) {
        Statements statements;
        many->connection().setLog(&statements);
        const auto row = sql::rowNear(many->connection(), many->registry(), query, share);
        many->connection().setLog(nullptr);
        QVERIFY2(row.has_value(), row ? "" : qPrintable(errorText(row.error())));
        QVERIFY(row->has_value());
        const double there = many->shareOf(query, **row);
        constexpr double tolerance = 0.1; // a tenth of the rows has no weight and is one place
        QVERIFY2(
            std::abs(there - share) < tolerance, qPrintable(QStringLiteral("%1: %2").arg(share).arg(there)));
        QVERIFY(statements.sql.size() <= 6);
        for (const QString& statement : statements.sql)
            QVERIFY2(
                !statement.contains(QRegularExpression(QStringLiteral("OFFSET [1-9]"))), qPrintable(statement));
    }
    query.model = many->model("Nothing");
    query.order.clear();
    const auto none = sql::rowNear(many->connection(), many->registry(), query, 0.5);
    QVERIFY2(none.has_value(), none ? "" : qPrintable(errorText(none.error())));
    QVERIFY(!none->has_value());
}

void PlaceEstimateTest::rowsAreEstimated()
{
    QFETCH(QString, engine);
    std::unique_ptr<Many>& many = databases_[engine];
    if (!many)
        many = std::make_unique<Many>(engines_.newDatabase(engine));
    if (engine == u"postgresql")
        many->rows(QStringLiteral("ANALYZE \"Things\""));
    if (engine == u"mariadb")
        many->rows(QStringLiteral("ANALYZE TABLE \"Things\""));
    const auto rows = sql::estimatedRows(many->connection(), many->registry(), many->model("Thing"));
    QVERIFY2(rows.has_value(), rows ? "" : qPrintable(errorText(rows.error())));
    QVERIFY(rows->has_value());
    QVERIFY2(**rows > rowCount / 2 && **rows < rowCount * 2, qPrintable(QString::number(**rows)));
}

void PlaceEstimateTest::betweenTwoValues()
{
    const auto text = [](const char* value) { return Value(QString::fromLatin1(value)); };
    using sql::valueBetween;
    QCOMPARE(valueBetween(Value(qint64(10)), Value(qint64(20)), 0.5), Value(qint64(15)));
    QCOMPARE(valueBetween(Value(qint64(20)), Value(qint64(10)), 0.25), Value(qint64(18)));
    // The whole way of 64-bit numbers is none of them.
    const auto middle =
        valueBetween(Value(std::numeric_limits<qint64>::min()), Value(std::numeric_limits<qint64>::max()), 0.5);
    QVERIFY(std::abs(double(middle.integer())) < 1e5);
    QCOMPARE(valueBetween(text("2024-01-01"), text("2024-01-31"), 0.5), text("2024-01-16"));
    QCOMPARE(valueBetween(text("2024-01-01 00:00:00"), text("2024-01-02 00:00:00.5"), 0.5),
        text("2024-01-01 12:00:00"));
    QCOMPARE(valueBetween(Value(1.0), Value(2.0), 0.5), Value(1.5));
    const QString between = valueBetween(text("abca"), text("abcy"), 0.5).text();
    QVERIFY(between > QStringLiteral("abcl") && between < QStringLiteral("abcn"));
    QCOMPARE(valueBetween(Value(QByteArray("a")), Value(QByteArray("b")), 0.5), Value(QByteArray("a")));
    QCOMPARE(valueBetween(text("a"), text("a"), 0.5), text("a"));
}

QTEST_GUILESS_MAIN(PlaceEstimateTest)
#include "placeestimatetest.moc"
