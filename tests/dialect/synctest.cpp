// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/sync.h"

#include "orm/lift/lift.h"
#include "orm/sql/introspector.h"
#include "support/scratchserver.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::sql;

namespace {

/// Two tables that refer to each other, a junction, and what each server has besides.
const char* const onPostgres = R"(
CREATE SCHEMA audit;
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE teacher (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(80) NOT NULL, mood mood,
    first_class integer);
CREATE TABLE class (id serial PRIMARY KEY, title text NOT NULL UNIQUE, teacher_id integer REFERENCES teacher (id));
ALTER TABLE teacher ADD CONSTRAINT teacher_first FOREIGN KEY (first_class) REFERENCES class (id) DEFERRABLE;
CREATE TABLE student (id integer PRIMARY KEY, name text, CONSTRAINT named CHECK (name <> ''));
CREATE TABLE enrollment (student_id integer REFERENCES student (id) ON DELETE CASCADE,
    class_id integer REFERENCES class (id) ON DELETE CASCADE, PRIMARY KEY (student_id, class_id));
CREATE INDEX enrollment_by_class ON enrollment (class_id, student_id);
CREATE TABLE audit.entry (at timestamptz NOT NULL DEFAULT now(), who integer REFERENCES student (id));
CREATE VIEW happy AS SELECT id, name FROM teacher WHERE mood = 'happy';
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT 2 * n $$;
)";
const char* const onMariaDb = R"(
CREATE TABLE teacher (id int AUTO_INCREMENT PRIMARY KEY, name varchar(80) NOT NULL, mood enum('sad', 'happy'),
    first_class int);
CREATE TABLE class (id int AUTO_INCREMENT PRIMARY KEY, title varchar(80) NOT NULL, teacher_id int,
    UNIQUE KEY by_title (title), CONSTRAINT class_teacher FOREIGN KEY (teacher_id) REFERENCES teacher (id));
ALTER TABLE teacher ADD CONSTRAINT teacher_first FOREIGN KEY (first_class) REFERENCES class (id);
CREATE TABLE student (id int PRIMARY KEY, name varchar(80), CONSTRAINT named CHECK (name <> ''));
CREATE TABLE enrollment (student_id int NOT NULL, class_id int NOT NULL, PRIMARY KEY (student_id, class_id),
    KEY enrollment_by_class (class_id, student_id),
    CONSTRAINT enrollment_student FOREIGN KEY (student_id) REFERENCES student (id) ON DELETE CASCADE,
    CONSTRAINT enrollment_class FOREIGN KEY (class_id) REFERENCES class (id) ON DELETE CASCADE);
CREATE VIEW happy AS SELECT id, name FROM teacher WHERE mood = 'happy';
)";

} // namespace

/// `sync` on both servers.
class SyncTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void anEmptyDatabaseGetsEverything_data() { servers(); }
    void anEmptyDatabaseGetsEverything();
    void aSecondSyncHasNothingToDo_data() { servers(); }
    void aSecondSyncHasNothingToDo();
    void whatIsMissingIsMadeAndRowsStay_data() { servers(); }
    void whatIsMissingIsMadeAndRowsStay();
    void whatDiffersIsToldAndLeft_data() { servers(); }
    void whatDiffersIsToldAndLeft();
    void forceMakesEverythingAnew_data() { servers(); }
    void forceMakesEverythingAnew();
    void everyNamespaceIsLookedInto_data() { servers(); }
    void everyNamespaceIsLookedInto();
    void aNameThatIsTooLongIsRefusedBefore_data() { servers(); }
    void aNameThatIsTooLongIsRefusedBefore();
    void aFailureSaysHowFarItCame_data() { servers(); }
    void aFailureSaysHowFarItCame();

private:
    void servers();
    tests::ScratchServer& server()
    {
        return isPostgres_ ? static_cast<tests::ScratchServer&>(postgres_) : mariaDb_;
    }
    std::unique_ptr<Connection> open(const ConnectionSettings& settings)
    {
        auto opened = Connection::open(settings);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().what.english()));
        return std::move(*opened);
    }
    SyncPlan plan(const SyncOptions& options = {})
    {
        auto planned = planSync(*to_, drawn_, options);
        if (!planned)
            qFatal("%s", qPrintable(planned.error().what.english()));
        return std::move(*planned);
    }
    QString run(const SyncPlan& plan)
    {
        const auto ran = runSync(*to_, plan);
        return ran ? QString() : ran.error().where + QStringLiteral(": ") + ran.error().what.english();
    }
    qint64 number(const char* statement)
    {
        const auto result = to_->run(QString::fromUtf8(statement));
        return result && result->rows.size() == 1 ? result->rows[0][0].integer() : -1;
    }

    tests::ScratchPostgres postgres_;
    tests::ScratchMariaDb mariaDb_;
    bool isPostgres_ = true;
    std::unique_ptr<Connection> from_, to_;
    orm::PhysicalSchema original_;
    orm::Derivation drawn_;
};

void SyncTest::servers()
{
    QTest::addColumn<bool>("postgres");
    QTest::newRow("PostgreSQL") << true;
    QTest::newRow("MariaDB") << false;
}

void SyncTest::initTestCase()
{
    QVERIFY2(postgres_.start(), qPrintable(postgres_.error()));
    QVERIFY2(mariaDb_.start(), qPrintable(mariaDb_.error()));
}

void SyncTest::init()
{
    QFETCH(bool, postgres);
    isPostgres_ = postgres;
    const ConnectionSettings from = server().newDatabase();
    QCOMPARE(server().runScript(from.database, isPostgres_ ? onPostgres : onMariaDb), QString());
    from_ = open(from);
    to_ = open(server().newDatabase());
    const auto read = introspect(*from_);
    QVERIFY2(read, read ? "" : qPrintable(read.error().what.english()));
    original_ = *read;
    drawn_ = orm::derive(orm::lift(original_).schema, {}, from_->dialect().capabilities());
}

void SyncTest::anEmptyDatabaseGetsEverything()
{
    const SyncPlan planned = plan();
    QVERIFY(planned.diagnostics.empty());
    QCOMPARE(run(planned), QString());
    const auto made = introspect(*to_);
    QVERIFY(made);
    QVERIFY(*made == original_);
}

void SyncTest::aSecondSyncHasNothingToDo()
{
    QCOMPARE(run(plan()), QString());
    const SyncPlan again = plan();
    for (const Diagnostic& diagnostic : again.diagnostics)
        qWarning("%s", qPrintable(diagnostic.where + u' ' + diagnostic.what.english()));
    QVERIFY(again.diagnostics.empty());
    QVERIFY(again.statements.empty());
}

void SyncTest::whatIsMissingIsMadeAndRowsStay()
{
    QCOMPARE(run(plan()), QString());
    QVERIFY(to_->run("INSERT INTO student VALUES (1, 'Jake')"));
    QVERIFY(to_->run("DROP TABLE enrollment"));
    QVERIFY(to_->run("DROP VIEW happy"));
    QVERIFY(to_->run("CREATE TABLE enrollment_of_others (v int)"));
    const SyncPlan missing = plan();
    QVERIFY(missing.diagnostics.empty());
    QCOMPARE(run(missing), QString());
    QCOMPARE(number("SELECT count(*) FROM student"), 1);
    QCOMPARE(number("SELECT count(*) FROM happy"), 0);
    QVERIFY(to_->run("DROP TABLE enrollment_of_others"));
    QVERIFY(*introspect(*to_) == original_);

    QVERIFY(to_->run(isPostgres_
                         ? "DROP INDEX enrollment_by_class"
                         : "ALTER TABLE enrollment ADD KEY other (class_id), DROP KEY enrollment_by_class"));
    QCOMPARE(plan().statements.size(), size_t(1));
    QCOMPARE(run(plan()), QString());
    QVERIFY(plan().statements.empty());
}

void SyncTest::whatDiffersIsToldAndLeft()
{
    QVERIFY(to_->run("CREATE TABLE student (id integer PRIMARY KEY, name integer, age integer)"));
    QVERIFY(to_->run("CREATE VIEW class AS SELECT 1 AS id"));
    const SyncPlan planned = plan();
    QStringList codes;
    for (const Diagnostic& diagnostic : planned.diagnostics)
        codes += diagnostic.what.code;
    QVERIFY(codes.contains("sync.name-taken"));
    QVERIFY(codes.contains("sync.column-differs"));
    QVERIFY(codes.contains("sync.column-extra"));
    QVERIFY(codes.contains("sync.check-missing"));
    for (const orm::Statement& statement : planned.statements)
        QVERIFY(!statement.sql.contains("CREATE TABLE student"));
}

void SyncTest::forceMakesEverythingAnew()
{
    QCOMPARE(run(plan({.force = true})), QString()); // of an empty database, nothing is dropped
    QVERIFY(to_->run("INSERT INTO student VALUES (1, 'Jake')"));
    QVERIFY(to_->run("CREATE TABLE other (v int)"));
    const SyncPlan forced = plan({.force = true});
    QVERIFY(forced.drops);
    QCOMPARE(run(forced), QString());
    QCOMPARE(number("SELECT count(*) FROM student"), 0);
    QCOMPARE(number("SELECT count(*) FROM other"), 0);
    QVERIFY(to_->run("DROP TABLE other"));
    QVERIFY(*introspect(*to_) == original_);
}

/// On MariaDB a namespace is another database; the connection's own has no name then.
void SyncTest::everyNamespaceIsLookedInto()
{
    const QString other = isPostgres_ ? QStringLiteral("apart") : from_->settings().database;
    const QString own = to_->settings().database;
    if (isPostgres_)
        QVERIFY(to_->run("CREATE SCHEMA apart"));
    orm::PhysicalSchema drawn;
    for (const QString& name : {QStringLiteral("far"), QStringLiteral("near")}) {
        orm::PhysicalTable& table = drawn.tables.emplace_back();
        table.schema = name == u"far" ? other : isPostgres_ ? QString() : own;
        table.name = name;
        table.columns.resize(2);
        table.columns[0].name = QStringLiteral("id");
        table.columns[0].type = model::DataType::of(model::TypeKind::Integer);
        table.columns[0].nullable = false;
        table.columns[1] = table.columns[0];
        table.columns[1].name = QStringLiteral("other");
        table.primaryKey = orm::PhysicalKey{isPostgres_ ? name + QStringLiteral("_pkey") : QString(),
            {{QStringLiteral("id"), {}, false, {}}}, {}};
    }
    orm::PhysicalForeignKey& key = drawn.tables[1].foreignKeys.emplace_back();
    key.name = QStringLiteral("to_far");
    key.columns = QStringList{QStringLiteral("other")};
    key.refSchema = other;
    key.refTable = QStringLiteral("far");
    key.refColumns = QStringList{QStringLiteral("id")};
    drawn_ = orm::derive(orm::lift(drawn).schema, {}, to_->dialect().capabilities());
    QCOMPARE(run(plan()), QString());
    const SyncPlan again = plan();
    for (const Diagnostic& diagnostic : again.diagnostics)
        qWarning("%s", qPrintable(diagnostic.where + u' ' + diagnostic.what.english()));
    QVERIFY(again.diagnostics.empty());
    QVERIFY(again.statements.empty());
}

void SyncTest::aNameThatIsTooLongIsRefusedBefore()
{
    orm::PhysicalTable& table = original_.tables.front();
    table.columns.push_back(table.columns.front());
    table.columns.back().name = QString(isPostgres_ ? 32 : 65, QChar(0xe9)); // two bytes each
    drawn_ = orm::derive(orm::lift(original_).schema, {}, to_->dialect().capabilities());
    const auto refused = planSync(*to_, drawn_, {});
    QVERIFY(!refused);
    QVERIFY(refused.error().kind == ErrorKind::Input);
    QCOMPARE(refused.error().where, table.name);
    QCOMPARE(refused.error().what.args.last(), QString::number(isPostgres_ ? 63 : 64));
    table.columns.back().name.chop(1);
    drawn_ = orm::derive(orm::lift(original_).schema, {}, to_->dialect().capabilities());
    QVERIFY(planSync(*to_, drawn_, {}));
}

void SyncTest::aFailureSaysHowFarItCame()
{
    SyncPlan planned;
    planned.statements = {{"CREATE TABLE a (x int)", TableId(1)}, {"CREATE TABLE b (", TableId(2)},
        {"CREATE TABLE c (x int)", TableId(3)}};
    const auto ran = runSync(*to_, planned);
    QVERIFY(!ran);
    if (isPostgres_) {
        QVERIFY(ran.error().kind == ErrorKind::Database);
        QVERIFY(!to_->run("SELECT * FROM a"));
        return;
    }
    QVERIFY(ran.error().kind == ErrorKind::Partial);
    QVERIFY(ran.error().what.english().contains("applied 1 of 3"));
    QVERIFY(!ran.error().hint.isEmpty());
    QVERIFY(to_->run("SELECT * FROM a"));
    QVERIFY(!to_->run("SELECT * FROM c"));
    planned.statements.erase(planned.statements.begin());
    QVERIFY(runSync(*to_, planned).error().kind == ErrorKind::Database); // nothing was changed
}

QTEST_GUILESS_MAIN(SyncTest)
#include "synctest.moc"
