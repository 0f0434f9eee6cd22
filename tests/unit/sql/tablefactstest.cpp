// SPDX-License-Identifier: GPL-3.0-or-later
// What a schema knows of a table beyond its model, and what its checks say of a row for certain.
#include "orm/sql/tablefacts.h"

#include <QTest>

using namespace conjoin;
using model::DataType;
using model::TypeKind;
using orm::Value;
using sql::ColumnValues;

namespace {

QString text(const char* utf8)
{
    return QString::fromUtf8(utf8);
}

struct Table {
    Table()
    {
        physical.name = text("things");
        add("mood", DataType::named({}, text("mood")));
        add("moods", DataType::named({}, text("mood")));
        physical.columns.back().type.dimensions = 1;
        add("year", DataType::named({}, text("recent")));
        add("state", DataType::of(TypeKind::Varchar, 10));
        add("price", DataType::of(TypeKind::Integer));
        add("born", DataType::of(TypeKind::Date));
        model.name = text("Thing");
        model.table = physical.name;
        orm::PhysicalUserType mood;
        mood.name = text("mood");
        mood.values = {text("sad"), text("happy")};
        orm::PhysicalUserType year;
        year.name = text("year");
        year.kind = model::UserType::Kind::Domain;
        year.base = DataType::of(TypeKind::Integer);
        year.checks.push_back({{}, text("VALUE > 1900")});
        orm::PhysicalUserType recent = year;
        recent.name = text("recent");
        recent.base = DataType::named({}, text("year"));
        recent.checks = {{{}, text("VALUE < 2200")}};
        schema.types = {mood, year, recent};
    }
    void add(const char* name, const DataType& type)
    {
        orm::PhysicalColumn column;
        column.name = text(name);
        column.type = type;
        physical.columns.push_back(column);
        orm::Attribute attribute;
        attribute.name = attribute.column = column.name;
        attribute.type = type;
        model.attributes.push_back(attribute);
    }
    void check(const char* expression, bool enforced = true)
    {
        orm::PhysicalCheck made;
        made.expression = text(expression);
        made.enforced = enforced;
        physical.checks.push_back(made);
    }
    sql::TableFacts facts()
    {
        schema.tables = {physical};
        return sql::factsOf(model, &schema, {});
    }
    int at(const char* attribute) const { return model.attributeIndex(text(attribute)); }

    orm::PhysicalTable physical;
    orm::PhysicalSchema schema;
    orm::Model model;
};

} // namespace

class TableFactsTest : public QObject {
    Q_OBJECT

private slots:
    void typesAreWhatTheyStandFor();
    void checksOfDomainsAreOnesOfTheColumn();
    void checksThatAreNotEnforcedAreNone();
    void onlyWhatIsCertainIsBroken_data();
    void onlyWhatIsCertainIsBroken();
    void withoutASchemaTheModelSpeaks();
    void triggersBeforeAnInsertFillIn();
};

void TableFactsTest::typesAreWhatTheyStandFor()
{
    Table table;
    const sql::TableFacts facts = table.facts();
    QCOMPARE(facts.types[size_t(table.at("mood"))].kind, TypeKind::Enum);
    QCOMPARE(facts.types[size_t(table.at("mood"))].values, QStringList({text("sad"), text("happy")}));
    QCOMPARE(facts.types[size_t(table.at("moods"))].dimensions, 1);
    QCOMPARE(facts.types[size_t(table.at("moods"))].kind, TypeKind::Enum);
    QCOMPARE(facts.types[size_t(table.at("year"))].kind, TypeKind::Integer); // a domain over a domain
    QCOMPARE(facts.types[size_t(table.at("state"))].length, 10);
}

void TableFactsTest::checksOfDomainsAreOnesOfTheColumn()
{
    Table table;
    const sql::TableFacts facts = table.facts();
    QCOMPARE(facts.checks.count(), 2);
    const int year = table.at("year");
    QCOMPARE(facts.checks.attributesOf(0), std::vector<int>{year});
    QCOMPARE(facts.checks.broken(ColumnValues{{year, Value(qint64(2300))}}), 0);
    QCOMPARE(facts.checks.broken(ColumnValues{{year, Value(qint64(1500))}}), 1);
    QCOMPARE(facts.checks.broken(ColumnValues{{year, Value(qint64(2000))}}), -1);
}

void TableFactsTest::checksThatAreNotEnforcedAreNone()
{
    Table table;
    table.check("price > 0", false);
    QCOMPARE(table.facts().checks.count(), 2); // of the domains
}

void TableFactsTest::onlyWhatIsCertainIsBroken_data()
{
    QTest::addColumn<QString>("check");
    QTest::addColumn<QString>("attribute");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("broken");
    const auto row = [](const char* check, const char* attribute, const char* value, bool broken) {
        QTest::addRow("%s %s", check, value) << text(check) << text(attribute) << text(value) << broken;
    };
    row("state IN ('new', 'used')", "state", "new", false);
    row("state IN ('new', 'used')", "state", "old", true);
    row("state IN ('new', 'used')", "state", "NEW", false);  // a collation may be blind to letter case
    row("state IN ('new', 'used')", "state", "new ", false); // … or to spaces at the end
    row("state <> 'old'", "state", "old", true);
    row("state <> 'old'", "state", "OLD", false);
    row("state > 'm'", "state", "a", false); // letters come in many orders
    row("born >= '2000-01-01'", "born", "1999-12-31", true);
    row("born >= '2000-01-01'", "born", "2000-01-01", false);
    row("born >= '2000-01-01'", "born", "infinity", false);
    row("length(state) >= 3", "state", "ab", true);
    row("price BETWEEN 1 AND 9", "price", "10", true);
    row("price BETWEEN 1 AND 9", "price", "9", false);
    row("price > random()", "price", "-1", false);
}

void TableFactsTest::onlyWhatIsCertainIsBroken()
{
    QFETCH(QString, check);
    QFETCH(QString, attribute);
    QFETCH(QString, value);
    QFETCH(bool, broken);
    Table table;
    table.schema.types.clear();
    table.check(qPrintable(check));
    const sql::TableFacts facts = table.facts();
    QCOMPARE(facts.checks.count(), 1);
    const Value given = attribute == u"price" ? Value(value.toLongLong()) : Value(value);
    QCOMPARE(facts.checks.isBroken(0, {{table.at(qPrintable(attribute)), given}}), broken);
    QVERIFY(!facts.checks.isBroken(0, {}));                                           // nothing is known
    QVERIFY(!facts.checks.isBroken(0, {{table.at(qPrintable(attribute)), Value()}})); // NULL breaks no check
}

void TableFactsTest::withoutASchemaTheModelSpeaks()
{
    Table table;
    const sql::TableFacts facts = sql::factsOf(table.model, nullptr, {});
    QCOMPARE(facts.types.size(), table.model.attributes.size());
    QCOMPARE(facts.types[size_t(table.at("mood"))].kind, TypeKind::Named);
    QCOMPARE(facts.checks.count(), 0);
}

void TableFactsTest::triggersBeforeAnInsertFillIn()
{
    const auto fills = [](const char* sql, const char* table = "things") {
        Table thing;
        orm::PhysicalVerbatim trigger;
        trigger.kind = model::Verbatim::Kind::Trigger;
        trigger.table = text(table);
        trigger.sql = text(sql);
        thing.schema.verbatims = {trigger};
        return thing.facts().filledByTriggers;
    };
    QVERIFY(!Table().facts().filledByTriggers);
    QVERIFY(
        fills("CREATE TRIGGER t BEFORE INSERT OR UPDATE ON public.things FOR EACH ROW EXECUTE FUNCTION f()"));
    QVERIFY(fills("CREATE TRIGGER t before update or insert ON things FOR EACH ROW EXECUTE FUNCTION f()"));
    QVERIFY(fills("CREATE DEFINER=`a`@`b` TRIGGER t BEFORE INSERT ON things FOR EACH ROW SET NEW.price = 1"));
    QVERIFY(!fills("CREATE TRIGGER t AFTER INSERT ON things FOR EACH ROW EXECUTE FUNCTION f()"));
    QVERIFY(!fills("CREATE TRIGGER t BEFORE UPDATE ON things FOR EACH ROW EXECUTE FUNCTION f()"));
    QVERIFY(!fills("CREATE TRIGGER t BEFORE INSERT ON others FOR EACH ROW EXECUTE FUNCTION f()", "others"));
}

QTEST_GUILESS_MAIN(TableFactsTest)
#include "tablefactstest.moc"
