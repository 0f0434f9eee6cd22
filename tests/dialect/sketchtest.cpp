// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/sketch.h"

#include "support/everyengine.h"
#include "support/sampledatabase.h"

#include <QtTest>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

QString text(const char* utf8)
{
    return QString::fromUtf8(utf8);
}

/// Hears what runs and what is kept, in one list.
class Listener : public sql::Sketch {
public:
    Listener(sql::Connection& connection, Keeps keeps)
        : sql::Sketch(keeps)
        , connection_(connection)
    {
        connection_.setLog(this);
    }
    ~Listener() override { connection_.setLog(nullptr); }
    void ran(const sql::LoggedStatement& statement) override { hear(statement); }
    void kept(const sql::LoggedStatement& statement) override
    {
        ++keptOnes;
        hear(statement);
    }

    QStringList writes;
    int keptOnes = 0;

private:
    void hear(const sql::LoggedStatement& statement)
    {
        if (statement.sql.startsWith(text("INSERT")) || statement.sql.startsWith(text("UPDATE")) ||
            statement.sql.startsWith(text("DELETE")))
            writes.append(sql::withValues(statement));
    }
    sql::Connection& connection_;
};

} // namespace

/// What will run is shown without using up the numbers of a server.
class SketchTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void theSameStatements_data() { EveryEngine::addRows(); }
    void theSameStatements();
    void noNumbersAreDrawn_data() { EveryEngine::addRows(); }
    void noNumbersAreDrawn();
    void namesThatMeanSomethingInSql();
    void nothingIsWritten_data() { EveryEngine::addRows(); }
    void nothingIsWritten();

private:
    EveryEngine engines_;
};

namespace {

/// Students in classes of teachers; friends; a list in an order.
void draw(SampleDatabase& school)
{
    const TableId teacher = school.table(text("Teacher"), {text("name")});
    const TableId student = school.table(text("Student"), {text("name"), text("born date")});
    const TableId course = school.table(text("Class"), {text("title")});
    school.link(text("Enrollment"), student, course, {text("grade varchar(8)")});
    school.reference(course, teacher);
    const LinkId playlist = school.link(text("Choice"), student, teacher, {});
    school.schema.links.update(playlist, [](model::ManyToMany& link) {
        link.ordered = true;
        link.junctionKey = model::ManyToMany::JunctionKey::Surrogate;
    });
}

const char* const nested =
    R"({"name": "Ann", "Classes": [)"
    R"({"$create": {"title": "Art", "Teacher": {"$create": {"name": "Kim"}}}, "Enrollment": {"grade": "A"}},)"
    R"({"$create": {"title": "Music"}}, {"$link": 1}],)"
    R"( "Teachers": [{"$link": 1}, {"$create": {"name": "Lee"}}]})";

} // namespace

void SketchTest::theSameStatements()
{
    QFETCH(QString, engine);
    SampleDatabase school;
    draw(school);
    school.open(engines_.newDatabase(engine));
    school.create("Teacher", R"({"name": "Old"})");
    school.create("Class", R"({"title": "Sport"})");
    const orm::ModelRegistry registry = school.registry();
    const int student = registry.find(text("Student")).value();
    const Result<orm::Json> values = orm::parseJson(nested, {});
    QVERIFY(values);
    const auto run = [&](Listener&, bool stays) {
        const auto work = [&]() -> Result<void> {
            const auto made = sql::create(school.connection(), registry, student, *values);
            return made ? Result<void>() : failure(made);
        };
        return stays ? school.connection().transaction(work) : school.connection().rehearsal(work);
    };
    QStringList sketched, written;
    {
        Listener log(school.connection(), sql::Sketch::Keeps::Numbers);
        const Result<void> done = run(log, false);
        QVERIFY2(done, done ? "" : qPrintable(done.error().what.english()));
        sketched = log.writes;
        QCOMPARE(log.keptOnes > 0, engine != u"sqlite");
    }
    QCOMPARE(school.number(text("SELECT COUNT(*) FROM \"Students\"")), 0);
    {
        Listener log(school.connection(), sql::Sketch::Keeps::Nothing);
        const Result<void> done = run(log, true);
        QVERIFY2(done, done ? "" : qPrintable(done.error().what.english()));
        written = log.writes;
        QCOMPARE(log.keptOnes, 0);
    }
    // With the numbers in place of the names they are the same to the letter.
    const auto number = [&](const char* table, const char* column, const char* value) {
        return QString::number(school.number(
            text("SELECT id FROM \"%1\" WHERE %2 = '%3'").arg(text(table), text(column), text(value))));
    };
    for (QString& statement : sketched) {
        statement.replace(text("‹new Student #1›"), number("Students", "name", "Ann"));
        statement.replace(text("‹new Class #1›"), number("Classes", "title", "Music"));
        statement.replace(text("‹new Class #2›"), number("Classes", "title", "Art"));
        statement.replace(text("‹new Teacher #1›"), number("Teachers", "name", "Kim"));
        statement.replace(text("‹new Teacher #2›"), number("Teachers", "name", "Lee"));
    }
    QCOMPARE(sketched.join(u'\n'), written.join(u'\n'));
    QVERIFY(!written.isEmpty());
}

void SketchTest::noNumbersAreDrawn()
{
    QFETCH(QString, engine);
    SampleDatabase school;
    draw(school);
    school.open(engines_.newDatabase(engine));
    school.create("Student", R"({"name": "Ann"})");
    school.create("Class", R"({"title": "Sport"})");
    const orm::ModelRegistry registry = school.registry();
    const int student = registry.find(text("Student")).value();
    const Result<orm::Json> values =
        orm::parseJson(R"({"name": "Bob", "Classes": [{"$create": {"title": "Art"}}]})", {});
    QVERIFY(values);
    for (int look = 0; look < 5; ++look) {
        Listener log(school.connection(), sql::Sketch::Keeps::Numbers);
        const Result<void> done = school.connection().rehearsal([&]() -> Result<void> {
            const auto made = sql::create(school.connection(), registry, student, *values);
            return made ? Result<void>() : failure(made);
        });
        QVERIFY2(done, done ? "" : qPrintable(done.error().what.english()));
        QVERIFY2(log.writes.size() >= 3, qPrintable(log.writes.join(u'\n')));
    }
    QVERIFY(!school.create("Student", R"({"name": "Cid"})").startsWith(text("error")));
    QCOMPARE(school.number(text("SELECT MAX(id) FROM \"Students\"")), 2);
}

void SketchTest::namesThatMeanSomethingInSql()
{
    SampleDatabase school;
    draw(school);
    school.open(engines_.newDatabase(text("sqlite")));
    Listener log(school.connection(), sql::Sketch::Keeps::Numbers);
    const sql::Value odd = log.standIn(log.nameOfNewRow(text("It's --a \"?\"")));
    QVERIFY(log.isAbout({sql::Value(qint64(1)), odd}));
    QVERIFY(!log.isAbout({sql::Value(text("‹new Student #1›"))}));
    log.keep(text("INSERT INTO t (a, b, c) VALUES (?, 'why?', ?)"), {odd, sql::Value(text("it's ?"))});
    QCOMPARE(log.writes.last(), text("INSERT INTO t (a, b, c) VALUES (‹new Its a  #1›, 'why?', 'it''s ?')"));
}

/// While somebody else has locked the row: the statements are those that will run, and nobody waits.
void SketchTest::nothingIsWritten()
{
    QFETCH(QString, engine);
    SampleDatabase school;
    draw(school);
    const sql::ConnectionSettings settings = engines_.newDatabase(engine);
    school.open(settings);
    school.create("Student", R"({"name": "Ann"})");
    school.create("Class", R"({"title": "Sport"})");
    auto other = sql::Connection::open(settings);
    QVERIFY(other);
    const orm::ModelRegistry registry = school.registry();
    const int student = registry.find(text("Student")).value();
    const auto json = [](const char* written) { return *orm::parseJson(written, {}); };
    const auto work = [&]() -> Result<void> {
        const auto changed =
            sql::update(school.connection(), registry, student, text("1"), json(R"({"name": "Bea"})"));
        if (!changed)
            return failure(changed);
        const auto linked = sql::link(school.connection(), registry, student, text("1"), text("Classes"),
            {text("1")}, json(R"({"grade": "A"})"));
        if (!linked)
            return failure(linked);
        const auto made = sql::create(school.connection(), registry, student, json(R"({"name": "Cid"})"));
        if (!made)
            return failure(made);
        const auto gone = sql::remove(school.connection(), registry, student, text("1"), false);
        return gone ? Result<void>() : failure(gone);
    };
    QStringList written;
    const auto held = (*other)->transaction([&]() -> Result<void> {
        const QString lock = engine == u"mariadb" ? text("UPDATE `Students` SET name = 'Ann'")
                                                  : text("UPDATE \"Students\" SET name = 'Ann'");
        if (const auto locked = (*other)->run(lock); !locked)
            return failure(locked);
        Listener log(school.connection(), sql::Sketch::Keeps::Writes);
        sql::TransactionOptions options;
        options.lock = sql::TransactionOptions::Lock::Deferred;
        Result<void> done = school.connection().rehearsal(options, work);
        written = log.writes;
        return done;
    });
    QVERIFY2(held, held ? "" : qPrintable(held.error().what.english()));
    QCOMPARE(written.size(), 4);
    QVERIFY2(
        written[0].startsWith(text("UPDATE")) && written[0].contains(text("'Bea'")), qPrintable(written[0]));
    QVERIFY2(written[1].startsWith(text("INSERT")) && written[1].contains(text("'A'")), qPrintable(written[1]));
    QVERIFY2(
        written[2].startsWith(text("INSERT")) && written[2].contains(text("'Cid'")), qPrintable(written[2]));
    QVERIFY2(written[3].startsWith(text("DELETE")), qPrintable(written[3]));
    QCOMPARE(school.number(text("SELECT COUNT(*) FROM \"Students\" WHERE name = 'Ann'")), 1);
    QCOMPARE(school.number(text("SELECT COUNT(*) FROM \"Enrollments\"")), 0);
}

QTEST_GUILESS_MAIN(SketchTest)
#include "sketchtest.moc"
