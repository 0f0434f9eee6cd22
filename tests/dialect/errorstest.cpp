// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/sampledatabase.h"
#include "support/scratchserver.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;

/// What each engine refuses, said with the same code, table and columns, for people and for programs.
class ErrorsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void refusals_data();
    void aRowThatNoPartitionTakes();
    void refusals();

private:
    ScratchPostgres postgres_;
    ScratchMariaDb mariaDb_;
    std::map<QString, std::unique_ptr<SampleDatabase>> databases_;
};

void ErrorsTest::initTestCase()
{
    QVERIFY2(postgres_.start(), qPrintable(postgres_.error()));
    QVERIFY2(mariaDb_.start(), qPrintable(mariaDb_.error()));
    for (const char* engine : {"sqlite", "postgresql", "mariadb"}) {
        const QString name = QString::fromLatin1(engine);
        auto school = std::make_unique<SampleDatabase>();
        const TableId student = school->table(QStringLiteral("Student"),
            {QStringLiteral("email! varchar(80)"), QStringLiteral("firstName* varchar(80)"),
                QStringLiteral("age integer")});
        const TableId course = school->table(QStringLiteral("Class"), {QStringLiteral("title")});
        school->reference(course, student, QStringLiteral("Leader"), QStringLiteral("Led"));
        school->link(QStringLiteral("Enrollment"), student, course);
        school->schema.tables.update(student, [](model::Table& table) {
            model::Check check;
            check.name = QStringLiteral("grown_up");
            check.expression = QStringLiteral("age >= 18");
            table.checks.push_back(check);
        });
        if (name == u"sqlite")
            school->open();
        else
            school->open(name == u"postgresql" ? postgres_.newDatabase() : mariaDb_.newDatabase());
        for (const char* values : {R"({"email": "a@b", "firstName": "Ann", "Classes": [{"title": "Maths"}]})",
                 R"({"email": "c@d", "firstName": "Cid"})"}) {
            const QString made = school->create("Student", values);
            QVERIFY2(!made.startsWith(u"error"), qPrintable(made));
        }
        databases_[name] = std::move(school);
    }
}

void ErrorsTest::refusals_data()
{
    QTest::addColumn<QString>("engine");
    QTest::addColumn<QString>("model");
    QTest::addColumn<QByteArray>("values");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("violation"); ///< table, columns, values
    struct Refusal {
        const char* model;
        const char* values;
        const char* code;
        const char* violation;
    };
    const Refusal all[] = {
        {"Student", R"({"email": "a@b", "firstName": "Eve"})", "constraint.unique", "Students email a@b"},
        {"Student", R"({"id": 1, "email": "e@f", "firstName": "Eve"})", "constraint.primary", "Students id 1"},
        {"Student", R"({"email": "e@f"})", "constraint.not-null", "Students firstName "},
        {"Student", R"({"email": "e@f", "firstName": "Eve", "age": 7})", "constraint.check", "Students  "},
        {"Class", R"({"title": "Art", "LeaderId": 99})", "constraint.foreign", "Classes LeaderId 99"},
        {"Enrollment", R"({"StudentId": 1, "ClassId": 1})", "constraint.primary",
            "Enrollments StudentId,ClassId 1,1"},
        {"Enrollment", R"({"StudentId": 1, "ClassId": 99})", "constraint.foreign", "Enrollments ClassId 99"},
    };
    for (const char* engine : {"sqlite", "postgresql", "mariadb"}) {
        for (const Refusal& refusal : all)
            QTest::addRow("%s %s %s", engine, refusal.code, refusal.values)
                << QString::fromLatin1(engine) << QString::fromLatin1(refusal.model)
                << QByteArray(refusal.values) << QString::fromLatin1(refusal.code)
                << QString::fromLatin1(refusal.violation);
    }
}

void ErrorsTest::aRowThatNoPartitionTakes()
{
    sql::Connection& connection = databases_.at(QStringLiteral("postgresql"))->connection();
    QVERIFY(connection.run(QStringLiteral("CREATE TABLE parts (at date NOT NULL) PARTITION BY RANGE (at)")));
    const auto ran = connection.run(QStringLiteral("INSERT INTO parts VALUES ('2024-01-01')"));
    QVERIFY(!ran);
    QCOMPARE(ran.error().what.code, QStringLiteral("constraint.partition"));
    QCOMPARE(ran.error().violation.table, QStringLiteral("parts"));
}

void ErrorsTest::refusals()
{
    QFETCH(QString, engine);
    QFETCH(QString, model);
    QFETCH(QByteArray, values);
    QFETCH(QString, code);
    QFETCH(QString, violation);
    SampleDatabase& school = *databases_.at(engine);
    const orm::Json given = mustHave(orm::parseJson(values, {}), QStringLiteral("values"));
    const int index = mustHave(school.registry().find(model), model);
    const auto made =
        sql::create(school.connection(), school.registry(), index, given, {sql::Existing::Create});
    QVERIFY(!made);
    const Error& error = made.error();
    const QString said = errorText(error);
    QVERIFY2(error.what.code == code, qPrintable(error.what.code + QStringLiteral(": ") + said));
    const QStringList wanted = violation.split(u' ');
    QCOMPARE(error.violation.table.toLower(), wanted[0].toLower());
    QCOMPARE(error.violation.columns.join(u','), wanted[1]);
    // What an engine does not tell it does not tell: MariaDB joins the values of a key, and names no value of a
    // foreign key.
    QStringList told = error.violation.values;
    for (QString& value : told)
        value.remove(u'\'');
    if (!told.isEmpty())
        QCOMPARE(told.join(u','), wanted[2]);
    if (code == u"constraint.check")
        QVERIFY2(error.violation.constraint.contains(u"grown_up"), qPrintable(error.violation.constraint));
    QCOMPARE(error.kind, ErrorKind::Database);
    QCOMPARE(school.number(QStringLiteral("SELECT COUNT(*) FROM ") +
                           school.connection().dialect().quoted(QStringLiteral("Students"))),
        2);
}

QTEST_GUILESS_MAIN(ErrorsTest)
#include "errorstest.moc"
