// SPDX-License-Identifier: GPL-3.0-or-later
// What a project says of how rows are looked at, done to the models of a database.
#include "orm/entity/browsing.h"
#include "support/sampleschema.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;
using model::JunctionView;
using orm::AssociationKind;

namespace {

QString text(const char* utf8)
{
    return QString::fromUtf8(utf8);
}

/// Students and classes with enrollments between them, teachers, and notes that only name what they belong to.
struct School : SampleSchema {
    School()
    {
        const TableId student = table(text("Student"), {text("name")});
        const TableId course = table(text("Class"), {text("title")});
        const TableId teacher = table(text("Teacher"), {text("name")});
        const TableId lesson = table(text("Lesson"), {text("room")});
        table(text("Note"), {text("words"), text("studentNumber! integer"), text("teacherNumber integer")});
        link(text("Enrollment"), student, course, {text("grade")});
        reference(lesson, course);
        reference(lesson, teacher);
        derive();
    }
    orm::ModelRegistry browsed(const model::Browsing& browsing)
    {
        diagnostics.clear();
        return orm::withBrowsing(registry(), browsing, naming, diagnostics);
    }
    const orm::Association* association(
        const orm::ModelRegistry& of, const char* modelName, const char* name) const
    {
        return of.at(mustHave(of.find(text(modelName)), text(modelName))).association(text(name));
    }
    QStringList codes() const
    {
        QStringList codes;
        for (const Diagnostic& diagnostic : diagnostics)
            codes.append(diagnostic.what.code);
        return codes;
    }

    Diagnostics diagnostics;
};

model::NamedTable named(const char* table)
{
    return {{}, text(table)};
}

} // namespace

class BrowsingTest : public QObject {
    Q_OBJECT

private slots:
    void nothingSaidChangesNothing();
    void aLinkIsShownAsATable();
    void aTableIsShownAsALink();
    void keysThatTheDatabaseLacks();
    void aVirtualKeyMayMakeALink();
    void whatCantBeDoneIsTold();
};

void BrowsingTest::nothingSaidChangesNothing()
{
    School school;
    const orm::ModelRegistry same = school.browsed({});
    QVERIFY(school.association(same, "Student", "Classes"));
    QVERIFY(school.diagnostics.empty());
}

void BrowsingTest::aLinkIsShownAsATable()
{
    School school;
    model::Browsing browsing;
    browsing.junctions.push_back({named("Enrollments"), JunctionView::As::Table});
    const orm::ModelRegistry shown = school.browsed(browsing);
    QVERIFY(school.diagnostics.empty());
    QVERIFY(!school.association(shown, "Student", "Classes"));
    QVERIFY(!school.association(shown, "Class", "Students"));
    const orm::Association* enrollments = school.association(shown, "Student", "Enrollments");
    QVERIFY(enrollments);
    QCOMPARE(enrollments->kind, AssociationKind::HasMany);
    QCOMPARE(enrollments->keys, QStringList{text("StudentId")});
    QCOMPARE(enrollments->referenced, QStringList{text("id")});
    QVERIFY(!shown.at(enrollments->target).junction);
    QVERIFY(school.association(shown, "Class", "Enrollments"));
}

void BrowsingTest::aTableIsShownAsALink()
{
    School school;
    QVERIFY(school.association(school.registry(), "Class", "Lessons"));
    model::Browsing browsing;
    browsing.junctions.push_back({named("Lessons"), JunctionView::As::Link});
    const orm::ModelRegistry shown = school.browsed(browsing);
    QVERIFY(school.diagnostics.empty());
    QVERIFY(!school.association(shown, "Class", "Lessons"));
    const orm::Association* teachers = school.association(shown, "Class", "Teachers");
    QVERIFY(teachers);
    QCOMPARE(teachers->kind, AssociationKind::BelongsToMany);
    QCOMPARE(shown.at(teachers->through).table, text("Lessons"));
    QCOMPARE(teachers->keys, QStringList{text("ClassId")});
    QCOMPARE(teachers->otherKeys, QStringList{text("TeacherId")});
    QCOMPARE(teachers->otherReferenced, QStringList{text("id")});
    QVERIFY(school.association(shown, "Teacher", "Classes"));
    QVERIFY(shown.at(teachers->through).junction);
}

void BrowsingTest::keysThatTheDatabaseLacks()
{
    School school;
    model::Browsing browsing;
    browsing.virtualKeys.push_back({named("Notes"), named("Students"), {{text("studentNumber"), text("id")}}});
    browsing.virtualKeys.push_back({named("Notes"), named("Teachers"), {{text("teacherNumber"), text("id")}}});
    const orm::ModelRegistry shown = school.browsed(browsing);
    QVERIFY(school.diagnostics.empty());
    const orm::Association* student = school.association(shown, "Note", "Student");
    QVERIFY(student);
    QCOMPARE(student->kind, AssociationKind::BelongsTo);
    QCOMPARE(student->keys, QStringList{text("studentNumber")});
    QVERIFY(!student->onDelete); // no constraint is behind it
    QVERIFY(shown.at(shown.find(text("Note")).value()).attribute(text("studentNumber"))->foreignKey);
    // Its column is unique: a student has one note at most, a teacher any number.
    QCOMPARE(school.association(shown, "Student", "Note")->kind, AssociationKind::HasOne);
    QCOMPARE(school.association(shown, "Teacher", "Notes")->kind, AssociationKind::HasMany);
}

void BrowsingTest::aVirtualKeyMayMakeALink()
{
    School school;
    model::Browsing browsing;
    browsing.virtualKeys.push_back({named("Notes"), named("Students"), {{text("studentNumber"), text("id")}}});
    browsing.virtualKeys.push_back({named("Notes"), named("Teachers"), {{text("teacherNumber"), text("id")}}});
    browsing.junctions.push_back({named("Notes"), JunctionView::As::Link});
    const orm::ModelRegistry shown = school.browsed(browsing);
    QVERIFY(school.diagnostics.empty());
    QCOMPARE(school.association(shown, "Student", "Teachers")->kind, AssociationKind::BelongsToMany);
    QVERIFY(!school.association(shown, "Student", "Note"));
}

void BrowsingTest::whatCantBeDoneIsTold()
{
    School school;
    model::Browsing browsing;
    browsing.virtualKeys.push_back({named("Nots"), named("Students"), {{text("studentNumber"), text("id")}}});
    browsing.virtualKeys.push_back({named("Notes"), named("Students"), {{text("studentNumbr"), text("id")}}});
    browsing.virtualKeys.push_back({named("Lessons"), named("Classes"), {{text("ClassId"), text("id")}}});
    browsing.junctions.push_back({named("Enrolments"), JunctionView::As::Table});
    browsing.junctions.push_back({named("Teachers"), JunctionView::As::Link});
    const orm::ModelRegistry shown = school.browsed(browsing);
    QCOMPARE(
        school.codes(), (QStringList{text("browsing.table"), text("browsing.column"),
                            text("browsing.key-there"), text("browsing.table"), text("browsing.no-link")}));
    QVERIFY(school.diagnostics[0].mend.english().contains(text("Notes")));
    QVERIFY(school.diagnostics[1].mend.english().contains(text("studentNumber")));
    QCOMPARE(school.diagnostics[4].where, text("Teachers"));
    // Everything else is as it was.
    QVERIFY(school.association(shown, "Student", "Classes"));
    QCOMPARE(shown.at(0).associations.size(), school.registry().at(0).associations.size());
}

QTEST_GUILESS_MAIN(BrowsingTest)
#include "browsingtest.moc"
