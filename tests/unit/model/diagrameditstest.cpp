// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/arranging.h"
#include "model/edit/diagramset.h"
#include "support/edited.h"
#include "support/schemas.h"

#include <QtTest>

#include <limits>

using namespace conjoin;
using namespace conjoin::model;
using conjoin::tests::done;
using conjoin::tests::refusal;
using conjoin::tests::SchemaMaker;

namespace {

constexpr DiagramId shown(1), other(2);

/// The School with a teacher and a room that the first diagram does not show; `other` shows nothing.
struct Campus {
    Campus()
    {
        school = maker.school();
        teacher = maker.table("Teacher", {QStringLiteral("name")});
        room = maker.table("Room", {QStringLiteral("name")});
        teaches = maker.reference(school.classes, teacher);
        meets = maker.reference(school.classes, room);
        document = emptyDocument(QStringLiteral("School"), shown);
        document.schema = maker.schema;
        document.diagrams.update(shown, [&](Diagram& diagram) {
            for (TableId id : {school.student, school.classes, teacher})
                diagram.tables.set({id, {0, 0}});
            diagram.links.set({school.enrollment, LinkNode::Presentation::Pill, {}});
        });
        Diagram second;
        second.id = other;
        second.name = QStringLiteral("Second");
        document.diagrams.set(second);
    }

    const Diagram& diagram() const { return document.diagrams.at(shown); }

    SchemaMaker maker;
    SchemaMaker::School school;
    TableId teacher, room;
    ReferenceId teaches, meets;
    Document document;
};

} // namespace

class DiagramEditsTest : public QObject {
    Q_OBJECT

private slots:
    void cardsShowLess();
    void thingsArePinned();
    void thingsComeToTheFrontInTheirOrder();
    void linesAreBentAndGivenBack();
    void bendsGoAlongWithBothEnds();
    void bendsGoWithTheirReference();
    void diagramsComeWithAName();
    void tablesAreShownWithTheirLinks();
    void hidingLeavesTheSchema();
    void neighboursAreCountedInLinks();
    void notationIsTheDiagrams();
};

void DiagramEditsTest::cardsShowLess()
{
    const Campus campus;
    const Document next = done(edit::setDetail(campus.document, shown, {campus.teacher}, CardDetail::Keys));
    QCOMPARE(next.diagrams.at(shown).tables.at(campus.teacher).detail, CardDetail::Keys);
    QCOMPARE(refusal(edit::setDetail(campus.document, shown, {campus.room}, CardDetail::Keys)),
        QStringLiteral("edit.not-shown"));
}

void DiagramEditsTest::thingsArePinned()
{
    const Campus campus;
    const LinkId link = campus.school.enrollment;
    Document next = done(edit::setPinned(campus.document, shown, {campus.teacher, link}, true));
    QVERIFY(next.diagrams.at(shown).tables.at(campus.teacher).pinned);
    QVERIFY(next.diagrams.at(shown).links.at(link).pinned);
    next = done(edit::setPinned(next, shown, {campus.teacher, link}, false));
    QCOMPARE(next, campus.document);
    QCOMPARE(refusal(edit::setPinned(campus.document, shown, {campus.room}, true)),
        QStringLiteral("edit.not-shown"));
}

void DiagramEditsTest::thingsComeToTheFrontInTheirOrder()
{
    const Campus campus;
    Document next = done(
        edit::restack(campus.document, shown, {campus.school.student, campus.teacher}, edit::Stacking::Front));
    const auto level = [&](TableId id) { return next.diagrams.at(shown).tables.at(id).level; };
    QVERIFY(level(campus.school.student) > level(campus.school.classes));
    QVERIFY(level(campus.teacher) > level(campus.school.student));
    next = done(edit::restack(next, shown, {campus.teacher}, edit::Stacking::Back));
    QVERIFY(level(campus.teacher) < level(campus.school.classes));
}

void DiagramEditsTest::linesAreBentAndGivenBack()
{
    const Campus campus;
    const Bends bends{{8, 8}, {8, 80}};
    Document next = done(edit::setBends(campus.document, shown, campus.teaches, 0, bends));
    QCOMPARE(next.diagrams.at(shown).references.at(campus.teaches).bends, bends);
    next = done(edit::setBends(next, shown, campus.school.enrollment, 1, bends));
    QCOMPARE(next.diagrams.at(shown).links.at(campus.school.enrollment).bends, (std::vector<Bends>{{}, bends}));
    QCOMPARE(refusal(edit::setBends(next, shown, campus.school.enrollment, 2, bends)),
        QStringLiteral("edit.not-shown"));
    const double infinity = std::numeric_limits<double>::infinity();
    QCOMPARE(refusal(edit::setBends(next, shown, campus.teaches, 0, {{infinity, 0}})),
        QStringLiteral("edit.position"));
    const Document same = done(edit::setBends(next, shown, campus.school.enrollment, 1, {}));
    QVERIFY(same.diagrams.at(shown).links.at(campus.school.enrollment).bends.empty());
    next = done(edit::resetBends(next, shown, {campus.teaches, campus.school.enrollment}));
    QCOMPARE(next, campus.document);
}

void DiagramEditsTest::bendsGoAlongWithBothEnds()
{
    const Campus campus;
    const Document bent = done(edit::setBends(campus.document, shown, campus.teaches, 0, {{8, 8}, {8, 80}}));
    const Document both =
        done(edit::moveNodes(bent, shown, {{campus.teacher, {10, 20}}, {campus.school.classes, {10, 20}}}));
    QCOMPARE(both.diagrams.at(shown).references.at(campus.teaches).bends, (Bends{{18, 28}, {18, 100}}));
    const Document one = done(edit::moveNodes(bent, shown, {{campus.teacher, {10, 20}}}));
    QCOMPARE(one.diagrams.at(shown).references.at(campus.teaches).bends, (Bends{{8, 8}, {8, 80}}));
}

void DiagramEditsTest::bendsGoWithTheirReference()
{
    const Campus campus;
    const Document bent = done(edit::setBends(campus.document, shown, campus.teaches, 0, {{8, 8}, {8, 80}}));
    const Document next = done(edit::removeObjects(bent, {campus.teacher}));
    QVERIFY(next.diagrams.at(shown).references.isEmpty());
}

void DiagramEditsTest::diagramsComeWithAName()
{
    const Campus campus;
    Diagram made;
    made.id = DiagramId(3);
    made.name = QStringLiteral("second");
    QCOMPARE(refusal(edit::addDiagram(campus.document, made)), QStringLiteral("edit.diagram-name-taken"));
    made.name = QStringLiteral("Third");
    const Document next = done(edit::addDiagram(campus.document, made));
    QCOMPARE(next.diagrams.size(), std::size_t(3));
    QCOMPARE(refusal(edit::addDiagram(next, made)), QStringLiteral("edit.id"));
    QCOMPARE(refusal(edit::renameDiagram(next, DiagramId(3), QStringLiteral(" "))),
        QStringLiteral("edit.diagram-name-empty"));
    QCOMPARE(
        done(edit::renameDiagram(next, DiagramId(3), QStringLiteral("THIRD"))).diagrams.at(DiagramId(3)).name,
        QStringLiteral("THIRD"));
    made.id = DiagramId(4);
    made.name = QStringLiteral("Fourth");
    made.tables.set({TableId(999), {0, 0}});
    QCOMPARE(refusal(edit::addDiagram(next, made)), QStringLiteral("invariant.table-unknown"));
}

void DiagramEditsTest::tablesAreShownWithTheirLinks()
{
    const Campus campus;
    Document next = done(edit::showTables(campus.document, other, {{campus.school.student, {1, 2}}}));
    QVERIFY(next.diagrams.at(other).links.isEmpty()); // its other end is not there yet
    next = done(edit::showTables(next, other, {{campus.school.classes, {3, 4}}}));
    QVERIFY(next.diagrams.at(other).links.contains(campus.school.enrollment));
    // The junction comes by its link, and what is shown stays where it is.
    const TableId junction = campus.maker.schema.links.at(campus.school.enrollment).junction;
    next = done(edit::showTables(next, other, {{junction, {5, 6}}, {campus.school.student, {7, 8}}}));
    QCOMPARE(next.diagrams.at(other).tables.size(), std::size_t(2));
    QCOMPARE(next.diagrams.at(other).tables.at(campus.school.student).position, QPointF(1, 2));
    QCOMPARE(
        refusal(edit::showTables(next, other, {{TableId(999), {0, 0}}})), QStringLiteral("edit.table-gone"));
}

void DiagramEditsTest::hidingLeavesTheSchema()
{
    const Campus campus;
    const Document next = done(edit::hideObjects(campus.document, shown, {campus.school.student}));
    QCOMPARE(next.schema, campus.document.schema);
    QVERIFY(!next.diagrams.at(shown).tables.contains(campus.school.student));
    QVERIFY(next.diagrams.at(shown).links.isEmpty()); // it would hang on one table alone
    QCOMPARE(
        refusal(edit::hideObjects(campus.document, shown, {campus.room})), QStringLiteral("edit.not-hidden"));
}

void DiagramEditsTest::neighboursAreCountedInLinks()
{
    const Campus campus;
    const Schema& schema = campus.document.schema;
    const auto around = [&](TableId table, int depth) {
        std::vector<TableId> tables = edit::neighbourhood(schema, {table}, depth);
        std::erase(tables, schema.links.at(campus.school.enrollment).junction);
        return QSet<TableId>(tables.begin(), tables.end());
    };
    const auto [student, classes, enrollment] = campus.school;
    QCOMPARE(around(student, 0), (QSet<TableId>{student}));
    QCOMPARE(around(student, 1), (QSet<TableId>{student, classes}));
    QCOMPARE(around(student, 2), (QSet<TableId>{student, classes, campus.teacher, campus.room}));
    QCOMPARE(around(campus.teacher, 1), (QSet<TableId>{campus.teacher, classes}));
    QCOMPARE(edit::neighbourhood(schema, {student}, 1).front(), student);
}

void DiagramEditsTest::notationIsTheDiagrams()
{
    const Campus campus;
    const Document next = done(edit::setNotation(campus.document, shown, Notation::Uml));
    QCOMPARE(next.diagrams.at(shown).notation, Notation::Uml);
    QCOMPARE(next.diagrams.at(other).notation, Notation::CrowsFoot);
    QCOMPARE(next.schema, campus.document.schema);
}

QTEST_GUILESS_MAIN(DiagramEditsTest)
#include "diagrameditstest.moc"
