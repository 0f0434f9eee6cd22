// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/sampledatabase.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

/// Two students, four classes; Ann is in 1 (grade A) and 2.
struct School : SampleDatabase {
    School()
    {
        const TableId student = table(QStringLiteral("Student"), {QStringLiteral("firstName*")});
        const TableId course = table(QStringLiteral("Class"), {QStringLiteral("className")});
        const TableId note = table(QStringLiteral("Note"), {QStringLiteral("body")});
        const TableId locker = table(QStringLiteral("Locker"), {QStringLiteral("number integer")});
        reference(note, student, {}, {}, true);
        reference(locker, student);
        link(QStringLiteral("Enrollment"), student, course, {QStringLiteral("grade")});
        open();
        rows("INSERT INTO Students (firstName) VALUES ('Ann'), ('Bob')");
        rows("INSERT INTO Classes (className) VALUES ('Maths'), ('Art'), ('History'), ('Greek')");
        rows("INSERT INTO Enrollments (grade, StudentId, ClassId) VALUES ('A', 1, 1), (NULL, 1, 2)");
        rows("INSERT INTO Lockers (number, StudentId) VALUES (7, 1), (8, 1)");
    }

    static QString text(const Result<sql::LinkReport>& report)
    {
        if (!report)
            return QStringLiteral("error: ") + errorText(report.error());
        return QStringLiteral("added %1 updated %2 unchanged %3 removed %4")
            .arg(report->added)
            .arg(report->updated)
            .arg(report->unchanged)
            .arg(report->removed);
    }
    QString link_(const QString& key, const QStringList& targets, const char* through = "null")
    {
        return text(sql::link(connection(), registry(), model("Student"), key, QStringLiteral("Classes"),
            targets, *orm::parseJson(through, {})));
    }
    QString unlink(const QString& key, const QStringList& targets)
    {
        return text(
            sql::unlink(connection(), registry(), model("Student"), key, QStringLiteral("Classes"), targets));
    }
    QString set(const QString& key, const QStringList& targets, const char* through = "null")
    {
        return text(sql::setLinks(connection(), registry(), model("Student"), key, QStringLiteral("Classes"),
            targets, *orm::parseJson(through, {})));
    }
    QString links()
    {
        QStringList all;
        for (const auto& row : rows("SELECT StudentId, ClassId, grade FROM Enrollments ORDER BY 1, 2"))
            all.append(row[0].display() + u'-' + row[1].display() + row[2].display());
        return all.join(u' ');
    }
    QString update(const QString& key, const char* values)
    {
        const auto row =
            sql::update(connection(), registry(), model("Student"), key, *orm::parseJson(values, {}));
        return row ? QString::fromUtf8(orm::compactJson(*row))
                   : QStringLiteral("error: ") + errorText(row.error());
    }
    QString remove(const char* of, const QString& key, bool dryRun)
    {
        const auto report = sql::remove(connection(), registry(), model(of), key, dryRun);
        if (!report)
            return QStringLiteral("error: ") + errorText(report.error());
        QString result = QStringLiteral("deleted %1").arg(report->deleted);
        for (const sql::Affected& affected : report->affected)
            result += QStringLiteral(", %1 %2 %3").arg(affected.table, affected.action).arg(affected.rows);
        return result;
    }
};

} // namespace

class LinkTest : public QObject {
    Q_OBJECT

private slots:
    void addingIsIdempotent();
    void throughValues();
    void unlinkRemovesLinksOnly();
    void setKeepsWhatStays();
    void linksOfASelfLinkHaveADirection();
    void furtherEndsTellLinksApart();
    void errors();
    void updateWritesAttributes();
    void updateRefuses();
    void removeSaysWhatGoes();
    void removeFollowsCascades();
    void removeIsRefusedByTheDatabase();
};

void LinkTest::addingIsIdempotent()
{
    School school;
    QCOMPARE(
        school.link_("1", {"1", "2", "3", "3"}), QStringLiteral("added 1 updated 0 unchanged 2 removed 0"));
    QCOMPARE(school.links(), QStringLiteral("1-1A 1-2 1-3"));
    QCOMPARE(school.link_("1", {}), QStringLiteral("added 0 updated 0 unchanged 0 removed 0"));
}

void LinkTest::throughValues()
{
    School school;
    QCOMPARE(school.link_("1", {"1", "2", "4"}, R"({"grade":"A"})"),
        QStringLiteral("added 1 updated 1 unchanged 1 removed 0"));
    QCOMPARE(school.links(), QStringLiteral("1-1A 1-2A 1-4A"));
}

void LinkTest::unlinkRemovesLinksOnly()
{
    School school;
    QCOMPARE(school.unlink("1", {"1", "4"}), QStringLiteral("added 0 updated 0 unchanged 0 removed 1"));
    QCOMPARE(school.links(), QStringLiteral("1-2"));
    QCOMPARE(school.number("SELECT COUNT(*) FROM Classes"), 4);
}

void LinkTest::setKeepsWhatStays()
{
    School school;
    QCOMPARE(school.set("1", {"3", "1"}), QStringLiteral("added 1 updated 0 unchanged 1 removed 1"));
    QCOMPARE(school.links(), QStringLiteral("1-1A 1-3"));
    QCOMPARE(school.set("1", {}), QStringLiteral("added 0 updated 0 unchanged 0 removed 2"));
    QCOMPARE(school.links(), QString());
}

void LinkTest::linksOfASelfLinkHaveADirection()
{
    SampleDatabase people;
    const TableId person = people.table(QStringLiteral("Person"), {QStringLiteral("name")});
    people.link(
        QStringLiteral("Mentoring"), person, person, {}, QStringLiteral("Mentors"), QStringLiteral("Mentees"));
    people.open();
    people.rows("INSERT INTO People (name) VALUES ('Ann'), ('Bob')");
    QVERIFY(sql::link(
        people.connection(), people.registry(), 0, QStringLiteral("1"), QStringLiteral("Mentees"), {"2"}));
    QVERIFY(people.find("Person", {"Mentees"}, R"({"id":1})").contains("Bob"));
    QVERIFY(people.find("Person", {"Mentors"}, R"({"id":1})").contains(R"("Mentors":[])"));
    const auto removed = sql::unlink(
        people.connection(), people.registry(), 0, QStringLiteral("1"), QStringLiteral("Mentors"), {"2"});
    QVERIFY(removed);
    QCOMPARE(removed->removed, 0);
}

void LinkTest::furtherEndsTellLinksApart()
{
    SampleDatabase clinic;
    const TableId doctor = clinic.table(QStringLiteral("Doctor"), {QStringLiteral("name")});
    const TableId patient = clinic.table(QStringLiteral("Patient"), {QStringLiteral("name")});
    const TableId place = clinic.table(QStringLiteral("Clinic"), {QStringLiteral("town")});
    const LinkId visit = clinic.link(QStringLiteral("Visit"), doctor, patient, {QStringLiteral("note")});
    clinic.schema.links.update(visit, [&](model::ManyToMany& link) {
        link.ends.emplace_back();
        link.ends.back().table = place;
    });
    clinic.open();
    clinic.rows("INSERT INTO Clinics (town) VALUES ('Bonn'), ('Rome')");
    QVERIFY(clinic.create("Doctor", R"({"name":"D","Patients":[{"name":"P","Visit":{"ClinicId":1}}]})")
                .contains(R"("Visit":{"note":null,"DoctorId":1,"PatientId":1,"ClinicId":1})"));
    const auto second =
        sql::link(clinic.connection(), clinic.registry(), clinic.model("Doctor"), QStringLiteral("1"),
            QStringLiteral("Patients"), {"1"}, *orm::parseJson(R"({"ClinicId":2,"note":"x"})", {}));
    QVERIFY2(second, second ? "" : qPrintable(errorText(second.error())));
    QCOMPARE(second->added, 1);
    QCOMPARE(clinic.number("SELECT COUNT(*) FROM Visits"), 2);
    // A further end may be nested in the junction's row.
    QVERIFY(
        clinic.create("Doctor", R"({"name":"E","Patients":[{"$link":1,"Visit":{"Clinic":{"town":"Oslo"}}}]})")
            .contains(R"("Clinic":{"id":3,"town":"Oslo"})"));
}

void LinkTest::errors()
{
    School school;
    QVERIFY(school.link_("9", {"1"}).contains("no row of Student has id 9"));
    QVERIFY(school.link_("1", {"1", "77"}).contains("no row of Class has id 77"));
    QVERIFY(school.link_("1", {"x"}).startsWith("error: Class.id"));
    QVERIFY(school.link_("1", {"1"}, R"({"grad":"B"})").contains("did you mean \"grade\"?"));
    QVERIFY(school.link_("1", {"1"}, R"({"ClassId":2})").contains("the link itself writes"));
    const auto lockers = sql::link(school.connection(), school.registry(), school.model("Student"),
        QStringLiteral("1"), QStringLiteral("Lockers"), {"1"});
    QVERIFY(!lockers && errorText(lockers.error()).contains("StudentId"));
    const auto unknown = sql::link(school.connection(), school.registry(), school.model("Student"),
        QStringLiteral("1"), QStringLiteral("Clases"), {"1"});
    QVERIFY(!unknown && errorText(unknown.error()).contains("did you mean \"Classes\"?"));
    QCOMPARE(school.links(), QStringLiteral("1-1A 1-2"));
}

void LinkTest::updateWritesAttributes()
{
    School school;
    QCOMPARE(school.update("1", R"({"firstName":"Anna"})"), QStringLiteral(R"({"id":1,"firstName":"Anna"})"));
    QCOMPARE(school.update("1", R"({"id":5})"), QStringLiteral(R"({"id":5,"firstName":"Anna"})"));
    QCOMPARE(school.links(), QStringLiteral("5-1A 5-2"));
    QCOMPARE(school.update("5", "{}"), QStringLiteral(R"({"id":5,"firstName":"Anna"})"));
}

void LinkTest::updateRefuses()
{
    School school;
    QVERIFY(school.update("1", R"({"firstname":"x"})").contains("did you mean \"firstName\"?"));
    QVERIFY(school.update("1", R"({"Classes":[]})").contains("only attributes can be written here"));
    QVERIFY(school.update("1", R"({"firstName":null})").startsWith("error: "));
    QVERIFY(school.update("9", R"({"firstName":"x"})").contains("no row with the key 9"));
}

void LinkTest::removeSaysWhatGoes()
{
    School school;
    const QString said = QStringLiteral("deleted 1, Lockers set null 2, Enrollments cascade 2");
    QCOMPARE(school.remove("Student", "1", true), said);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students"), 2);
    QCOMPARE(school.remove("Student", "1", false), said);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students"), 1);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Classes"), 4);
    QCOMPARE(school.number("SELECT COUNT(*) FROM Lockers WHERE StudentId IS NULL"), 2);
    QVERIFY(school.remove("Student", "1", false).startsWith("error: "));
}

void LinkTest::removeFollowsCascades()
{
    SampleDatabase tree;
    const TableId node = tree.table(QStringLiteral("Node"), {QStringLiteral("name")});
    const ReferenceId up = tree.reference(node, node, QStringLiteral("Parent"), QStringLiteral("Children"));
    tree.schema.references.update(
        up, [](model::Reference& reference) { reference.key.onDelete = model::Action::Cascade; });
    tree.open();
    tree.rows(
        "INSERT INTO Nodes (name, ParentId) VALUES ('a', NULL), ('b', 1), ('c', 2), ('d', 1), ('e', NULL)");
    tree.rows("UPDATE Nodes SET ParentId = 3 WHERE id = 1"); // a ring
    const auto report = sql::remove(tree.connection(), tree.registry(), 0, QStringLiteral("2"), false);
    QVERIFY(report);
    QCOMPARE(report->affected.front().rows, 3);
    QCOMPARE(tree.number("SELECT COUNT(*) FROM Nodes"), 1);
}

void LinkTest::removeIsRefusedByTheDatabase()
{
    School school;
    school.rows("INSERT INTO Notes (body, StudentId) VALUES ('x', 2)");
    QCOMPARE(school.remove("Student", "2", true), QStringLiteral("deleted 1, Notes no action 1"));
    QVERIFY(school.remove("Student", "2", false).startsWith("error: "));
    QCOMPARE(school.number("SELECT COUNT(*) FROM Students"), 2);
}

QTEST_GUILESS_MAIN(LinkTest)
#include "linktest.moc"
