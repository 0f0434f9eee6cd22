// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/lift/lift.h"
#include "orm/sql/finder.h"
#include "orm/sql/introspector.h"
#include "orm/sql/writer.h"
#include "support/sampleschema.h"
#include "support/scratchserver.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

/// A type of a server, values as SQL writes them, and what the ORM tells of the first.
struct Column {
    const char* type;
    std::vector<const char*> values;
    const char* first;
};

const std::vector<Column> onPostgres{
    {"smallint", {"-32768", "32767"}, "-32768"},
    {"bigint", {"-9223372036854775808", "9223372036854775807", "9007199254740993"}, "\"-9223372036854775808\""},
    {"numeric(40,10)", {"123456789012345678901234567890.1234567891", "-0.0000000001"},
        "\"123456789012345678901234567890.1234567891\""},
    {"numeric", {"1.10", "'NaN'", "'Infinity'", "1e-30", "100000000000000000000000"}, "\"1.10\""},
    {"real", {"1.1", "'-Infinity'", "'NaN'", "3.4028235e38"}, "1.1"},
    {"double precision", {"0.1", "'Infinity'", "-0.0", "5e-324"}, "0.1"},
    {"boolean", {"true", "false"}, "true"},
    {"char(5)", {"'ab'", "''"}, "\"ab   \""},
    {"text", {"''", "'NULL'", "E'a\\nb\\\\'", "'ünï 𝄞'"}, "\"\""},
    {"varchar(20)", {"' padded '"}, "\" padded \""},
    {"bytea", {"'\\x'", "'\\x00ff5c27'"}, "\"\""},
    {"date", {"'2024-02-29'", "'infinity'", "'-infinity'", "'0044-03-15 BC'", "'12345-01-01'"},
        "\"2024-02-29\""},
    {"time", {"'23:59:59.999999'", "'24:00:00'"}, "\"23:59:59.999999\""},
    {"timetz", {"'23:59:59.999999+05:30'", "'00:00:00-15:59:59'"}, "\"23:59:59.999999+05:30\""},
    {"timestamp", {"'2024-01-01 12:00:00.000001'", "'infinity'", "'0044-03-15 00:00:00 BC'"},
        "\"2024-01-01 12:00:00.000001\""},
    {"timestamptz", {"'2024-01-01 12:00:00.100000+02'", "'-infinity'", "'12345-01-01 00:00:00+00'"},
        "\"2024-01-01T10:00:00.1Z\""},
    {"interval", {"'1 year 2 mons -3 days 04:05:06.789'", "'-00:00:00.000001'"},
        "\"1 year 2 mons -3 days +04:05:06.789\""},
    {"uuid", {"'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"}, "\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\""},
    {"jsonb", {"'{\"a\": 12345678901234567890.123, \"b\": [null, \"\\u00e9\"]}'", "'null'", "'\"x\"'", "'1'"},
        "{\"a\":12345678901234567890.123,\"b\":[null,\"é\"]}"},
    {"json", {"'{\"b\":1,\"a\":2}'", "'null'"}, "{\"b\":1,\"a\":2}"},
    {"bit(5)", {"B'10101'"}, "\"10101\""},
    {"bit varying", {"B''", "B'0001'"}, "\"\""},
    {"inet", {"'192.168.0.1/24'", "'::1'"}, "\"192.168.0.1/24\""},
    {"money", {"12.34"}, "\"$12.34\""},
    {"int4range", {"'[1,5)'", "'empty'", "'(,)'"}, "\"[1,5)\""},
    {"int4multirange", {"'{[1,5),[7,9)}'"}, "\"{[1,5),[7,9)}\""},
    {"point", {"'(1.5,-2)'"}, "\"(1.5,-2)\""},
    {"text[]", {"'{a,NULL,\"NULL\",\"x y\",\"q\\\"\\\\\"}'", "'{}'"},
        "[\"a\",null,\"NULL\",\"x y\",\"q\\\"\\\\\"]"},
    {"bigint[]", {"'{{1,2},{9223372036854775807,NULL}}'"}, "[[1,2],[\"9223372036854775807\",null]]"},
    {"numeric(10,2)[]", {"'{1.10,2.00}'"}, "[\"1.10\",\"2.00\"]"},
    {"timestamptz[]", {"'{\"2024-01-01 00:00:00+00\"}'"}, "[\"2024-01-01T00:00:00Z\"]"},
    {"bytea[]", {"'{\"\\\\x00ff\"}'"}, "[\"AP8=\"]"},
    {"tsvector", {"'''fat'':2 ''cat'':3A'"}, "\"'cat':3A 'fat':2\""},
    {"xml", {"'<a>1</a>'"}, "\"<a>1</a>\""},
    {"oid", {"4294967295"}, "4294967295"},
};

const std::vector<Column> onMariaDb{
    {"tinyint", {"-128", "127"}, "-128"},
    {"tinyint(1)", {"1", "0", "7"}, "true"},
    {"bigint unsigned", {"18446744073709551615", "9007199254740993", "0"}, "\"18446744073709551615\""},
    {"bigint", {"-9223372036854775808"}, "\"-9223372036854775808\""},
    {"decimal(40,10)", {"123456789012345678901234567890.1234567891", "-0.0000000001"},
        "\"123456789012345678901234567890.1234567891\""},
    {"float", {"1.1", "3.40282e38"}, "1.1"},
    {"double", {"0.1", "-0.0", "1e308"}, "0.1"},
    {"char(5)", {"'ab'", "''"}, "\"ab\""},
    {"varchar(20)", {"''", "' padded '", "'NULL'"}, "\"\""},
    {"text", {"'ünï 𝄞 \\\\'"}, "\"ünï 𝄞 \\\\\""},
    {"binary(3)", {"x'61ff'"}, "\"Yf8A\""},
    {"varbinary(9)", {"x''", "x'00ff5c27'"}, "\"\""},
    {"blob", {"x'00ff'"}, "\"AP8=\""},
    {"date", {"'2024-02-29'", "'0000-00-00'", "'2024-00-00'"}, "\"2024-02-29\""},
    {"time(6)", {"'838:59:59.000000'", "'-12:34:56.789012'"}, "\"838:59:59.000000\""},
    {"datetime(6)", {"'2024-01-01 12:00:00.000001'", "'0000-00-00 00:00:00'"},
        "\"2024-01-01 12:00:00.000001\""},
    {"datetime", {"'9999-12-31 23:59:59'"}, "\"9999-12-31 23:59:59\""},
    {"timestamp(3) null", {"'2024-01-01 12:00:00.100'", "'0000-00-00 00:00:00'"},
        "\"2024-01-01 12:00:00.100\""},
    {"year", {"2024", "0"}, "2024"},
    {"bit(64)", {"b'1111111111111111111111111111111111111111111111111111111111111111'", "b'101'"},
        "\"18446744073709551615\""},
    {"bit(1)", {"b'1'"}, "1"},
    {"enum('a','','ü')", {"'a'", "''", "'ü'"}, "\"a\""},
    {"set('a','b'' c')", {"'a'", "''"}, "\"a\""},
    {"json", {"'{\"b\":1,\"a\":[12345678901234567890.5]}'", "'null'"},
        "{\"b\":1,\"a\":[12345678901234567890.5]}"},
    {"uuid", {"'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"}, "\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\""},
    {"inet6", {"'::1'"}, "\"::1\""},
};

const std::vector<Column> onSqlite{
    {"INTEGER", {"-9223372036854775808", "9223372036854775807", "1"}, "\"-9223372036854775808\""},
    {"BIGINT", {"9007199254740993"}, "\"9007199254740993\""},
    {"REAL", {"0.1", "9e999", "5e-324", "-0.0"}, "0.1"},
    {"TEXT", {"''", "'NULL'", "'ünï 𝄞'", "'012'"}, "\"\""},
    {"VARCHAR(10)", {"'1.10'"}, "\"1.10\""},
    {"DECIMAL(10,2)", {"'1.5'", "7"}, "\"1.5\""},
    {"BLOB", {"x'00ff'", "x''"}, "\"AP8=\""},
    {"BOOLEAN", {"1", "0"}, "true"},
    {"DATETIME", {"'2024-01-01 12:00:00.123456'", "'2024-01-01T12:00:00Z'"}, "\"2024-01-01 12:00:00.123456\""},
    {"DATE", {"'2024-02-29'"}, "\"2024-02-29\""},
    {"JSON", {"'{\"b\":1,\"a\":[12345678901234567890.5]}'"}, "{\"b\":1,\"a\":[12345678901234567890.5]}"},
    {"UUID", {"'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"}, "\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\""},
    {"", {"1", "1.5", "'x'"}, "1"},
};

struct Engine {
    const char* name;
    const std::vector<Column>& columns;
    const char* primaryKey;
    const char* asStored; ///< what shows every bit of a value, `%1` the column
};

const Engine engines[]{
    {"sqlite", onSqlite, "id INTEGER PRIMARY KEY", "typeof(%1) || quote(%1)"},
    {"postgresql", onPostgres, "id serial PRIMARY KEY", "%1::text"},
    {"mariadb", onMariaDb, "id int AUTO_INCREMENT PRIMARY KEY", "HEX(%1)"},
};

} // namespace

/// No value changes by being read and written back: into another row, and into its own.
class ValuesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void throughTheOrmAndBack_data();
    void throughTheOrmAndBack();

private:
    std::unique_ptr<sql::Connection> open(const QString& engine);

    ScratchPostgres postgres_;
    ScratchMariaDb mariaDb_;
    std::map<QString, std::unique_ptr<sql::Connection>> connections_;
};

void ValuesTest::initTestCase()
{
    QVERIFY2(postgres_.start(), qPrintable(postgres_.error()));
    QVERIFY2(mariaDb_.start(), qPrintable(mariaDb_.error()));
    for (const Engine& engine : engines) {
        const QString name = QString::fromLatin1(engine.name);
        connections_[name] = open(name);
    }
}

std::unique_ptr<sql::Connection> ValuesTest::open(const QString& engine)
{
    sql::ConnectionSettings settings;
    settings.file = QStringLiteral(":memory:");
    if (engine != u"sqlite")
        settings = engine == u"postgresql" ? postgres_.newDatabase() : mariaDb_.newDatabase();
    return mustHave(sql::Connection::open(settings), engine);
}

void ValuesTest::throughTheOrmAndBack_data()
{
    QTest::addColumn<QString>("engine");
    QTest::addColumn<int>("column");
    for (const Engine& engine : engines) {
        for (size_t i = 0; i < engine.columns.size(); ++i)
            QTest::addRow("%s %s", engine.name, engine.columns[i].type)
                << QString::fromLatin1(engine.name) << int(i);
    }
}

void ValuesTest::throughTheOrmAndBack()
{
    QFETCH(QString, engine);
    QFETCH(int, column);
    const Engine& of = *std::find_if(std::begin(engines), std::end(engines),
        [&](const Engine& candidate) { return engine == QLatin1String(candidate.name); });
    const Column& tested = of.columns[size_t(column)];
    sql::Connection& connection = *connections_.at(engine);
    const auto run = [&](const QString& statement) {
        return mustHave(connection.run(statement), statement).rows;
    };
    run(QStringLiteral("DROP TABLE IF EXISTS cells"));
    if (engine == u"mariadb") // what older servers and laxer modes have left in tables
        run(QStringLiteral("SET SESSION sql_mode = ''"));
    run(QStringLiteral("CREATE TABLE cells (%1, v %2)")
            .arg(QString::fromLatin1(of.primaryKey), QString::fromUtf8(tested.type)));
    for (const char* value : tested.values)
        run(QStringLiteral("INSERT INTO cells (v) VALUES (%1)").arg(QString::fromUtf8(value)));
    run(QStringLiteral("INSERT INTO cells (v) VALUES (NULL)"));

    const orm::PhysicalSchema physical = mustHave(sql::introspect(connection), QStringLiteral("introspect"));
    const model::Schema schema = orm::lift(physical).schema;
    const orm::Derivation derivation = orm::derive(schema, {}, connection.dialect().capabilities());
    const auto registry = orm::ModelRegistry::make(schema, {}, derivation);
    orm::Query query;
    query.model = mustHave(registry.find(QStringLiteral("cells")), QStringLiteral("model"));
    const auto stored = [&](qint64 id) {
        const auto rows =
            run(QStringLiteral("SELECT %1 FROM cells WHERE id = %2")
                    .arg(QString::fromLatin1(of.asStored).replace(QStringLiteral("%1"), QStringLiteral("v")))
                    .arg(id));
        const sql::Value& value = rows.front().front();
        return value.isNull() ? QStringLiteral("NULL") : value.display();
    };

    const auto found = mustHave(sql::find(connection, registry, query), QStringLiteral("find"));
    const orm::Json read = sql::toJson(registry, query, found);
    QCOMPARE(QString::fromUtf8(orm::compactJson(*read.items().front().find(QStringLiteral("v")))),
        QString::fromUtf8(tested.first));
    for (size_t i = 0; i < read.items().size(); ++i) {
        const orm::Json value = *read.items()[i].find(QStringLiteral("v"));
        const QString before = stored(qint64(i) + 1);
        const QString shown = QString::fromUtf8(orm::compactJson(value));

        const orm::Json values(orm::Json::Object{{QStringLiteral("v"), value}});
        const auto updated = sql::update(connection, registry, query.model, QString::number(i + 1), values);
        QVERIFY2(updated, qPrintable(shown + u' ' + (updated ? QString() : errorText(updated.error()))));
        QCOMPARE(stored(qint64(i) + 1), before);
        if (value.isNull() && before != u"NULL")
            continue; // null in JSON columns: a new row can only get SQL's own
        const auto copy = sql::create(
            connection, registry, query.model, values, {sql::Existing::Create, false, false, false});
        QVERIFY2(copy, qPrintable(shown + u' ' + (copy ? QString() : errorText(copy.error()))));
        const qint64 id = copy->find(QStringLiteral("id"))->digits().toLongLong();
        QCOMPARE(stored(id), before);
        QCOMPARE(QString::fromUtf8(orm::compactJson(*copy->find(QStringLiteral("v")))), shown);
    }
}

QTEST_GUILESS_MAIN(ValuesTest)
#include "valuestest.moc"
