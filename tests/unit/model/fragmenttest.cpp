// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/fragment.h"
#include "model/document/invariants.h"
#include "model/io/documentfile.h"
#include "support/schemas.h"

#include <QtTest>

using namespace conjoin;
using namespace conjoin::model;
using conjoin::tests::SchemaMaker;

namespace {

constexpr DiagramId diagramId(1);

/// The School with a graded link, a teacher and a mood that students have.
struct Lesson {
    Lesson()
    {
        school = maker.school({QStringLiteral("grade")});
        teacher = maker.table("Teacher", {QStringLiteral("name")});
        maker.primaryKey(teacher, {QStringLiteral("name")});
        teaches = maker.reference(school.classes, teacher, [&](Reference& reference) {
            reference.key.columns = {
                {maker.column(school.classes, "className"), maker.column(teacher, "name")}};
            reference.key.constraintName = QStringLiteral("taught_by");
        });
        UserType mood;
        mood.id = UserTypeId(700);
        mood.name = QStringLiteral("mood");
        mood.values = {QStringLiteral("good"), QStringLiteral("bad")};
        maker.schema.types.set(mood);
        maker.schema.tables.update(school.student, [&](Table& table) {
            table.sqlName = QStringLiteral("pupils");
            table.columns[0].type.kind = TypeKind::Named;
            table.columns[0].type.userType = mood.id;
            Index index;
            index.id = IndexId(800);
            index.name = QStringLiteral("by_name");
            index.parts.push_back({table.columns[0].id, false, {}});
            table.indexes.push_back(index);
        });
        document = emptyDocument(QStringLiteral("School"), diagramId);
        document.schema = maker.schema;
        document.diagrams.update(diagramId, [&](Diagram& diagram) {
            double x = 0;
            for (TableId id : {school.student, school.classes, teacher})
                diagram.tables.set({id, {x += 400, 0}, 2});
            diagram.links.set({school.enrollment, LinkNode::Presentation::Card, QPointF(600, 300)});
            diagram.references.set({teaches, {{8, 8}, {8, 80}}});
            diagram.notes.set({NoteId(900), {5, 5}, {200, 100}, QStringLiteral("why")});
        });
    }

    SchemaMaker maker;
    SchemaMaker::School school;
    TableId teacher;
    ReferenceId teaches;
    Document document;
};

QStringList namesOf(const Schema& schema)
{
    QStringList names;
    for (const Table& table : schema.tables)
        names << table.name;
    return names;
}

} // namespace

class FragmentTest : public QObject {
    Q_OBJECT

private slots:
    void linksAmongTheTablesComeAlong();
    void whatLeadsElsewhereStaysBehind();
    void aCopyStandsBesideItsOriginal();
    void anotherDocumentGetsEverything();
    void takenNamesAreLeftToConvention();
    void aFragmentSurvivesTheClipboard();
};

void FragmentTest::linksAmongTheTablesComeAlong()
{
    const Lesson lesson;
    const Document part = edit::fragmentOf(
        lesson.document, diagramId, {lesson.school.student, lesson.school.classes, NoteId(900)});
    QCOMPARE(namesOf(part.schema), (QStringList{"Student", "Class", "Enrollment"}));
    QCOMPARE(part.schema.links.size(), std::size_t(1));
    QVERIFY(part.schema.references.isEmpty());
    QCOMPARE(part.schema.types.size(), std::size_t(1));
    QCOMPARE(part.diagrams.at(diagramId).notes.size(), std::size_t(1));
    QVERIFY(violations(part).empty());
}

void FragmentTest::whatLeadsElsewhereStaysBehind()
{
    const Lesson lesson;
    const ColumnId column = lesson.maker.column(lesson.school.classes, "className");
    const Document part = edit::fragmentOf(lesson.document, diagramId, {column, lesson.school.enrollment});
    QCOMPARE(namesOf(part.schema), (QStringList{"Class"}));
    QVERIFY(part.schema.links.isEmpty());
    QVERIFY(violations(part).empty());
}

void FragmentTest::aCopyStandsBesideItsOriginal()
{
    const Lesson lesson;
    const Document part = edit::fragmentOf(
        lesson.document, diagramId, {lesson.school.student, lesson.school.classes, lesson.teacher});
    IdSource ids = IdSource::seeded(3);
    const auto pasted = edit::paste(lesson.document, diagramId, part, ids, {40, 24});
    QVERIFY2(pasted, pasted ? "" : qPrintable(pasted.error().what.english()));
    const Document& both = pasted->document;
    QVERIFY(violations(both).empty());
    QCOMPARE(namesOf(both.schema), (QStringList{"Student", "Class", "Enrollment", "Teacher", "Student2",
                                       "Class2", "Enrollment2", "Teacher2"}));
    QCOMPARE(pasted->objects.size(), std::size_t(4)); // three cards and the link
    const auto copy = std::get<TableId>(pasted->objects.front());
    QCOMPARE(both.diagrams.at(diagramId).tables.at(copy).position,
        both.diagrams.at(diagramId).tables.at(lesson.school.student).position + QPointF(40, 24));
    QCOMPARE(both.diagrams.at(diagramId).tables.at(copy).hue, 2);
    QCOMPARE(both.diagrams.at(diagramId).references.size(), std::size_t(2));
    QCOMPARE((both.diagrams.at(diagramId).references.begin() + 1)->bends, (Bends{{48, 32}, {48, 104}}));
    // The original is as it was.
    for (const Table& table : lesson.document.schema.tables)
        QCOMPARE(both.schema.tables.at(table.id), table);
    QCOMPARE(both.schema.types.size(), std::size_t(1));
}

void FragmentTest::anotherDocumentGetsEverything()
{
    const Lesson lesson;
    const Document part = edit::fragmentOf(lesson.document, diagramId,
        {lesson.school.student, lesson.school.classes, lesson.teacher, NoteId(900)});
    IdSource ids = IdSource::seeded(3);
    const Document empty = emptyDocument(QStringLiteral("Other"), DiagramId(5));
    const auto pasted = edit::paste(empty, DiagramId(5), part, ids, {0, 0});
    QVERIFY(pasted);
    const Schema& schema = pasted->document.schema;
    QCOMPARE(namesOf(schema), (QStringList{"Student", "Class", "Enrollment", "Teacher"}));
    const Table& student = *tableNamed(schema, QStringLiteral("Student"));
    QCOMPARE(student.sqlName, QStringLiteral("pupils"));
    QCOMPARE(student.indexes[0].name, QStringLiteral("by_name"));
    QCOMPARE(std::get<ColumnId>(student.indexes[0].parts[0].what), student.columns[0].id);
    QCOMPARE(student.columns[0].type.userType, schema.types.begin()->id);
    const Reference& teaches = *schema.references.begin();
    QCOMPARE(teaches.key.columns[0].target, tableNamed(schema, QStringLiteral("Teacher"))->columns[0].id);
    QCOMPARE(teaches.key.constraintName, QStringLiteral("taught_by"));
    QCOMPARE(schema.links.begin()->junction, tableNamed(schema, QStringLiteral("Enrollment"))->id);
    QCOMPARE(pasted->document.diagrams.at(DiagramId(5)).notes.begin()->text, QStringLiteral("why"));
}

void FragmentTest::takenNamesAreLeftToConvention()
{
    const Lesson lesson;
    const Document part = edit::fragmentOf(
        lesson.document, diagramId, {lesson.school.student, lesson.school.classes, lesson.teacher});
    IdSource ids = IdSource::seeded(3);
    const auto pasted = edit::paste(lesson.document, diagramId, part, ids, {0, 0});
    QVERIFY(pasted);
    const Table& copy = *tableNamed(pasted->document.schema, QStringLiteral("Student2"));
    QVERIFY(copy.sqlName.isEmpty());
    QVERIFY(copy.indexes[0].name.isEmpty());
    QVERIFY((pasted->document.schema.references.begin() + 1)->key.constraintName.isEmpty());
}

void FragmentTest::aFragmentSurvivesTheClipboard()
{
    const Lesson lesson;
    const Document part = edit::fragmentOf(lesson.document, diagramId,
        {lesson.school.student, lesson.school.classes, lesson.teacher, NoteId(900)});
    const auto read = readDocument(writeDocument(part), QStringLiteral("clipboard"));
    QVERIFY2(read, read ? "" : qPrintable(read.error().what.english()));
    QCOMPARE(*read, part);
}

QTEST_GUILESS_MAIN(FragmentTest)
#include "fragmenttest.moc"
