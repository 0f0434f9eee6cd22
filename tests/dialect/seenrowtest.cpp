// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/lift/lift.h"
#include "orm/sql/database.h"
#include "orm/sql/introspector.h"
#include "orm/sql/seenrow.h"
#include "support/everyengine.h"
#include "support/sampledatabase.h"

#include <QRegularExpression>
#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;
using orm::Json;
using sql::SeenValues;
using sql::Value;

namespace {

struct People : SampleDatabase {
    explicit People(const sql::ConnectionSettings& where)
        : settings(where)
    {
        const TableId person =
            table(QStringLiteral("Person"), {QStringLiteral("name varchar(80)"), QStringLiteral("age integer")});
        const TableId pet = table(QStringLiteral("Pet"), {QStringLiteral("name varchar(80)")});
        owner = reference(pet, person, QStringLiteral("Owner"));
    }

    void open() { SampleDatabase::open(settings); }

    /// Somebody else's session.
    void elsewhere(const QString& statement)
    {
        SampleDatabase other;
        other.schema = schema;
        sql::ConnectionSettings there = settings;
        there.create = false;
        other.join(there);
        other.rows(statement);
    }

    SeenValues seen(const QString& key)
    {
        const auto row = sql::readAgain(connection(), registry(), model("Person"), key, {});
        if (!row || !row->values)
            return {};
        SeenValues all;
        const QStringList names = registry().at(model("Person")).attributeNames();
        for (qsizetype i = 0; i < names.size(); ++i)
            all.insert(names[i], (*row->values)[size_t(i)]);
        return all;
    }

    /// The code of the error, or nothing.
    QString write(const char* values, const SeenValues& expected)
    {
        const auto done = sql::updateSeen(connection(), registry(), model("Person"), QStringLiteral("1"),
            mustHave(orm::parseJson(values, {}), QString::fromUtf8(values)), expected);
        return done ? QString() : done.error().what.code;
    }

    QString name() { return rows(QStringLiteral("SELECT name FROM \"People\"")).front().front().display(); }

    sql::ConnectionSettings settings;
    ReferenceId owner;
};

SeenValues only(const SeenValues& all, const QStringList& attributes)
{
    SeenValues some;
    for (const QString& attribute : attributes)
        some.insert(attribute, all.value(attribute));
    return some;
}

QString lastWrite(const sql::StatementRecorder& log, const char* verb)
{
    for (auto it = log.statements.rbegin(); it != log.statements.rend(); ++it) {
        if (it->sql.startsWith(QLatin1String(verb)))
            return sql::withValues(*it);
    }
    return {};
}

} // namespace

/// A row is changed and deleted as it was seen, or not at all.
class SeenRowTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void theStatementCarriesWhatWasSeen_data() { EveryEngine::addRows(); }
    void theStatementCarriesWhatWasSeen();
    void whatSomebodyElseWroteStays_data() { EveryEngine::addRows(); }
    void whatSomebodyElseWroteStays();
    void aChangeOfLetterCaseIsSeen_data() { EveryEngine::addRows(); }
    void aChangeOfLetterCaseIsSeen();
    void aRowThatIsGoneIsTold_data() { EveryEngine::addRows(); }
    void aRowThatIsGoneIsTold();
    void aRowIsDeletedAsItWasSeen_data() { EveryEngine::addRows(); }
    void aRowIsDeletedAsItWasSeen();
    void noTypeLooksChangedByItself_data() { EveryEngine::addRows(); }
    void noTypeLooksChangedByItself();
    void aRehearsalFindsWhatWaitsForCommit_data() { EveryEngine::addRows(); }
    void aRehearsalFindsWhatWaitsForCommit();
    void aStatementMayTakeSoLong_data() { EveryEngine::addRows(); }
    void aStatementMayTakeSoLong();
    void aLostConnectionIsOpenedAgain_data();
    void aLostConnectionIsOpenedAgain();

private:
    EveryEngine engines_;
};

void SeenRowTest::theStatementCarriesWhatWasSeen()
{
    QFETCH(QString, engine);
    People people(engines_.newDatabase(engine));
    people.open();
    QCOMPARE(people.create("Person", R"({"name":"Ann","age":null})").left(6), QStringLiteral("{\"id\":"));
    const SeenValues seen = people.seen(QStringLiteral("1"));
    sql::StatementRecorder log;
    people.connection().setLog(&log);
    QCOMPARE(people.write(R"({"name":"Anna","age":7})", only(seen, {QStringLiteral("name"), QStringLiteral("age")})),
        QString());
    people.connection().setLog(nullptr);
    const QString word = engine == u"sqlite" ? QStringLiteral("IS")
                         : engine == u"postgresql" ? QStringLiteral("IS NOT DISTINCT FROM")
                                                   : QStringLiteral("<=>");
    const QString update = lastWrite(log, "UPDATE");
    QVERIFY2(update.contains(word + QStringLiteral(" 'Ann'")), qPrintable(update));
    QVERIFY2(update.contains(word + QStringLiteral(" NULL")), qPrintable(update));
    QVERIFY2(update.contains(QStringLiteral("= 1")), qPrintable(update));
    QCOMPARE(people.name(), QStringLiteral("Anna"));
    // The very same again is no change, and finds its row.
    QCOMPARE(people.write(R"({"name":"Anna"})", {{QStringLiteral("name"), Value(QStringLiteral("Anna"))}}), QString());
}

void SeenRowTest::whatSomebodyElseWroteStays()
{
    QFETCH(QString, engine);
    People people(engines_.newDatabase(engine));
    people.open();
    people.create("Person", R"({"name":"Ann","age":7})");
    const SeenValues seen = people.seen(QStringLiteral("1"));
    people.elsewhere(QStringLiteral("UPDATE \"People\" SET age = 8"));
    // Another column: both changes live on.
    QCOMPARE(people.write(R"({"name":"Anna"})", only(seen, {QStringLiteral("name")})), QString());
    people.elsewhere(QStringLiteral("UPDATE \"People\" SET name = 'Anne'"));
    QCOMPARE(people.write(R"({"name":"Annika"})", {{QStringLiteral("name"), Value(QStringLiteral("Anna"))}}),
        QStringLiteral("row.seen-changed"));
    QCOMPARE(people.name(), QStringLiteral("Anne"));
    QCOMPARE(people.number(QStringLiteral("SELECT age FROM \"People\"")), 8);
    QVERIFY(!people.connection().inTransaction());
    // NULL is a value like any other here.
    people.elsewhere(QStringLiteral("UPDATE \"People\" SET name = NULL"));
    QCOMPARE(people.write(R"({"name":"Annika"})", {{QStringLiteral("name"), Value(QStringLiteral("Anne"))}}),
        QStringLiteral("row.seen-changed"));
    QCOMPARE(people.write(R"({"name":"Annika"})", {{QStringLiteral("name"), Value()}}), QString());
    QCOMPARE(people.name(), QStringLiteral("Annika"));

    const auto now = sql::readAgain(people.connection(), people.registry(), people.model("Person"),
        QStringLiteral("1"), seen);
    QVERIFY(now && now->values);
    QCOMPARE(now->changed, QStringList({QStringLiteral("age"), QStringLiteral("name")}));
}

/// Which two texts are equal is up to a collation; what somebody wrote is not.
void SeenRowTest::aChangeOfLetterCaseIsSeen()
{
    QFETCH(QString, engine);
    People people(engines_.newDatabase(engine));
    people.open();
    people.create("Person", R"({"name":"Ann"})");
    for (const char* other : {"ANN", "Ann "}) {
        const SeenValues seen = only(people.seen(QStringLiteral("1")), {QStringLiteral("name")});
        people.elsewhere(QStringLiteral("UPDATE \"People\" SET name = '%1'").arg(QString::fromLatin1(other)));
        QCOMPARE(people.write(R"({"name":"Anna"})", seen), QStringLiteral("row.seen-changed"));
        QCOMPARE(people.name(), QString::fromLatin1(other));
    }
}

void SeenRowTest::aRowThatIsGoneIsTold()
{
    QFETCH(QString, engine);
    People people(engines_.newDatabase(engine));
    people.open();
    people.create("Person", R"({"name":"Ann"})");
    const SeenValues seen = people.seen(QStringLiteral("1"));
    people.elsewhere(QStringLiteral("DELETE FROM \"People\""));
    QCOMPARE(people.write(R"({"name":"Anna"})", seen), QStringLiteral("row.seen-gone"));
    const auto gone = sql::removeSeen(
        people.connection(), people.registry(), people.model("Person"), QStringLiteral("1"), seen);
    QVERIFY(!gone);
    QVERIFY(sql::isSeenNoMore(gone.error()) && sql::isGone(gone.error()));
    const auto now = sql::readAgain(people.connection(), people.registry(), people.model("Person"),
        QStringLiteral("1"), seen);
    QVERIFY(now && !now->values);
}

void SeenRowTest::aRowIsDeletedAsItWasSeen()
{
    QFETCH(QString, engine);
    People people(engines_.newDatabase(engine));
    people.open();
    people.create("Person", R"({"name":"Ann","age":7})");
    const int model = people.model("Person");
    SeenValues seen = people.seen(QStringLiteral("1"));
    people.elsewhere(QStringLiteral("UPDATE \"People\" SET age = 8"));
    const auto refused =
        sql::removeSeen(people.connection(), people.registry(), model, QStringLiteral("1"), seen);
    QVERIFY(!refused);
    QCOMPARE(refused.error().what.code, QStringLiteral("row.seen-changed"));
    QCOMPARE(people.number(QStringLiteral("SELECT COUNT(*) FROM \"People\"")), 1);
    seen = people.seen(QStringLiteral("1"));
    const auto gone =
        sql::removeSeen(people.connection(), people.registry(), model, QStringLiteral("1"), seen);
    QVERIFY2(gone, gone ? "" : qPrintable(errorText(gone.error())));
    QCOMPARE(people.number(QStringLiteral("SELECT COUNT(*) FROM \"People\"")), 0);
}

/// A row with a value of every type is found by all of them, and no value looks as if somebody had changed it.
void SeenRowTest::noTypeLooksChangedByItself()
{
    QFETCH(QString, engine);
    const QString types = engine == u"sqlite"
        ? QStringLiteral("a INTEGER, b REAL, c NUMERIC, d TEXT COLLATE NOCASE, e BLOB, f, g BOOLEAN, h DATE")
        : engine == u"postgresql"
            ? QStringLiteral("a bigint, b real, c numeric(30,10), d varchar(40), e bytea, f double precision, "
                             "g boolean, h timestamptz, i json, j jsonb, k inet, l interval, m char(10), n date[], "
                             "o point, p bit(5), q uuid, r timetz, s money, t xml, u float4[]")
            : QStringLiteral("a bigint unsigned, b float, c decimal(30,10), d varchar(40), e blob, f double, "
                             "g bit(5), h datetime(6), i json, j enum('x','y'), k set('x','y'), l time(3), m char(10), "
                             "n date, o year, p timestamp(3) null, q binary(4), r text");
    const QString values = engine == u"sqlite"
        ? QStringLiteral("9007199254740993, 0.1, 12.50, 'Ann', x'00ff', '012', 1, '2024-02-29'")
        : engine == u"postgresql"
            ? QStringLiteral("9007199254740993, 0.1, 12.5, 'Ann', '\\x00ff', 'NaN', true, 'infinity', '{\"a\": 1}', "
                             "'{\"a\":1}', '1.2.3.4', '1 day 02:03', 'x', '{2024-02-29}', '(1,2)', B'10101', "
                             "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '12:00+02', 12.5, '<a/>', '{0.1,NULL}'")
            : QStringLiteral("18446744073709551615, 0.1, 12.5, 'Ann', x'00ff', 0.1, b'10101', "
                             "'2024-02-29 01:02:03.000004', '[1, 2]', 'y', 'x,y', '101:02:03.004', 'x', "
                             "'2024-02-29', 2024, '2024-02-29 01:02:03.5', x'00ff', 'long'");
    SampleDatabase all;
    QStringList columns;
    const sql::ConnectionSettings settings = engines_.newDatabase(engine);
    all.join(settings);
    all.rows(QStringLiteral("CREATE TABLE t (id integer PRIMARY KEY, %1)").arg(types));
    for (const bool nothing : {false, true}) {
        const qsizetype count = types.count(QRegularExpression(QStringLiteral(", [a-u]\\b"))) + 1;
        all.rows(QStringLiteral("INSERT INTO t VALUES (1, %1)")
                     .arg(nothing ? QStringList(count, QStringLiteral("NULL")).join(u',') : values));
        // As the program itself reads a table that it did not draw.
        const auto physical = sql::introspect(all.connection());
        QVERIFY(physical);
        const model::Schema lifted = orm::lift(*physical).schema;
        const auto registry = orm::ModelRegistry::make(
            lifted, {}, orm::derive(lifted, {}, all.connection().dialect().capabilities()));
        const int model = registry.find(QStringLiteral("t")).value();
        const auto row = sql::readAgain(all.connection(), registry, model, QStringLiteral("1"), {});
        QVERIFY2(row && row->values, row ? "" : qPrintable(errorText(row.error())));
        SeenValues seen;
        const QStringList names = registry.at(model).attributeNames();
        QCOMPARE(names.size(), count + 1);
        for (qsizetype i = 0; i < names.size(); ++i)
            seen.insert(names[i], (*row->values)[size_t(i)]);
        sql::StatementRecorder log;
        all.connection().setLog(&log);
        const auto gone = sql::removeSeen(all.connection(), registry, model, QStringLiteral("1"), seen);
        all.connection().setLog(nullptr);
        QVERIFY2(gone, qPrintable(gone ? QString() : errorText(gone.error()) + u'\n' + lastWrite(log, "DELETE")));
        QCOMPARE(all.number(QStringLiteral("SELECT COUNT(*) FROM t")), 0);
    }
}

void SeenRowTest::aRehearsalFindsWhatWaitsForCommit()
{
    QFETCH(QString, engine);
    People people(engines_.newDatabase(engine));
    people.schema.references.update(
        people.owner, [](model::Reference& made) { made.key.deferrable = model::Deferrable::InitiallyDeferred; });
    people.open();
    if (people.connection().dialect().capabilities().deferrableForeignKeys) {
        const auto checked = people.connection().rehearsal([&]() -> Result<void> {
            people.rows(QStringLiteral("INSERT INTO \"Pets\" (name, \"OwnerId\") VALUES ('Rex', 99)"));
            return {};
        });
        QVERIFY(!checked);
        QCOMPARE(checked.error().what.code, QStringLiteral("constraint.foreign"));
        QCOMPARE(checked.error().violation.table, QStringLiteral("Pets"));
    }
    QVERIFY(!people.connection().inTransaction());
    QCOMPARE(people.number(QStringLiteral("SELECT COUNT(*) FROM \"Pets\"")), 0);
}

void SeenRowTest::aStatementMayTakeSoLong()
{
    QFETCH(QString, engine);
    sql::ConnectionSettings settings = engines_.newDatabase(engine);
    settings.statementSeconds = 1;
    SampleDatabase patient;
    patient.join(settings);
    const QString endless = engine == u"postgresql" ? QStringLiteral("SELECT pg_sleep(600)")
                            : engine == u"mariadb"  ? QStringLiteral("SELECT COUNT(*) FROM seq_1_to_1000000000 a, "
                                                                     "seq_1_to_1000000000 b")
                                                    : QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + "
                                                                     "1 FROM n) SELECT COUNT(*) FROM n");
    const auto stopped = patient.connection().run(endless);
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().what.code, QStringLiteral("statement.timeout"));
    QCOMPARE(patient.number(QStringLiteral("SELECT 1")), 1);
}

void SeenRowTest::aLostConnectionIsOpenedAgain_data()
{
    QTest::addColumn<QString>("engine");
    for (const char* engine : {"postgresql", "mariadb"})
        QTest::newRow(engine) << QString::fromLatin1(engine);
}

void SeenRowTest::aLostConnectionIsOpenedAgain()
{
    QFETCH(QString, engine);
    sql::Database database(engines_.newDatabase(engine));
    const auto ask = [&] {
        return database.run([](sql::Connection& connection) { return connection.run(QStringLiteral("SELECT 1")); })
            .result();
    };
    QVERIFY(ask());
    engines_.server(engine)->crash();
    const auto lost = ask();
    QVERIFY(!lost);
    QCOMPARE(lost.error().what.code, QStringLiteral("server.lost"));
    QVERIFY(!ask()); // it is not there yet
    QVERIFY2(engines_.server(engine)->start(), qPrintable(engines_.server(engine)->error()));
    const auto again = ask();
    QVERIFY2(again, again ? "" : qPrintable(errorText(again.error())));
}

QTEST_GUILESS_MAIN(SeenRowTest)
#include "seenrowtest.moc"
