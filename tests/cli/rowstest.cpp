// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/connection.h"
#include "support/everyengine.h"
#include "support/program.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace conjoin;
using tests::EveryEngine;
using tests::ProgramRun;
using tests::runConjoin;

/// What the command line does with rows, and what it says where it does not, alike on every engine.
class RowsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void inputAtFaultIsStatusThree_data();
    void inputAtFaultIsStatusThree();
    void whatTheDatabaseRefusesIsStatusFour_data();
    void whatTheDatabaseRefusesIsStatusFour();
    void aRowStillReferredToNamesTheKeyThatIsRight_data() { EveryEngine::addRows(); }
    void aRowStillReferredToNamesTheKeyThatIsRight();
    void aTableThatOnlyTheDrawingHas_data() { EveryEngine::addRows(); }
    void aTableThatOnlyTheDrawingHas();
    void momentsComeAndGoWithAnyZone_data() { EveryEngine::addRows(); }
    void momentsComeAndGoWithAnyZone();
    void momentsAreKeysToo_data() { EveryEngine::addRows(); }
    void momentsAreKeysToo();
    void pathsInJsonWithoutAProject_data() { EveryEngine::addRows(); }
    void pathsInJsonWithoutAProject();

    void jsonColumnsAreValuesInEveryFormat_data() { EveryEngine::addRows(); }
    void jsonColumnsAreValuesInEveryFormat();

private:
    ProgramRun run(const QStringList& arguments) { return runConjoin(folder_.path(), arguments); }
    /// Runs a command whose first argument after its name is the database.
    ProgramRun run(const QString& engine, QStringList arguments)
    {
        arguments.insert(1, urls_.value(engine));
        return run(arguments);
    }

    EveryEngine engines_;
    QTemporaryDir folder_;
    QHash<QString, QString> urls_;
};

void RowsTest::initTestCase()
{
    QVERIFY2(engines_.start(), qPrintable(engines_.error()));
    for (const QString& engine :
        {QStringLiteral("sqlite"), QStringLiteral("postgresql"), QStringLiteral("mariadb")}) {
        const QString moment = engine == u"postgresql" ? QStringLiteral("timestamptz")
                               : engine == u"mariadb"  ? QStringLiteral("timestamp(6) NULL")
                                                       : QStringLiteral("timestamptz");
        sql::ConnectionSettings settings = engines_.newDatabase(engine);
        settings.create = true;
        urls_[engine] = settings.url();
        const auto connection = sql::Connection::open(settings);
        QVERIFY(connection);
        for (const QString& statement :
            {
                QStringLiteral("CREATE TABLE teacher (id integer PRIMARY KEY, name varchar(20) NOT NULL)"),
                QStringLiteral("CREATE TABLE class (id integer PRIMARY KEY, title varchar(20) NOT NULL UNIQUE, "
                               "credits integer, fee decimal(8,2), held date, teacher_id integer, "
                               "CONSTRAINT credits_ok CHECK (credits > 0), "
                               "FOREIGN KEY (teacher_id) REFERENCES teacher (id))"),
                QStringLiteral("CREATE TABLE log (id integer PRIMARY KEY, seen %1, extra json)").arg(moment),
                QStringLiteral("INSERT INTO teacher VALUES (1, 'Tim')"),
                QStringLiteral("INSERT INTO class VALUES (1, 'Maths', 3, 10, '2026-01-02', 1)"),
                QStringLiteral("INSERT INTO log VALUES (1, NULL, '{\"a\": {\"b\": [5]}}')"),
            }) {
            const auto ran = (*connection)->run(statement);
            QVERIFY2(ran, qPrintable(statement + (ran ? QString() : ran.error().what.english())));
        }
    }
    QCOMPARE(run({"new", "school.conjoin", "--example", "school"}).status, 0);
}

void RowsTest::inputAtFaultIsStatusThree_data()
{
    QTest::addColumn<QString>("engine");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QStringList>("says");
    const auto both = [](const char* name, const QStringList& arguments, const QStringList& says) {
        for (const char* engine : {"postgresql", "mariadb"}) // SQLite takes every value
            QTest::addRow("%s %s", engine, name) << QString::fromLatin1(engine) << arguments << says;
    };
    both("no date", {"update", "class", "1", "--values", R"({"held": "soon"})"},
        {"class.held", "'soon'", "hint: "});
    both("too long", {"create", "class", "--values", R"({"id": 2, "title": "a title of more than twenty"})"},
        {"class.title", "a title of more", "hint: shorten it"});
    both("out of range", {"update", "class", "1", "--values", R"({"credits": 3000000000})"},
        {"class.credits", "3000000000", "hint: "});
    both("too many digits", {"update", "class", "1", "--values", R"({"fee": "123456789.1"})"},
        {"class.fee", "123456789.1", "hint: "});
    both("no date in a search", {"find", "class", "--where", R"({"held": {"gt": "soon"}})"}, {"soon"});
    for (const char* engine : {"sqlite", "postgresql", "mariadb"}) {
        QTest::addRow("%s no regular expression", engine)
            << QString::fromLatin1(engine)
            << QStringList{"find", "class", "--where", R"({"title": {"regexp": "("}})"} << QStringList{"paren"};
    }
}

void RowsTest::inputAtFaultIsStatusThree()
{
    QFETCH(QString, engine);
    QFETCH(QStringList, arguments);
    QFETCH(QStringList, says);
    const ProgramRun wrong = run(engine, arguments);
    QVERIFY2(wrong.status == 3, qPrintable(wrong.err + QString::number(wrong.status)));
    for (const QString& part : says)
        QVERIFY2(wrong.err.contains(part), qPrintable(wrong.err));
    QVERIFY2(wrong.out.isEmpty(), wrong.out.constData());
}

void RowsTest::whatTheDatabaseRefusesIsStatusFour_data()
{
    QTest::addColumn<QString>("engine");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    for (const char* engine : {"sqlite", "postgresql", "mariadb"}) {
        const QString name = QString::fromLatin1(engine);
        QTest::addRow("%s check", engine)
            << name << QStringList{"update", "class", "1", "--values", R"({"credits": -1})"}
            << "conjoin: class: the check \"credits_ok\" does not hold for credits = -1\n"
               "hint: change the value, or the check in the drawing\n";
        QTest::addRow("%s foreign key", engine)
            << name << QStringList{"update", "class", "1", "--values", R"({"teacher_id": 77})"}
            << "conjoin: class.teacher_id: a row of \"class\" refers by teacher_id = 77 to a row of "
               "\"teacher\" that "
               "does not exist\nhint: create the row that is referred to first\n";
        QTest::addRow("%s unique", engine)
            << name << QStringList{"create", "class", "--values", R"({"id": 2, "title": "Maths"})"}
            << "conjoin: class.title: another row of \"class\" already has title = 'Maths'\n"
               "hint: change the value, or link the row that has it\n";
        QTest::addRow("%s primary key", engine)
            << name << QStringList{"create", "class", "--values", R"({"id": 1, "title": "Art"})"}
            << "conjoin: class.id: another row of \"class\" already has id = 1\n"
               "hint: give another key, or change the row that has this one\n";
        QTest::addRow("%s not null", engine)
            << name << QStringList{"create", "class", "--values", R"({"id": 2})"}
            << "conjoin: class.title: \"title\" of \"class\" must have a value\n"
               "hint: give it a value, or let the column be empty in the drawing\n";
    }
}

void RowsTest::whatTheDatabaseRefusesIsStatusFour()
{
    QFETCH(QString, engine);
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    const ProgramRun refused = run(engine, arguments);
    QCOMPARE(refused.err, says);
    QCOMPARE(refused.status, 4);
}

void RowsTest::aRowStillReferredToNamesTheKeyThatIsRight()
{
    QFETCH(QString, engine);
    const ProgramRun refused = run(engine, {"delete", "teacher", "1"});
    QCOMPARE(refused.status, 4);
    QVERIFY2(refused.err.contains("a row of \"class\" still refers to the row of \"teacher\""),
        qPrintable(refused.err));
    // PostgreSQL tells the key of the teacher only: it must not be taken for one of the class.
    QVERIFY2(!refused.err.contains("class.id"), qPrintable(refused.err));
    QVERIFY2(refused.err.contains("hint: "), qPrintable(refused.err));
}

void RowsTest::aTableThatOnlyTheDrawingHas()
{
    QFETCH(QString, engine);
    for (const QStringList& arguments : {QStringList{"find", "Student", "--project", "school.conjoin"},
             QStringList{
                 "create", "Student", "--project", "school.conjoin", "--values", R"({"firstName": "Ann"})"}}) {
        const ProgramRun wrong = run(engine, arguments);
        QVERIFY2(wrong.err.contains("the database has no table \"Students\"\nhint: \"conjoin sync\""),
            qPrintable(wrong.err));
        QCOMPARE(wrong.status, 3);
    }
}

void RowsTest::momentsComeAndGoWithAnyZone()
{
    QFETCH(QString, engine);
    const ProgramRun written =
        run(engine, {"update", "log", "1", "--values", R"({"seen": "2026-01-31T14:00:00.25+02:00"})"});
    QVERIFY2(written.status == 0, qPrintable(written.err));
    QVERIFY2(written.out.contains(engine == u"mariadb" ? "2026-01-31 12:00:00.25" : "2026-01-31T12:00:00.25"),
        written.out.constData());
    for (const char* where :
        {R"({"seen": "2026-01-31T12:00:00.250Z"})", R"({"seen": "2026-01-31T13:00:00.25+01:00"})",
            R"({"seen": {"gt": "2026-01-31T12:00:00Z", "lt": "2026-01-31T12:00:01Z"}})",
            R"({"seen": {"in": ["2026-01-31T12:00:00.25Z"]}})",
            R"({"seen": {"between": ["2026-01-31T13:00:00+01:00", "2026-01-31T12:00:01Z"]}})"}) {
        const ProgramRun found = run(engine, {"find", "log", "--attributes", "id", "--where", where, "--one"});
        QVERIFY2(found.out == "{ \"id\": 1 }\n", where);
    }
    const ProgramRun none = run(engine,
        {"find", "log", "--attributes", "id", "--where", R"({"seen": "2026-01-31T12:00:00.25+01:00"})"});
    QCOMPARE(none.out, "[]\n");
}

void RowsTest::momentsAreKeysToo()
{
    QFETCH(QString, engine);
    QFile script(folder_.filePath("slots.json"));
    QVERIFY(script.open(QIODevice::WriteOnly | QIODevice::Truncate));
    script.write(R"({"sequelizeOptions": {"define": {"timestamps": false}},
        "models": [{"name": "Slot", "attributes": {"at": {"type": "DATE", "primaryKey": true}}},
                   {"name": "Guest", "attributes": {"name": "STRING"}}],
        "associations": [{"kind": "belongsToMany", "source": "Guest", "target": "Slot", "options": {"through": "Stays"}}],
        "steps": [{"call": "sequelize.sync"},
                  {"call": "Slot.create", "args": [{"at": "2026-01-31T14:00:00+02:00"}]},
                  {"call": "Guest.create", "args": [{"name": "Ann"}], "save": "ann"},
                  {"call": "@ann.addSlot", "args": ["2026-01-31T12:00:00Z"]},
                  {"call": "@ann.hasSlot", "args": ["2026-01-31T13:00:00+01:00"]},
                  {"call": "Slot.findByPk", "args": ["2026-01-31T12:00:00.000Z"]},
                  {"call": "@ann.removeSlot", "args": ["2026-01-31T11:00:00-01:00"]}]})");
    script.close();
    const ProgramRun ran = run({"script", "slots.json", urls_.value(engine)});
    QVERIFY2(ran.status == 0 && !ran.out.contains("error"), ran.out.constData());
    QVERIFY2(ran.out.contains("\"added\": 1") && ran.out.contains("\"result\": true") &&
                 ran.out.contains("\"result\": { \"at\": \"2026-01-31T12:00:00") &&
                 ran.out.contains("\"result\": 1"),
        ran.out.constData());
}

void RowsTest::pathsInJsonWithoutAProject()
{
    QFETCH(QString, engine);
    for (const char* where : {R"({"extra.a.b.0": 5})", R"({"extra": {"a": {"b": {"0": 5}}}})",
             R"({"extra": {"eq": {"a": {"b": [5]}}}})"}) {
        const ProgramRun found = run(engine, {"find", "log", "--attributes", "id", "--where", where, "--one"});
        QVERIFY2(found.out == "{ \"id\": 1 }\n", qPrintable(QLatin1String(where) + found.err));
    }
}

void RowsTest::jsonColumnsAreValuesInEveryFormat()
{
    QFETCH(QString, engine);
    const auto printed = [&](const char* format) {
        const ProgramRun found = run(engine, {"find", "log", "--attributes", "id,extra", "--format", format});
        return found.status == 0 ? found.out : found.err.toUtf8();
    };
    QCOMPARE(printed("csv"), "id,extra\r\n1,\"{\"\"a\"\":{\"\"b\"\":[5]}}\"\r\n");
    QCOMPARE(printed("tree"), "id=1  extra={\"a\":{\"b\":[5]}}\n");
    QCOMPARE(printed("table"), "id  extra\n--  ---------------\n1   {\"a\":{\"b\":[5]}}\n");
    const ProgramRun nested = run(engine, {"find", "teacher", "--include", "classes", "--format", "csv"});
    QCOMPARE(nested.status, 0);
    QVERIFY2(nested.out.contains(",classes.id,"), nested.out.constData());
}

QTEST_GUILESS_MAIN(RowsTest)
#include "rowstest.moc"
