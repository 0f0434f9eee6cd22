// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/rowimport.h"
#include "support/everyengine.h"
#include "support/sampledatabase.h"

#include <QBuffer>
#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;
using Missing = sql::ImportLink::Missing;

namespace {

struct School : SampleDatabase {
    School()
    {
        const TableId student = table(QStringLiteral("Student"),
            {QStringLiteral("firstName! varchar(20)"), QStringLiteral("born date"), QStringLiteral("paid boolean"),
                QStringLiteral("debt decimal(8,2)"), QStringLiteral("age integer")});
        const TableId course = table(
            QStringLiteral("Class"), {QStringLiteral("className! varchar(40)"), QStringLiteral("room varchar(8)")});
        const TableId teacher = table(QStringLiteral("Teacher"), {QStringLiteral("name varchar(40)")});
        link(QStringLiteral("Enrollment"), student, course, {QStringLiteral("grade varchar(2)")});
        reference(student, teacher, QStringLiteral("Tutor"), QStringLiteral("Wards"));
        model::Table students = *schema.tables.find(student);
        model::Check check;
        check.id = CheckId(4711);
        check.expression = QStringLiteral("age > 5");
        students.checks.push_back(check);
        schema.tables.set(students);
    }

    Result<sql::ImportReport> import(
        const sql::ImportPlan& plan, const QByteArray& text, const sql::ImportOptions& options = {})
    {
        QBuffer buffer;
        buffer.setData(text);
        buffer.open(QIODevice::ReadOnly);
        orm::CsvReader reader(buffer, orm::CsvLayout());
        reader.next().value(); // the names
        return sql::importRows(
            connection(), registry(), plan, [&] { return reader.next(); }, options);
    }
    sql::ImportPlan plan(const char* name, const QString& names)
    {
        return sql::suggestedPlan(registry(), model(name), names.split(u','));
    }
};

/// `4/1 firstName: import.missing` – line, column, value and why.
QStringList shown(const Result<sql::ImportReport>& report)
{
    if (!report)
        return {QStringLiteral("error: ") + errorText(report.error())};
    QStringList lines;
    for (const sql::ImportProblem& problem : report->problems)
        lines += QStringLiteral("%1/%2 %3: %4")
                     .arg(problem.line)
                     .arg(problem.column)
                     .arg(problem.value, problem.why.what.code);
    return lines;
}

} // namespace

/// Lines of a file as rows with their links, on every engine.
class RowImportTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void init();
    void cleanup() { school_.reset(); }
    void rowsAndLinks_data() { EveryEngine::addRows(); }
    void rowsAndLinks();
    void whatIsMissingIsMadeOnce_data() { EveryEngine::addRows(); }
    void whatIsMissingIsMadeOnce();
    void badLinesAreToldAndNothingIsWritten_data() { EveryEngine::addRows(); }
    void badLinesAreToldAndNothingIsWritten();
    void onlyGoodLines_data() { EveryEngine::addRows(); }
    void onlyGoodLines();
    void aDryRunWritesNothing_data() { EveryEngine::addRows(); }
    void aDryRunWritesNothing();
    void whatIsAmbiguousIsRefused_data() { EveryEngine::addRows(); }
    void whatIsAmbiguousIsRefused();
    void linesOfALink_data() { EveryEngine::addRows(); }
    void linesOfALink();
    void plansAreChecked_data() { EveryEngine::addRows(); }
    void plansAreChecked();
    void cancelWritesNothing_data() { EveryEngine::addRows(); }
    void cancelWritesNothing();
    void manyLinesTakeFewStatements_data() { EveryEngine::addRows(); }
    void manyLinesTakeFewStatements();

private:
    EveryEngine engines_;
    std::unique_ptr<School> school_;
};

void RowImportTest::init()
{
    QFETCH(QString, engine);
    school_ = std::make_unique<School>();
    school_->open(engines_.newDatabase(engine));
    for (const char* name : {R"({"className": "Algebra", "room": "A1"})", R"({"className": "Chemistry"})"})
        QVERIFY(!school_->create("Class", name).startsWith(u"error"));
    QVERIFY(!school_->create("Teacher", R"({"name": "Kim"})").startsWith(u"error"));
}

void RowImportTest::rowsAndLinks()
{
    const sql::ImportPlan plan = school_->plan(
        "Student", QStringLiteral("First name,born,paid,debt,age,Classes,Classes.grade,Tutor,comment"));
    QCOMPARE(plan.columns.size(), size_t(8));
    const auto report = school_->import(plan,
        "First name,born,paid,debt,age,Classes,Classes.grade,Tutor,comment\n"
        "Ann,2001-03-02,yes,12.25,19,Algebra;Chemistry,A;B,Kim,x\n"
        "Bob,,no,,,Chemistry,,,\n"
        "\"Cid, the third\",,,,,,,Kim,\n");
    QCOMPARE(shown(report), QStringList());
    QVERIFY(report->stored);
    QCOMPARE(report->good, 3);
    QCOMPARE(school_->find("Student", {QStringLiteral("Classes"), QStringLiteral("Tutor")}, nullptr,
                 QStringLiteral("firstName")),
        QStringLiteral(
            R"([{"id":1,"firstName":"Ann","born":"2001-03-02","paid":true,"debt":"12.25","age":19,"TutorId":1,)"
            R"("Classes":[{"id":1,"className":"Algebra","room":"A1","Enrollment":{"grade":"A","StudentId":1,"ClassId":1}},)"
            R"({"id":2,"className":"Chemistry","room":null,"Enrollment":{"grade":"B","StudentId":1,"ClassId":2}}],)"
            R"("Tutor":{"id":1,"name":"Kim"}},)"
            R"({"id":2,"firstName":"Bob","born":null,"paid":false,"debt":null,"age":null,"TutorId":null,)"
            R"("Classes":[{"id":2,"className":"Chemistry","room":null,"Enrollment":{"grade":null,"StudentId":2,"ClassId":2}}],)"
            R"("Tutor":null},)"
            R"({"id":3,"firstName":"Cid, the third","born":null,"paid":null,"debt":null,"age":null,"TutorId":1,)"
            R"("Classes":[],"Tutor":{"id":1,"name":"Kim"}}])"));
    QStringList created;
    for (const sql::ImportReport::Table& table : report->tables)
        created += QStringLiteral("%1 %2").arg(table.name).arg(table.created);
    QCOMPARE(created, (QStringList{"Students 3", "Enrollments 3"}));
}

void RowImportTest::whatIsMissingIsMadeOnce()
{
    sql::ImportPlan plan = school_->plan("Student", QStringLiteral("firstName,Classes,Classes.room,Tutor"));
    for (sql::ImportLink& link : plan.links)
        link.missing = Missing::Create;
    QByteArray text = "firstName,Classes,Classes.room,Tutor\n";
    for (int i = 0; i < 1200; ++i) // more than one lot
        text += "S" + QByteArray::number(i) + ",Physics;Algebra,P1,Lee\n";
    const auto report = school_->import(plan, text);
    QCOMPARE(shown(report), QStringList());
    QCOMPARE(school_->number(QStringLiteral("SELECT COUNT(*) FROM \"Classes\"")), 3);
    QCOMPARE(school_->number(QStringLiteral("SELECT COUNT(*) FROM \"Classes\" WHERE room = 'A1'")), 1);
    QCOMPARE(school_->number(QStringLiteral("SELECT COUNT(*) FROM \"Teachers\"")), 2);
    QCOMPARE(school_->number(QStringLiteral("SELECT COUNT(*) FROM \"Enrollments\"")), 2400);
    qint64 classes = 0;
    for (const sql::ImportReport::Table& table : report->tables)
        classes += table.name == u"Classes" ? table.created : 0;
    QCOMPARE(classes, 1);
}

void RowImportTest::badLinesAreToldAndNothingIsWritten()
{
    const sql::ImportPlan plan =
        school_->plan("Student", QStringLiteral("firstName,born,debt,age,Classes,Classes.grade,paid"));
    const QByteArray text = "firstName,born,debt,age,Classes,Classes.grade,paid\n"
                            "Ann,2001-03-02,1.5,19,Algebra,A,1\n"
                            "Bob,soon,,,,,\n"
                            "Cid,,a lot,,,,\n"
                            "Dee,,,19.5,,,\n"
                            "Eve,,,,Biology,,\n"
                            "Finn,,,,Algebra;Chemistry,A;B;C,\n"
                            ",,,,,,\n"
                            "Gil,,,3,,,\n"
                            "Ann,,,,,,\n"
                            "Hana,,,,,,maybe\n"
                            "A name of more than twenty,,,,,,\n"
                            "Ida,,\n"
                            "\"Jake\"x,,,,,,\n"
                            "Kim,,,,,,0\n";
    const auto report = school_->import(plan, text);
    QCOMPARE(shown(report),
        (QStringList{"3/1 soon: import.date", "4/2 a lot: import.number-any", "5/3 19.5: value.type",
            "6/4 Biology: import.missing", "7/5 A;B;C: import.uneven", "8/0 : import.null", "9/-1 : constraint.check",
            "10/0 Ann: constraint.unique", "11/6 maybe: import.boolean",
            "12/0 A name of more than twenty: import.length", "13/-1 : import.short", "14/-1 : csv.behind-quote"}));
    QVERIFY(!report->stored);
    QCOMPARE(report->lines, 14);
    QCOMPARE(report->good, 2);
    QCOMPARE(school_->number(QStringLiteral("SELECT COUNT(*) FROM \"Students\"")), 0);
    QVERIFY(!school_->connection().inTransaction());
}

void RowImportTest::onlyGoodLines()
{
    sql::ImportOptions options;
    options.onlyGood = true;
    const auto report = school_->import(school_->plan("Student", QStringLiteral("firstName,age,Classes")),
        "firstName,age,Classes\nAnn,19,Algebra\nBob,2,\nCid,20,Nothing\nAnn,30,\nDee,,Algebra\n", options);
    QCOMPARE(shown(report), (QStringList{"3/-1 : constraint.check", "4/2 Nothing: import.missing",
                                "5/0 Ann: constraint.unique"}));
    QVERIFY(report->stored);
    QCOMPARE(report->good, 2);
    QCOMPARE(school_->find("Student", {}, nullptr, QStringLiteral("firstName")).count(QStringLiteral("firstName")), 2);
    QCOMPARE(school_->number(QStringLiteral("SELECT COUNT(*) FROM \"Enrollments\"")), 2);
}

void RowImportTest::aDryRunWritesNothing()
{
    sql::ImportOptions options;
    options.dryRun = true;
    const auto report = school_->import(school_->plan("Student", QStringLiteral("firstName,Classes")),
        "firstName,Classes\nAnn,Algebra\nAnn,\n", options);
    QCOMPARE(shown(report), QStringList{"3/0 Ann: constraint.unique"});
    QVERIFY(!report->stored);
    QCOMPARE(report->good, 1);
    QCOMPARE(school_->number(QStringLiteral("SELECT COUNT(*) FROM \"Students\"")), 0);
}

void RowImportTest::whatIsAmbiguousIsRefused()
{
    QVERIFY(!school_->create("Teacher", R"({"name": "Kim"})").startsWith(u"error"));
    const auto report = school_->import(
        school_->plan("Student", QStringLiteral("firstName,Tutor")), "firstName,Tutor\nAnn,Kim\n");
    QCOMPARE(shown(report), QStringList{"2/1 Kim: import.ambiguous"});
    QCOMPARE(report->problems[0].why.what.args.first(), QStringLiteral("2"));
}

/// The junction itself is a table like others: its lines link rows that are there.
void RowImportTest::linesOfALink()
{
    QVERIFY(!school_->create("Student", R"({"firstName": "Ann"})").startsWith(u"error"));
    const sql::ImportPlan plan = school_->plan("Enrollment", QStringLiteral("student,class,grade"));
    QCOMPARE(plan.columns.size(), size_t(3));
    const auto report = school_->import(plan, "student,class,grade\nAnn,Algebra,A\nAnn,Chemistry,\nBob,Algebra,B\n"
                                              "Ann,Algebra,C\n");
    QCOMPARE(shown(report).size(), 2);
    QCOMPARE(shown(report).first(), QStringLiteral("4/0 Bob: import.missing"));
    QVERIFY2(shown(report).last().startsWith(u"5/"), qPrintable(shown(report).last()));
    const auto good = school_->import(plan, "student,class,grade\nAnn,Algebra,A\nAnn,Chemistry,\n");
    QCOMPARE(shown(good), QStringList());
    QCOMPARE(school_->number(QStringLiteral("SELECT COUNT(*) FROM \"Enrollments\"")), 2);
}

void RowImportTest::plansAreChecked()
{
    const auto refused = [&](const sql::ImportPlan& plan) {
        const auto checked = sql::checkPlan(school_->registry(), plan);
        return checked ? QString() : checked.error().what.code;
    };
    sql::ImportPlan plan = school_->plan("Student", QStringLiteral("firstName,Classes,Tutor"));
    QCOMPARE(refused(plan), QString());
    sql::ImportPlan twice = plan;
    twice.columns.push_back(twice.columns.front());
    QCOMPARE(refused(twice), QStringLiteral("import.twice"));
    sql::ImportPlan single = plan;
    single.links.back().separator = QStringLiteral(";");
    QCOMPARE(refused(single), QStringLiteral("import.single"));
    sql::ImportPlan unlinked = plan;
    unlinked.links.clear();
    QCOMPARE(refused(unlinked), QStringLiteral("import.link"));
    sql::ImportPlan both = plan;
    both.columns.push_back({3, {}, false, QStringLiteral("TutorId")});
    QCOMPARE(refused(both), QStringLiteral("import.both"));
    sql::ImportPlan none;
    none.model = plan.model;
    QCOMPARE(refused(none), QStringLiteral("import.nothing"));
    sql::ImportPlan misspelt = plan;
    misspelt.columns.front().attribute = QStringLiteral("firstname");
    QVERIFY(!refused(misspelt).isEmpty());
    QVERIFY(!school_->import(misspelt, "a\nb\n"));
}

void RowImportTest::cancelWritesNothing()
{
    QByteArray text = "firstName\n";
    for (int i = 0; i < 2000; ++i)
        text += "S" + QByteArray::number(i) + "\n";
    sql::ImportOptions options;
    const auto cancel = school_->connection().canceller();
    options.progress = [&](qint64) { cancel->stop(); };
    const auto report = school_->import(school_->plan("Student", QStringLiteral("firstName")), text, options);
    school_->connection().resume();
    QVERIFY(!report);
    QCOMPARE(report.error().kind, ErrorKind::Cancelled);
    QCOMPARE(school_->number(QStringLiteral("SELECT COUNT(*) FROM \"Students\"")), 0);
}

void RowImportTest::manyLinesTakeFewStatements()
{
    QByteArray text = "firstName,Classes,Tutor\n";
    for (int i = 0; i < 1000; ++i)
        text += "S" + QByteArray::number(i) + ",Algebra;Chemistry,Kim\n";
    sql::StatementRecorder log;
    school_->connection().setLog(&log);
    const auto report = school_->import(school_->plan("Student", QStringLiteral("firstName,Classes,Tutor")), text);
    school_->connection().setLog(nullptr);
    QCOMPARE(shown(report), QStringList());
    QVERIFY2(log.statements.size() < 80, qPrintable(QString::number(log.statements.size())));
}

QTEST_GUILESS_MAIN(RowImportTest)
#include "rowimporttest.moc"
