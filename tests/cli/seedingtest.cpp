// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/connection.h"
#include "support/everyengine.h"
#include "support/program.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace conjoin;
using tests::EveryEngine;
using tests::ProgramRun;
using tests::runConjoin;

/// `conjoin seed` into tables that somebody else made, and that have rows already: the database watches over
/// every rule.
class SeedingTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void rowsComeBesideThoseThatAreThere_data() { EveryEngine::addRows(); }
    void rowsComeBesideThoseThatAreThere();
    void everyPairIsUsedBeforeATableEnds_data() { EveryEngine::addRows(); }
    void everyPairIsUsedBeforeATableEnds();
    void keysThatShareAColumnFitEachOther_data() { EveryEngine::addRows(); }
    void keysThatShareAColumnFitEachOther();
    void rowsThatAreThereBreakACircle_data() { EveryEngine::addRows(); }
    void rowsThatAreThereBreakACircle();
    void everyRowOfALongTableIsReferredTo();
    void columnsWithoutATypeAndOfAnyType();
    void typesThatOnlyPostgresqlHas();
    void typesThatOnlyMariaDbHas();
    void partitionsOfPostgresqlTakeTheirRows();
    void partitionsOfMariaDbTakeTheirRows();

private:
    /// A database of these tables, and a way to ask it.
    struct Place {
        sql::ConnectionSettings settings;
        std::unique_ptr<sql::Connection> connection;
    };
    void make(Place& place, const QString& engine, const QStringList& statements);
    qint64 number(const Place& place, const QString& statement);
    ProgramRun seed(const Place& place, int rows)
    {
        const QString url = place.settings.url();
        return runConjoin(folder_.path(), {"seed", url, url, "--rows", QString::number(rows)});
    }

    EveryEngine engines_;
    QTemporaryDir folder_;
};

void SeedingTest::make(Place& place, const QString& engine, const QStringList& statements)
{
    place.settings = engines_.newDatabase(engine);
    place.settings.create = true;
    auto opened = sql::Connection::open(place.settings);
    QVERIFY(opened);
    place.connection = std::move(*opened);
    for (const QString& statement : statements) {
        const auto ran = place.connection->run(statement);
        QVERIFY2(ran, qPrintable(statement + (ran ? QString() : ran.error().what.english())));
    }
}

qint64 SeedingTest::number(const Place& place, const QString& statement)
{
    const auto ran = place.connection->run(statement);
    return ran && ran->rows.size() == 1 && ran->rows[0][0].isInteger() ? ran->rows[0][0].integer() : -1;
}

void SeedingTest::rowsComeBesideThoseThatAreThere()
{
    QFETCH(QString, engine);
    Place place;
    make(place, engine,
        {"CREATE TABLE country (code char(3) PRIMARY KEY, name varchar(40) NOT NULL UNIQUE)",
            "CREATE TABLE person (id integer PRIMARY KEY, email varchar(60) NOT NULL UNIQUE, "
            "country char(3) NOT NULL, boss integer, FOREIGN KEY (country) REFERENCES country (code), "
            "FOREIGN KEY (boss) REFERENCES person (id))",
            "CREATE TABLE small (id smallint PRIMARY KEY, n integer NOT NULL UNIQUE)",
            "CREATE TABLE badge (person integer NOT NULL UNIQUE, label varchar(20) NOT NULL, "
            "FOREIGN KEY (person) REFERENCES person (id))",
            "CREATE TABLE visit (person integer NOT NULL, country char(3) NOT NULL, days integer NOT NULL "
            "CHECK (days > 0), PRIMARY KEY (person, country), FOREIGN KEY (person) REFERENCES person (id), "
            "FOREIGN KEY (country) REFERENCES country (code))",
            "INSERT INTO country VALUES ('de', 'Germany'), ('amb', 'Amber')",
            "INSERT INTO person VALUES (1, 'a@example.org', 'de', NULL), (77, 'b@example.org', 'amb', 1)",
            "INSERT INTO small VALUES (5, 5), (32700, 6)", "INSERT INTO badge VALUES (77, 'x')"});
    for (int round = 1; round <= 3; ++round) { // the same number each time: what it drew before is there
        const ProgramRun seeded = seed(place, 200);
        QVERIFY2(seeded.status == 0, qPrintable(seeded.err));
        QCOMPARE(number(place, "SELECT COUNT(*) FROM person"), 2 + 200 * round);
        QCOMPARE(number(place, "SELECT COUNT(*) FROM country"), 2 + 200 * round);
        QCOMPARE(number(place, "SELECT COUNT(*) FROM small"), 2 + 200 * round);
        QCOMPARE(number(place, "SELECT COUNT(*) FROM visit"), 200 * round);
    }
    // Each person has a badge at most, and rows of before have got some, too.
    QCOMPARE(number(place, "SELECT COUNT(*) FROM badge"), 601);
    QVERIFY(number(place, "SELECT COUNT(boss) FROM person") > 300);
}

void SeedingTest::everyPairIsUsedBeforeATableEnds()
{
    QFETCH(QString, engine);
    Place place;
    make(place, engine,
        {"CREATE TABLE a (code varchar(1) PRIMARY KEY CHECK (code IN ('x', 'y', 'z')))",
            "CREATE TABLE aa (one varchar(1) NOT NULL, two varchar(1) NOT NULL, low integer NOT NULL, "
            "high integer NOT NULL, note varchar(9) NOT NULL UNIQUE, CHECK (low * 2 < high), "
            "PRIMARY KEY (one, two), FOREIGN KEY (one) REFERENCES a (code), FOREIGN KEY (two) REFERENCES a "
            "(code))",
            "CREATE TABLE apart (one varchar(1) NOT NULL, two varchar(1) NOT NULL, CHECK (one <> two), "
            "PRIMARY KEY (one, two), FOREIGN KEY (one) REFERENCES a (code), FOREIGN KEY (two) REFERENCES a "
            "(code))",
            "CREATE TABLE loose (one varchar(1) NOT NULL, two varchar(1), UNIQUE (one, two), "
            "FOREIGN KEY (one) REFERENCES a (code), FOREIGN KEY (two) REFERENCES a (code))",
            "INSERT INTO a VALUES ('y')", "INSERT INTO aa VALUES ('y', 'y', 1, 3, 'basin')"});
    for (int round = 0; round < 2; ++round) {
        const ProgramRun seeded = seed(place, 50);
        QVERIFY2(seeded.status == 0, qPrintable(seeded.err));
        QCOMPARE(number(place, "SELECT COUNT(*) FROM a"), 3);
        QCOMPARE(number(place, "SELECT COUNT(*) FROM aa"), 9);
        QCOMPARE(number(place, "SELECT COUNT(*) FROM apart"), 6);
    }
    // NULL is like no other: such a key is never used up.
    QCOMPARE(number(place, "SELECT COUNT(*) FROM loose"), 100);
    QCOMPARE(number(place, "SELECT COUNT(two) FROM loose"), 9);
}

void SeedingTest::keysThatShareAColumnFitEachOther()
{
    QFETCH(QString, engine);
    Place place;
    make(place, engine,
        {"CREATE TABLE tenant (id integer PRIMARY KEY)",
            "CREATE TABLE project (tenant integer NOT NULL, nr integer NOT NULL, PRIMARY KEY (tenant, nr), "
            "FOREIGN KEY (tenant) REFERENCES tenant (id))",
            "CREATE TABLE worker (tenant integer NOT NULL, nr integer NOT NULL, PRIMARY KEY (tenant, nr), "
            "FOREIGN KEY (tenant) REFERENCES tenant (id))",
            "CREATE TABLE task (tenant integer NOT NULL, project integer NOT NULL, worker integer, "
            "FOREIGN KEY (tenant, project) REFERENCES project (tenant, nr), "
            "FOREIGN KEY (tenant, worker) REFERENCES worker (tenant, nr), "
            "FOREIGN KEY (tenant) REFERENCES tenant (id))"});
    const ProgramRun seeded = seed(place, 100);
    QVERIFY2(seeded.status == 0, qPrintable(seeded.err));
    QCOMPARE(number(place, "SELECT COUNT(*) FROM task"), 100);
    QVERIFY(number(place, "SELECT COUNT(worker) FROM task") > 20);
}

void SeedingTest::rowsThatAreThereBreakACircle()
{
    QFETCH(QString, engine);
    Place place;
    // Each store has a manager, who works in a store.
    make(place, engine,
        {"CREATE TABLE store (id integer PRIMARY KEY, manager integer NOT NULL)",
            "CREATE TABLE staff (id integer PRIMARY KEY, store integer NOT NULL, FOREIGN KEY (store) "
            "REFERENCES store "
            "(id))"});
    if (engine == u"sqlite") { // knows no other way to close a circle
        make(place, engine,
            {"CREATE TABLE staff (id integer PRIMARY KEY, store integer NOT NULL REFERENCES store (id) "
             "DEFERRABLE "
             "INITIALLY DEFERRED)",
                "CREATE TABLE store (id integer PRIMARY KEY, manager integer NOT NULL REFERENCES staff (id))"});
    } else {
        const auto closed =
            place.connection->run("ALTER TABLE store ADD FOREIGN KEY (manager) REFERENCES staff (id)");
        QVERIFY(closed);
    }
    const ProgramRun empty = seed(place, 10);
    if (engine == u"sqlite") { // lets the check of every key wait
        QVERIFY2(empty.status == 0, qPrintable(empty.err));
        QCOMPARE(number(place, "SELECT COUNT(*) FROM store"), 10);
        QCOMPARE(number(place, "SELECT COUNT(*) FROM staff"), 10);
        return;
    }
    QCOMPARE(empty.status, 3);
    QVERIFY2(empty.err.contains(QLatin1String("store")) && empty.err.contains(QLatin1String("hint")),
        qPrintable(empty.err));
    // What needs none of them is filled all the same, and they are told.
    QVERIFY(place.connection->run("CREATE TABLE town (id integer PRIMARY KEY, name varchar(20))"));
    const ProgramRun others = seed(place, 10);
    QVERIFY2(
        others.status == 0 && others.err.contains(QLatin1String("left out store")), qPrintable(others.err));
    QCOMPARE(number(place, "SELECT COUNT(*) FROM town"), 10);
    const auto first = place.connection->transaction([&]() -> Result<void> {
        QStringList statements{"INSERT INTO staff VALUES (1, 1)", "INSERT INTO store VALUES (1, 1)"};
        if (engine == u"postgresql")
            statements.prepend("SET session_replication_role = replica");
        else if (engine == u"mariadb")
            statements.prepend("SET foreign_key_checks = 0");
        for (const QString& statement : statements) {
            if (auto ran = place.connection->run(statement); !ran)
                return failure(ran);
        }
        return {};
    });
    QVERIFY2(first, first ? "" : qPrintable(first.error().what.english()));
    const ProgramRun seeded = seed(place, 10);
    QVERIFY2(seeded.status == 0, qPrintable(seeded.err));
    QCOMPARE(number(place, "SELECT COUNT(*) FROM store"), 11);
    QCOMPARE(number(place, "SELECT COUNT(*) FROM staff"), 11);
}

void SeedingTest::everyRowOfALongTableIsReferredTo()
{
    Place place;
    make(place, "sqlite",
        {"CREATE TABLE person (id INTEGER PRIMARY KEY, name text)",
            "CREATE TABLE badge (person integer NOT NULL UNIQUE REFERENCES person (id))",
            "CREATE TABLE visit (id INTEGER PRIMARY KEY, person integer NOT NULL REFERENCES person (id))",
            "WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 25000) "
            "INSERT INTO person SELECT 3 * i, 'x' FROM k"});
    const ProgramRun seeded = seed(place, 30000);
    QVERIFY2(seeded.status == 0, qPrintable(seeded.err));
    QCOMPARE(number(place, "SELECT COUNT(*) FROM person"), 55000);
    QCOMPARE(number(place, "SELECT COUNT(*) FROM badge"), 30000);
    QCOMPARE(seed(place, 25000).status, 0);
    QCOMPARE(number(place, "SELECT COUNT(*) FROM badge"), 55000);
    // No stretch of the table was left out.
    QVERIFY(number(place, "SELECT COUNT(DISTINCT person / 15000) FROM visit") >= 5);
}

void SeedingTest::columnsWithoutATypeAndOfAnyType()
{
    Place place;
    make(place, "sqlite",
        {"CREATE TABLE loose (id INTEGER PRIMARY KEY, a NOT NULL, b UNIQUE NOT NULL, c NVARCHAR(20) NOT NULL, "
         "d MY_INTEGER NOT NULL, e NUMERIC(10,2) NOT NULL, f FLOATING NOT NULL)",
            "CREATE TABLE exact (id INT PRIMARY KEY, a ANY NOT NULL, b REAL NOT NULL, c BLOB NOT NULL) STRICT",
            "CREATE TABLE code (k TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID"});
    for (int round = 1; round <= 2; ++round) {
        const ProgramRun seeded = seed(place, 40);
        QVERIFY2(seeded.status == 0, qPrintable(seeded.err));
        for (const char* table : {"loose", "exact", "code"})
            QCOMPARE(number(place, QStringLiteral("SELECT COUNT(*) FROM ") + QLatin1String(table)), 40 * round);
    }
    QCOMPARE(
        number(place, "SELECT COUNT(*) FROM loose WHERE typeof(d) = 'integer' AND typeof(c) = 'text'"), 80);
}

void SeedingTest::typesThatOnlyPostgresqlHas()
{
    Place place;
    make(place, "postgresql",
        {"CREATE TYPE mood AS ENUM ('good', 'bad')",
            "CREATE DOMAIN year AS integer CHECK (VALUE > 1900 AND VALUE < 2100)",
            "CREATE TABLE thing (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a inet NOT NULL UNIQUE, "
            "b cidr NOT NULL, c macaddr NOT NULL, d interval NOT NULL, e money NOT NULL, f tsvector NOT NULL, "
            "g point NOT NULL, h box NOT NULL, i polygon NOT NULL, j circle NOT NULL, k int4range NOT NULL, "
            "l daterange NOT NULL, m tstzrange NOT NULL, n xml NOT NULL, o bit NOT NULL, p text[] NOT NULL, "
            "q integer[] NOT NULL, r mood[] NOT NULL, s year NOT NULL, t name NOT NULL, u line NOT NULL, "
            "v lseg NOT NULL, w path NOT NULL, x tsrange NOT NULL, y mood NOT NULL, z int[][] NOT NULL)"});
    for (int round = 1; round <= 2; ++round) {
        const ProgramRun seeded = seed(place, 300);
        QVERIFY2(seeded.status == 0, qPrintable(seeded.err));
        QCOMPARE(number(place, "SELECT COUNT(*) FROM thing"), 300 * round);
    }
}

void SeedingTest::typesThatOnlyMariaDbHas()
{
    Place place;
    make(place, "mariadb",
        {"CREATE TABLE thing (id int unsigned AUTO_INCREMENT PRIMARY KEY, a year NOT NULL, b geometry NOT "
         "NULL, "
         "c bit(1) NOT NULL, d enum('x', 'y') NOT NULL, e set('p', 'q') NOT NULL, f mediumtext NOT NULL, "
         "g tinyint unsigned NOT NULL, h datetime(6) NOT NULL, i varbinary(5) NOT NULL UNIQUE)"});
    for (int round = 1; round <= 2; ++round) {
        const ProgramRun seeded = seed(place, 100);
        QVERIFY2(seeded.status == 0, qPrintable(seeded.err));
        QCOMPARE(number(place, "SELECT COUNT(*) FROM thing"), 100 * round);
    }
}

void SeedingTest::partitionsOfPostgresqlTakeTheirRows()
{
    Place place;
    make(place, "postgresql",
        {"CREATE TABLE tenant (id integer PRIMARY KEY)",
            "CREATE TABLE payment (id serial, tenant integer NOT NULL REFERENCES tenant (id), "
            "paid timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (paid, id)) PARTITION BY RANGE (paid)",
            "CREATE TABLE payment_1 PARTITION OF payment FOR VALUES FROM ('2022-01-01 00:00:00+01') TO "
            "('2022-02-01 00:00:00+01')",
            "CREATE TABLE payment_2 PARTITION OF payment FOR VALUES FROM ('2022-03-01 10:00:00+00') TO "
            "('2022-03-01 10:00:20+00')",
            "CREATE TABLE day (d date PRIMARY KEY) PARTITION BY RANGE (d)",
            "CREATE TABLE day_1 PARTITION OF day FOR VALUES FROM (MINVALUE) TO ('2022-01-01')",
            "CREATE TABLE day_2 PARTITION OF day FOR VALUES FROM ('2022-01-01') TO ('2022-01-02')",
            "CREATE TABLE amount (n bigint NOT NULL, part text, PRIMARY KEY (n)) PARTITION BY RANGE (n)",
            "CREATE TABLE amount_1 PARTITION OF amount FOR VALUES FROM ('-500') TO (-100)",
            "CREATE TABLE amount_2 PARTITION OF amount FOR VALUES FROM (5000000000) TO (MAXVALUE)",
            "CREATE TABLE place (region varchar(9), code integer, name text NOT NULL) PARTITION BY LIST "
            "(region)",
            "CREATE TABLE place_n PARTITION OF place FOR VALUES IN ('north', NULL) PARTITION BY RANGE (code, "
            "name)",
            "CREATE TABLE place_n1 PARTITION OF place_n FOR VALUES FROM (1, 'b') TO (1, 'c')",
            "CREATE TABLE place_n2 PARTITION OF place_n FOR VALUES FROM (2, MINVALUE) TO (4, 'x')",
            "CREATE TABLE place_s PARTITION OF place FOR VALUES IN ('south')",
            "CREATE TABLE other (k integer PRIMARY KEY) PARTITION BY LIST (k)",
            "CREATE TABLE other_1 PARTITION OF other FOR VALUES IN (1, 2)",
            "CREATE TABLE other_d PARTITION OF other DEFAULT",
            "CREATE TABLE hashed (k integer PRIMARY KEY) PARTITION BY HASH (k)",
            "CREATE TABLE hashed_1 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
            "CREATE TABLE hashed_2 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
            "CREATE TABLE owned (tenant integer REFERENCES tenant (id), note text) PARTITION BY LIST (tenant)",
            "CREATE TABLE owned_3 PARTITION OF owned FOR VALUES IN (3)",
            "CREATE TABLE closed (k integer PRIMARY KEY) PARTITION BY LIST (k)",
            "CREATE TABLE bill (tenant integer NOT NULL, day date NOT NULL) PARTITION BY RANGE (day)",
            "CREATE TABLE bill_1 PARTITION OF bill FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')",
            "ALTER TABLE bill_1 ADD FOREIGN KEY (tenant) REFERENCES tenant (id)"});
    const ProgramRun seeded = seed(place, 100);
    QVERIFY2(seeded.status == 0, qPrintable(seeded.err));
    for (const char* table : {"payment", "place", "other", "hashed", "amount", "bill"})
        QCOMPARE(number(place, QStringLiteral("SELECT COUNT(*) FROM ") + QLatin1String(table)), 100);
    for (const char* part : {"payment_1", "payment_2", "day_1", "day_2", "amount_1", "amount_2", "place_n1",
             "place_n2", "place_s", "other_d", "owned_3"})
        QVERIFY2(number(place, QStringLiteral("SELECT COUNT(*) FROM ") + QLatin1String(part)) > 0, part);
    QCOMPARE(number(place, "SELECT COUNT(*) FROM closed"), 0);
}

void SeedingTest::partitionsOfMariaDbTakeTheirRows()
{
    Place place;
    make(place, "mariadb",
        {"CREATE TABLE a (d date NOT NULL) PARTITION BY RANGE (YEAR(d)) (PARTITION p0 VALUES LESS THAN (2010), "
         "PARTITION p1 VALUES LESS THAN (2020))",
            "CREATE TABLE b (d datetime NOT NULL DEFAULT current_timestamp()) PARTITION BY RANGE (TO_DAYS(d)) "
            "(PARTITION p0 VALUES LESS THAN (TO_DAYS('2001-02-03')))",
            "CREATE TABLE c (d datetime NOT NULL, n integer) PARTITION BY RANGE COLUMNS (d, n) (PARTITION p0 "
            "VALUES LESS THAN ('2015-06-01', 7))",
            "CREATE TABLE d (n integer NOT NULL) PARTITION BY RANGE (n) (PARTITION p0 VALUES LESS THAN (10), "
            "PARTITION p1 VALUES LESS THAN (30))",
            "CREATE TABLE e (n integer NOT NULL) PARTITION BY LIST (n) (PARTITION p0 VALUES IN (3, 7), "
            "PARTITION "
            "p1 VALUES IN (-2))",
            "CREATE TABLE f (n integer NOT NULL) PARTITION BY RANGE (n) (PARTITION p0 VALUES LESS THAN (2), "
            "PARTITION p1 VALUES LESS THAN MAXVALUE)",
            "CREATE TABLE g (n integer NOT NULL) PARTITION BY HASH (n) PARTITIONS 4",
            "CREATE TABLE h (t timestamp NOT NULL DEFAULT current_timestamp()) PARTITION BY RANGE "
            "(UNIX_TIMESTAMP(t)) (PARTITION p0 VALUES LESS THAN (UNIX_TIMESTAMP('2012-03-04 05:06:07')))"});
    const ProgramRun seeded = seed(place, 100);
    QVERIFY2(seeded.status == 0, qPrintable(seeded.err));
    for (const char* table : {"a", "b", "c", "d", "e", "f", "g", "h"})
        QCOMPARE(number(place, QStringLiteral("SELECT COUNT(*) FROM ") + QLatin1String(table)), 100);
    QCOMPARE(number(place, "SELECT COUNT(DISTINCT n) FROM e"), 3);
}

QTEST_GUILESS_MAIN(SeedingTest)
#include "seedingtest.moc"
