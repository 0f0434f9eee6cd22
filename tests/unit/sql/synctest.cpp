// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/sync.h"
#include "orm/sql/introspector.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::sql;

namespace {

std::unique_ptr<Connection> memory(std::initializer_list<const char*> statements = {})
{
    ConnectionSettings settings;
    settings.file = QStringLiteral(":memory:");
    auto connection = Connection::open(settings);
    for (const char* statement : statements)
        [&] { QVERIFY((*connection)->run(QString::fromUtf8(statement))); }();
    return std::move(*connection);
}

/// Student, Class and the link between them.
orm::Derivation school(const Connection& connection)
{
    model::Schema schema;
    const auto column = [](quint64 id, const char* name) {
        model::Column made;
        made.id = ColumnId(id);
        made.name = QString::fromLatin1(name);
        made.type = model::DataType::of(model::TypeKind::Varchar, 255);
        return made;
    };
    model::Table student, course, enrollment;
    student.id = TableId(1);
    student.name = QStringLiteral("Student");
    student.columns = {column(11, "firstName")};
    course.id = TableId(2);
    course.name = QStringLiteral("Class");
    course.columns = {column(12, "className")};
    enrollment.id = TableId(3);
    enrollment.name = QStringLiteral("Enrollment");
    model::ManyToMany link;
    link.id = LinkId(4);
    link.junction = enrollment.id;
    link.ends.resize(2);
    link.ends[0].table = student.id;
    link.ends[1].table = course.id;
    schema.tables.set(student);
    schema.tables.set(course);
    schema.tables.set(enrollment);
    schema.links.set(link);
    return orm::derive(schema, {}, connection.dialect().capabilities());
}

QStringList namesOf(Connection& connection)
{
    QStringList names;
    const auto found = connection.run("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'");
    for (const auto& row : found->rows)
        names += row[0].text();
    names.sort();
    return names;
}

qint64 countOf(Connection& connection, const char* table)
{
    return connection.run(QStringLiteral("SELECT count(*) FROM ") + QLatin1String(table))->rows[0][0].integer();
}

QStringList codesOf(const Diagnostics& diagnostics)
{
    QStringList codes;
    for (const Diagnostic& diagnostic : diagnostics)
        codes += diagnostic.what.code;
    return codes;
}

} // namespace

class SyncTest : public QObject {
    Q_OBJECT

private slots:
    void everythingIsMadeInAnEmptyDatabase();
    void aSecondSyncHasNothingToDo();
    void whatIsMissingIsMadeAndRowsStay();
    void whatDiffersIsToldAndLeft();
    void forceMakesEverythingAnew();
    void forceReachesNoOtherTable();
    void aFailureLeavesNothingHalfDone();
    void aNameThatSomethingElseHasIsTold();
};

void SyncTest::everythingIsMadeInAnEmptyDatabase()
{
    auto connection = memory();
    const orm::Derivation derivation = school(*connection);
    const auto plan = planSync(*connection, derivation, {});
    QVERIFY(plan);
    QVERIFY(plan->diagnostics.empty());
    QVERIFY(runSync(*connection, *plan));
    for (const orm::PhysicalTable& table : derivation.schema.tables) {
        QVERIFY2(namesOf(*connection).contains(table.name), qPrintable(table.name));
        for (const orm::PhysicalIndex& index : table.indexes)
            QVERIFY2(namesOf(*connection).contains(index.name), qPrintable(index.name));
    }
}

void SyncTest::aSecondSyncHasNothingToDo()
{
    auto connection = memory();
    const orm::Derivation derivation = school(*connection);
    QVERIFY(runSync(*connection, *planSync(*connection, derivation, {})));
    const auto again = planSync(*connection, derivation, {});
    QVERIFY(again->statements.empty());
    QCOMPARE(codesOf(again->diagnostics), QStringList());
}

void SyncTest::whatIsMissingIsMadeAndRowsStay()
{
    auto connection = memory();
    const orm::Derivation derivation = school(*connection);
    QVERIFY(runSync(*connection, *planSync(*connection, derivation, {})));
    const QStringList all = namesOf(*connection);
    QVERIFY(connection->run("INSERT INTO Students (firstName) VALUES ('Jake')"));
    QVERIFY(connection->run("DROP TABLE Enrollments"));
    const auto plan = planSync(*connection, derivation, {});
    QVERIFY(!plan->statements.empty());
    QVERIFY(runSync(*connection, *plan));
    QCOMPARE(namesOf(*connection), all);
    QCOMPARE(countOf(*connection, "Students"), 1);
}

void SyncTest::whatDiffersIsToldAndLeft()
{
    auto connection =
        memory({"CREATE TABLE students (id INTEGER PRIMARY KEY AUTOINCREMENT, firstname INTEGER, age)"});
    const orm::Derivation derivation = school(*connection);
    const auto plan = planSync(*connection, derivation, {});
    QVERIFY(plan);
    const QStringList codes = codesOf(plan->diagnostics);
    QVERIFY(codes.contains("sync.column-differs")); // firstName is a text
    QVERIFY(codes.contains("sync.column-extra"));   // age
    QVERIFY(runSync(*connection, *plan));
    QVERIFY(connection->run("SELECT age FROM students"));

    QVERIFY(connection->run("DROP TABLE Enrollments"));
    QVERIFY(connection->run(
        "CREATE TABLE Enrollments (StudentId INTEGER NOT NULL DEFAULT 1 REFERENCES Students (id), "
        "ClassId INTEGER NOT NULL REFERENCES Classes (id) ON DELETE CASCADE ON UPDATE CASCADE, "
        "PRIMARY KEY (StudentId, ClassId))"));
    const auto more = planSync(*connection, derivation, {});
    QVERIFY(codesOf(more->diagnostics).contains("sync.column-differs"));
    QCOMPARE(codesOf(more->diagnostics).count("sync.foreign-key-differs"), 1);
}

void SyncTest::forceMakesEverythingAnew()
{
    auto connection = memory();
    const orm::Derivation derivation = school(*connection);
    QVERIFY(runSync(*connection, *planSync(*connection, derivation, {})));
    QVERIFY(connection->run("INSERT INTO Students (firstName) VALUES ('Jake')"));
    const auto plan = planSync(*connection, derivation, {.force = true});
    QVERIFY2(runSync(*connection, *plan), "force drops in an order that runs");
    QCOMPARE(countOf(*connection, "Students"), 0);
    QCOMPARE(connection->run("PRAGMA foreign_keys")->rows[0][0].integer(), 1);
    const auto onEmpty = memory();
    const auto fresh = planSync(*onEmpty, derivation, {.force = true});
    for (const orm::Statement& statement : fresh->statements)
        QVERIFY2(!statement.sql.startsWith("DROP"), "what does not exist is not dropped");
}

void SyncTest::forceReachesNoOtherTable()
{
    auto connection = memory();
    const orm::Derivation derivation = school(*connection);
    QVERIFY(runSync(*connection, *planSync(*connection, derivation, {})));
    QVERIFY(connection->run("CREATE TABLE badge (owner REFERENCES Students (id) ON DELETE CASCADE)"));
    QVERIFY(connection->run("INSERT INTO Students (id) VALUES (1)"));
    QVERIFY(connection->run("INSERT INTO badge VALUES (1)"));
    const auto done = runSync(*connection, *planSync(*connection, derivation, {.force = true}));
    QVERIFY(!done);
    QCOMPARE(done.error().where, "badge.owner");
    QCOMPARE(countOf(*connection, "Students"), 1);
    QCOMPARE(countOf(*connection, "badge"), 1);
    QCOMPARE(connection->run("PRAGMA foreign_keys")->rows[0][0].integer(), 1);

    QVERIFY(connection->run("UPDATE badge SET owner = NULL"));
    QVERIFY(runSync(*connection, *planSync(*connection, derivation, {.force = true})));
    QCOMPARE(countOf(*connection, "badge"), 1);
}

void SyncTest::aFailureLeavesNothingHalfDone()
{
    auto connection = memory();
    SyncPlan plan;
    plan.statements = {{"CREATE TABLE a (x)", {}}, {"CREATE TABLE b (", {}}};
    QVERIFY(!runSync(*connection, plan));
    QCOMPARE(namesOf(*connection), QStringList());
}

void SyncTest::aNameThatSomethingElseHasIsTold()
{
    auto connection = memory({"CREATE VIEW Students AS SELECT 1 AS id"});
    const auto plan = planSync(*connection, school(*connection), {});
    QVERIFY(codesOf(plan->diagnostics).contains("sync.name-taken"));
}

QTEST_GUILESS_MAIN(SyncTest)
#include "synctest.moc"
