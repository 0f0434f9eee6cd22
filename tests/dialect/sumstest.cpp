// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/session.h"
#include "support/everyengine.h"
#include "support/sampledatabase.h"

#include <QTest>

#include <thread>

using namespace conjoin;
using namespace conjoin::sql;
using namespace conjoin::tests;
using orm::Json;

namespace {

Json json(const char* text)
{
    return mustHave(orm::parseJson(text, {}), QStringLiteral("json"));
}

QString said(const Result<Json>& result)
{
    return result ? QString::fromUtf8(orm::compactJson(*result)) : errorText(result.error());
}

} // namespace

/// Sums that the database does: what is added where it stands, groups that are kept by their sums, and whole
/// numbers at the far end of their range.
class SumsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void whatIsAddedIsAddedWhereItStands_data() { EveryEngine::addRows(); }
    void whatIsAddedIsAddedWhereItStands();
    void whatCanNotBeAddedIsToldBefore_data() { EveryEngine::addRows(); }
    void whatCanNotBeAddedIsToldBefore();
    void twoWhoAddAtOnceLoseNothing_data() { EveryEngine::addRows(); }
    void twoWhoAddAtOnceLoseNothing();
    void havingKeepsGroups_data() { EveryEngine::addRows(); }
    void havingKeepsGroups();
    void theUpperHalfOfUnsignedNumbersIsExact();

private:
    void open(const char* number = "integer");
    Repository items()
    {
        return mustHave(Session(*connection_, school_->registry()).repository("Item"), "Item");
    }

    EveryEngine engines_;
    std::unique_ptr<SampleDatabase> school_;
    Connection* connection_ = nullptr;
    ConnectionSettings settings_;
};

void SumsTest::open(const char* number)
{
    QFETCH(QString, engine);
    settings_ = engines_.newDatabase(engine);
    settings_.create = true;
    school_ = std::make_unique<SampleDatabase>();
    school_->table(
        QStringLiteral("Item"), {QStringLiteral("name"), QStringLiteral("stock ") + QLatin1String(number),
                                    QStringLiteral("price decimal(20,10)")});
    school_->open(settings_);
    connection_ = &school_->connection();
}

void SumsTest::whatIsAddedIsAddedWhereItStands()
{
    open();
    QVERIFY(items().bulkCreate({json(R"({"name": "a", "stock": 1, "price": "0.1000000001"})"),
        json(R"({"name": "b", "stock": 10, "price": 1})"), json(R"({"name": "c"})")}));
    QCOMPARE(*items().increment(json(R"({"stock": 2})"), json(R"({"name": {"ne": "b"}})")), 2);
    QCOMPARE(*items().increment(json(R"({"stock": -3, "price": "0.2"})"), {}), 3);
    orm::Query query;
    query.attributes = QStringList{"name", "stock"};
    // NULL and something is NULL.
    QCOMPARE(said(items().findAll(query)),
        R"([{"name":"a","stock":0},{"name":"b","stock":7},{"name":"c","stock":null}])");
    QFETCH(QString, engine);
    if (engine == u"sqlite") // has no decimals
        return;
    query.attributes = QStringList{"price"};
    query.where = json(R"({"name": "a"})");
    QCOMPARE(said(items().findAll(query)), R"([{"price":"0.3000000001"}])");
}

void SumsTest::whatCanNotBeAddedIsToldBefore()
{
    open();
    QVERIFY(items().create(json(R"({"name": "a", "stock": 1})")));
    for (const auto& [by, code] :
        {std::pair(R"({"stok": 1})", "attribute.unknown"), std::pair(R"({"name": 1})", "increment.type"),
            std::pair(R"({"stock": "1; DROP"})", "increment.number"),
            std::pair(R"({"stock": null})", "increment.number"), std::pair(R"([1])", "increment.object")}) {
        const auto wrong = items().increment(json(by), {});
        QVERIFY2(!wrong, by);
        QCOMPARE(wrong.error().what.code, QLatin1String(code));
    }
    QCOMPARE(*items().increment(Json::object(), {}), 0);
}

void SumsTest::twoWhoAddAtOnceLoseNothing()
{
    open();
    QVERIFY(items().create(json(R"({"name": "a", "stock": 0})")));
    constexpr int times = 60;
    std::vector<QString> wrong(2);
    const auto addOften = [&](int who) {
        const auto connection = Connection::open(settings_);
        for (int i = 0; i < times && connection; ++i) {
            const auto added = mustHave(Session(**connection, school_->registry()).repository("Item"), "Item")
                                   .increment(json(R"({"stock": 1})"), json(R"({"id": 1})"));
            if (!added)
                wrong[size_t(who)] = errorText(added.error());
        }
    };
    std::thread first(addOften, 0), second(addOften, 1);
    first.join();
    second.join();
    QCOMPARE(wrong, std::vector<QString>(2));
    QCOMPARE(said(items().findByPk(Json(qint64(1)))),
        QStringLiteral(R"({"id":1,"name":"a","stock":%1,"price":null})").arg(2 * times));
}

void SumsTest::havingKeepsGroups()
{
    open();
    QVERIFY(items().bulkCreate({json(R"({"name": "a", "stock": 1})"), json(R"({"name": "a", "stock": 2})"),
        json(R"({"name": "b", "stock": 5})"), json(R"({"name": "c"})")}));
    const auto groups = [&](const char* having) -> QString {
        const QByteArray text = QByteArray(R"({"group": ["name"], "attributes": ["name",
            [{"$fn": ["SUM", {"$col": "stock"}]}, "total"], [{"$fn": ["COUNT", {"$col": "id"}]}, "rows"],
            [{"$fn": ["AVG", {"$col": "stock"}]}, "mean"]], "having": )") +
                                having + '}';
        const auto options = orm::readFindOptions(school_->registry(), items().index(), json(text.constData()));
        if (!options)
            return errorText(options.error());
        const auto found = items().aggregate(*options);
        if (!found)
            return found.error().what.code;
        QStringList names;
        for (const Json& row : found->items())
            names.append(row.find("name")->string());
        return names.join(u' ');
    };
    QCOMPARE(groups(R"({"total": {"gt": 2}})"), "a b");
    QCOMPARE(groups(R"({"rows": 1})"), "b c");
    QCOMPARE(groups(R"({"rows": {"$gte": 1}, "name": {"ne": "a"}})"), "b c");
    QCOMPARE(groups(R"({"mean": 1.5})"), "a");
    QCOMPARE(groups(R"({"total": null})"), "c");
    QCOMPARE(groups(R"({"or": [{"rows": 2}, {"not": {"total": {"lt": 9}}}]})"), "a");
    QCOMPARE(groups(R"({"$or": {"rows": 2, "name": "c"}})"), "a c");
    QCOMPARE(groups(R"([{"rows": 1}, {"total": 5}])"), "b");
    QCOMPARE(groups(R"({"totl": 1})"), "aggregate.having");
    QCOMPARE(groups(R"({"stock": 1})"), "aggregate.having"); // many values in a group
    QCOMPARE(groups(R"({"total": "much"})"), "value.type");
}

void SumsTest::theUpperHalfOfUnsignedNumbersIsExact()
{
    settings_ = engines_.newDatabase("mariadb");
    school_ = std::make_unique<SampleDatabase>();
    const TableId item = school_->table("Item", {"number! bigint", "name"});
    school_->schema.tables.update(item, [](model::Table& table) {
        for (model::Column& column : table.columns)
            column.type.isUnsigned = column.name == u"number";
    });
    school_->open(settings_);
    connection_ = &school_->connection();
    QVERIFY(items().bulkCreate({json(R"({"number": "18446744073709551615", "name": "last"})"),
        json(R"({"number": "18446744073709551614", "name": "before"})"),
        json(R"({"number": "9223372036854775808", "name": "half"})")}));
    const auto names = [&](const char* where) {
        orm::Query query;
        query.attributes = QStringList{"name"};
        query.where = json(where);
        return said(items().findAll(query));
    };
    QCOMPARE(names(R"({"number": "18446744073709551615"})"), R"([{"name":"last"}])");
    QCOMPARE(names(R"({"number": {"lt": 18446744073709551615, "gt": "9223372036854775808"}})"),
        R"([{"name":"before"}])");
    QCOMPARE(names(R"({"number": {"in": ["18446744073709551613", "9223372036854775808"]}})"),
        R"([{"name":"half"}])");
    // A unique key by which an existing row is looked for.
    QCOMPARE(school_->create("Item", R"({"number": "18446744073709551613", "name": "new"})"),
        R"({"id":4,"number":"18446744073709551613","name":"new"})");
}

QTEST_GUILESS_MAIN(SumsTest)
#include "sumstest.moc"
