// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/schoolcanvas.h"
#include "ui/canvas/bentroute.h"
#include "ui/canvas/canvascommand.h"
#include "ui/tools/snapping.h"

#include <QLineEdit>

using namespace conjoin;
using conjoin::tests::SchoolCanvas;
using Command = ui::CanvasCommand;

/// Putting things where they belong: alignment, guides, locks, bends, ends of lines, columns, notes, groups.
class CanvasArrangeTest : public QObject {
    Q_OBJECT

private slots:
    void bordersLineUpInOneStep();
    void gapsGetEqual();
    void cardsWithoutRoomSpread();
    void movedCardsSnapToTheirNeighbours();
    void snappingPrefersWhatIsNearest();
    void lockedCardsStay();
    void escapePutsADraggedCardBack();
    void arrowsNudge();
    void connectedThingsAreSelected();
    void frontAndBackAreKept();

    void segmentsAreBentAndReset();
    void bendsFollowTheirCards();
    void linesAreBentByKeys();
    void endsMoveToOtherTables();
    void endOfALinkMovesToAnotherTable();

    void columnsAreDraggedElsewhere();
    void notesAreResized();
    void groupsCarryWhatLiesOnThem();
    void theSelectionIsGrouped();
    void cardsShowKeysOnly();
    void aPillGrowsIntoItsCard();
    void switchedToAndFroAPillStandsWhereItStood();
    void underReducedMotionItIsThereAtOnce();
};

void CanvasArrangeTest::bordersLineUpInOneStep()
{
    SchoolCanvas canvas;
    canvas.session->undoStack().clear();
    canvas.selection->select({canvas.student, canvas.course, canvas.teacher});
    canvas.view->perform(Command::AlignTop);
    QCOMPARE(canvas.rectOf(canvas.teacher).top(), canvas.rectOf(canvas.student).top());
    QCOMPARE(canvas.rectOf(canvas.course).top(), canvas.rectOf(canvas.student).top());
    QCOMPARE(canvas.session->undoStack().count(), 1);
    canvas.session->undoStack().undo();
    QCOMPARE(canvas.rectOf(canvas.teacher).top(), 320.0);
    canvas.view->perform(Command::AlignRight);
    QCOMPARE(canvas.rectOf(canvas.student).right(), canvas.rectOf(canvas.course).right());
    canvas.view->perform(Command::AlignCentre);
    QCOMPARE(canvas.rectOf(canvas.student).center().x(), canvas.rectOf(canvas.teacher).center().x());
}

void CanvasArrangeTest::gapsGetEqual()
{
    SchoolCanvas canvas;
    const DiagramId diagram = canvas.session->currentDiagram();
    QVERIFY(canvas.session->apply(QStringLiteral("spread"), [&](model::Document d) {
        return model::edit::moveNodes(std::move(d), diagram,
            {{canvas.student, {0, 0}}, {canvas.course, {300, 40}}, {canvas.teacher, {1200, 8}}});
    }));
    canvas.selection->select({canvas.student, canvas.course, canvas.teacher});
    canvas.view->perform(Command::DistributeAcross);
    const double before = canvas.rectOf(canvas.course).left() - canvas.rectOf(canvas.student).right();
    const double after = canvas.rectOf(canvas.teacher).left() - canvas.rectOf(canvas.course).right();
    QCOMPARE(before, after);
    QCOMPARE(canvas.rectOf(canvas.student).topLeft(), QPointF(0, 0));
    QCOMPARE(canvas.rectOf(canvas.teacher).topLeft(), QPointF(1200, 8));
    QCOMPARE(canvas.rectOf(canvas.course).top(), 40.0);
}

void CanvasArrangeTest::cardsWithoutRoomSpread()
{
    SchoolCanvas canvas;
    const DiagramId diagram = canvas.session->currentDiagram();
    const auto put = [&](QPointF student, QPointF course, QPointF teacher) {
        QVERIFY(canvas.session->apply(QStringLiteral("put"), [&](model::Document d) {
            return model::edit::moveNodes(std::move(d), diagram,
                {{canvas.student, student}, {canvas.course, course}, {canvas.teacher, teacher}});
        }));
    };
    const auto gaps = [&] {
        return std::pair(canvas.rectOf(canvas.course).left() - canvas.rectOf(canvas.student).right(),
            canvas.rectOf(canvas.teacher).left() - canvas.rectOf(canvas.course).right());
    };
    const std::vector<ObjectRef> all{canvas.student, canvas.course, canvas.teacher};
    put({0, 0}, {80, 16}, {160, 8});
    const double middle = (canvas.rectOf(canvas.teacher).right() + canvas.rectOf(canvas.student).left()) / 2;
    canvas.selection->select(all);
    canvas.view->perform(Command::DistributeAcross);
    QCOMPARE(gaps(), std::pair(16.0, 16.0));
    const double now = (canvas.rectOf(canvas.teacher).right() + canvas.rectOf(canvas.student).left()) / 2;
    QVERIFY(std::abs(now - middle) <= 8); // to both sides
    QCOMPARE(canvas.rectOf(canvas.course).top(), 16.0);
    // One that is locked stays; the others make room on its other side.
    put({0, 0}, {80, 16}, {160, 8});
    canvas.selection->selectOnly(canvas.teacher);
    canvas.view->perform(Command::ToggleLocked);
    canvas.selection->select(all);
    canvas.view->perform(Command::DistributeAcross);
    QCOMPARE(gaps(), std::pair(16.0, 16.0));
    QCOMPARE(canvas.rectOf(canvas.teacher).topLeft(), QPointF(160, 8));
    canvas.selection->selectOnly(canvas.teacher);
    canvas.view->perform(Command::ToggleLocked);
    // Stairs, of which none lies on another, may stay narrow.
    put({0, 0}, {40, 400}, {160, 800});
    canvas.selection->select(all);
    canvas.view->perform(Command::DistributeAcross);
    QCOMPARE(canvas.rectOf(canvas.student).left(), 0.0);
    QCOMPARE(canvas.rectOf(canvas.teacher).left(), 160.0);
    QCOMPARE(gaps().first, gaps().second);
}

void CanvasArrangeTest::movedCardsSnapToTheirNeighbours()
{
    SchoolCanvas canvas;
    canvas.view->setZoom(1);
    const QPointF start = canvas.rectOf(canvas.teacher).topLeft();
    const QPoint from = canvas.titleOf(canvas.teacher);
    canvas.drag(from, from + QPoint(3, 24)); // three pixels off the left border of Class
    QCOMPARE(canvas.rectOf(canvas.teacher).left(), canvas.rectOf(canvas.course).left());
    QVERIFY(canvas.rectOf(canvas.teacher).top() > start.y());
}

void CanvasArrangeTest::snappingPrefersWhatIsNearest()
{
    const QRectF moving(103, 50, 40, 20);
    const ui::Snap snap = ui::snapTo(moving, {QRectF(100, 200, 80, 20), QRectF(98, 300, 30, 10)}, 6, 8);
    QCOMPARE(snap.shift.x(), -3.0); // to the left border of the first one
    QCOMPARE(snap.shift.y(), -2.0); // to the grid: nothing is near there
    QVERIFY(!snap.guides.empty());
    QCOMPARE(snap.guides.front().x1(), 100.0);
    // Evenly between two others.
    const ui::Snap even =
        ui::snapTo(QRectF(52, 0, 40, 20), {QRectF(0, 0, 20, 20), QRectF(120, 0, 20, 20)}, 6, 8);
    QCOMPARE(even.shift.x(), -2.0);
    const ui::Snap alone = ui::snapTo(QRectF(13, 5, 40, 20), {}, 6, 8);
    QCOMPARE(alone.shift, QPointF(3, 3));
    QVERIFY(alone.guides.empty());
}

void CanvasArrangeTest::lockedCardsStay()
{
    SchoolCanvas canvas;
    canvas.selection->selectOnly(canvas.teacher);
    canvas.key(Qt::Key_L);
    QVERIFY(canvas.session->diagram().tables.at(canvas.teacher).pinned);
    const QRectF before = canvas.rectOf(canvas.teacher);
    const QPoint from = canvas.titleOf(canvas.teacher);
    canvas.drag(from, from + QPoint(80, 40));
    canvas.key(Qt::Key_Right, Qt::ShiftModifier);
    canvas.selection->select({canvas.teacher, canvas.student});
    canvas.view->perform(Command::AlignLeft);
    QCOMPARE(canvas.rectOf(canvas.teacher), before);
    canvas.selection->selectOnly(canvas.teacher);
    canvas.view->perform(Command::ToggleLocked);
    QVERIFY(!canvas.session->diagram().tables.at(canvas.teacher).pinned);
}

void CanvasArrangeTest::escapePutsADraggedCardBack()
{
    SchoolCanvas canvas;
    const model::Document before = canvas.session->document();
    const QPoint from = canvas.titleOf(canvas.teacher);
    canvas.press(from);
    canvas.dragTo(from, from + QPoint(80, 40));
    QVERIFY(canvas.view->surface().isLifting());
    canvas.key(Qt::Key_Escape);
    QVERIFY(!canvas.view->surface().isLifting());
    canvas.release(from + QPoint(80, 40));
    QCOMPARE(canvas.session->document(), before);
}

void CanvasArrangeTest::arrowsNudge()
{
    SchoolCanvas canvas;
    canvas.selection->selectOnly(canvas.teacher);
    const QPointF before = canvas.rectOf(canvas.teacher).topLeft();
    canvas.key(Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(canvas.rectOf(canvas.teacher).topLeft(), before + QPointF(8, 0));
    canvas.key(Qt::Key_Down, Qt::ShiftModifier | Qt::ControlModifier);
    QCOMPARE(canvas.rectOf(canvas.teacher).topLeft(), before + QPointF(8, 1));
}

void CanvasArrangeTest::connectedThingsAreSelected()
{
    SchoolCanvas canvas;
    canvas.selection->selectOnly(canvas.student);
    canvas.view->perform(Command::SelectConnected);
    for (const ObjectRef& object : {ObjectRef(canvas.student), ObjectRef(canvas.course),
             ObjectRef(canvas.teacher), ObjectRef(canvas.link)})
        QVERIFY(canvas.selection->contains(object));
}

void CanvasArrangeTest::frontAndBackAreKept()
{
    SchoolCanvas canvas;
    canvas.selection->selectOnly(canvas.student);
    canvas.view->perform(Command::BringToFront);
    QVERIFY(canvas.scene().nodeOf(canvas.student) > canvas.scene().nodeOf(canvas.teacher));
    canvas.view->perform(Command::SendToBack);
    QVERIFY(canvas.scene().nodeOf(canvas.student) < canvas.scene().nodeOf(canvas.course));
}

void CanvasArrangeTest::segmentsAreBentAndReset()
{
    SchoolCanvas canvas;
    canvas.view->setZoom(1);
    canvas.session->undoStack().clear();
    const std::vector<QPointF> before = canvas.edge(canvas.reference).route;
    const int segment = ui::mainSegment(before);
    const QPointF middle = (before[size_t(segment)] + before[size_t(segment) + 1]) / 2;
    const bool flat = ui::lieAtOneHeight(before[size_t(segment)], before[size_t(segment) + 1]);
    const QPointF by = flat ? QPointF(0, 64) : QPointF(64, 0);
    canvas.drag(canvas.at(middle), canvas.at(middle + by));
    QVERIFY(canvas.session->diagram().references.contains(canvas.reference));
    const std::vector<QPointF> bent = canvas.edge(canvas.reference).route;
    QVERIFY(bent != before);
    const auto passes = [&](QPointF point) {
        return ui::pieceAt(bent, point, 1, 0).kind != ui::LinePiece::Kind::None;
    };
    QVERIFY(passes(middle + by));
    QCOMPARE(canvas.session->undoStack().count(), 1);
    canvas.selection->selectOnly(canvas.reference);
    canvas.view->perform(Command::ResetBends);
    QVERIFY(!canvas.session->diagram().references.contains(canvas.reference));
    QCOMPARE(canvas.edge(canvas.reference).route, before);
    canvas.session->undoStack().undo();
    QCOMPARE(canvas.edge(canvas.reference).route, bent);
    canvas.session->undoStack().undo();
    QCOMPARE(canvas.edge(canvas.reference).route, before);
}

void CanvasArrangeTest::bendsFollowTheirCards()
{
    SchoolCanvas canvas;
    canvas.selection->selectOnly(canvas.reference);
    canvas.key(Qt::Key_Right, Qt::ShiftModifier);
    canvas.key(Qt::Key_Down, Qt::ShiftModifier);
    const model::Bends bends = canvas.edge(canvas.reference).bends;
    QVERIFY(!bends.empty());
    const DiagramId diagram = canvas.session->currentDiagram();
    QVERIFY(canvas.session->apply(QStringLiteral("move"), [&](model::Document d) {
        return model::edit::moveNodes(std::move(d), diagram, {{canvas.teacher, {640, 360}}});
    }));
    const ui::SceneEdge& edge = canvas.edge(canvas.reference);
    QCOMPARE(edge.bends, bends); // what a person made stays
    QCOMPARE(edge.route.back().y(), canvas.scene().rowRect(edge.to, edge.toRow).center().y());
    for (size_t i = 1; i < edge.route.size(); ++i) {
        const QPointF way = edge.route[i] - edge.route[i - 1];
        QVERIFY(qFuzzyIsNull(way.x()) || qFuzzyIsNull(way.y()));
    }
}

void CanvasArrangeTest::linesAreBentByKeys()
{
    SchoolCanvas canvas;
    canvas.selection->selectOnly(canvas.reference);
    const std::vector<QPointF> before = canvas.edge(canvas.reference).route;
    canvas.key(Qt::Key_Right, Qt::ShiftModifier);
    canvas.key(Qt::Key_Down, Qt::ShiftModifier);
    QVERIFY(canvas.edge(canvas.reference).route != before);
    canvas.session->undoStack().undo(); // what keys did in a row is one step
    QCOMPARE(canvas.edge(canvas.reference).route, before);
}

void CanvasArrangeTest::endsMoveToOtherTables()
{
    SchoolCanvas canvas;
    canvas.view->setZoom(1);
    const QPointF end = canvas.edge(canvas.reference).route.back();
    const QPointF before = canvas.edge(canvas.reference).route[canvas.edge(canvas.reference).route.size() - 2];
    const QPointF inward = (before - end) / QLineF(before, end).length() * 6;
    canvas.drag(canvas.at(end + inward), canvas.titleOf(canvas.student));
    QCOMPARE(canvas.session->document().schema.references.at(canvas.reference).to, canvas.student);
    QCOMPARE(canvas.session->document().schema.references.at(canvas.reference).from, canvas.course);
    canvas.session->undoStack().undo();
    QCOMPARE(canvas.session->document().schema.references.at(canvas.reference).to, canvas.teacher);
}

void CanvasArrangeTest::endOfALinkMovesToAnotherTable()
{
    SchoolCanvas canvas;
    canvas.view->setZoom(1);
    const std::vector<QPointF> route = canvas.edge(canvas.link, 1).route;
    const QPointF inward = (route[1] - route[0]) / QLineF(route[0], route[1]).length() * 6;
    canvas.drag(canvas.at(route[0] + inward), canvas.titleOf(canvas.teacher));
    const model::ManyToMany& link = canvas.session->document().schema.links.at(canvas.link);
    QCOMPARE(link.ends[0].table, canvas.student);
    QCOMPARE(link.ends[1].table, canvas.teacher);
}

void CanvasArrangeTest::columnsAreDraggedElsewhere()
{
    SchoolCanvas canvas;
    canvas.view->setZoom(1);
    const QRectF first = canvas.rowOf(canvas.columnNamed(canvas.student, QStringLiteral("firstName")));
    const QRectF second = canvas.rowOf(canvas.columnNamed(canvas.student, QStringLiteral("age")));
    const QPointF grip(first.left() + 18, first.center().y());
    canvas.drag(canvas.at(grip), canvas.at({grip.x(), second.bottom() - 4}));
    QCOMPARE(canvas.columnsOf(canvas.student), (QStringList{"age", "firstName"}));
    canvas.session->undoStack().undo();
    QCOMPARE(canvas.columnsOf(canvas.student), (QStringList{"firstName", "age"}));
    // Let go beside the card: nothing happens.
    canvas.drag(canvas.at(grip), canvas.at({first.left() - 80, second.bottom() - 4}));
    QCOMPARE(canvas.columnsOf(canvas.student), (QStringList{"firstName", "age"}));
}

void CanvasArrangeTest::notesAreResized()
{
    SchoolCanvas canvas;
    model::Note note{canvas.session->ids().next<NoteId>(), {0, 240}, {240, 120}, QStringLiteral("why")};
    const DiagramId diagram = canvas.session->currentDiagram();
    QVERIFY(canvas.session->apply(QStringLiteral("note"),
        [&](model::Document d) { return model::edit::setNote(std::move(d), diagram, note); }));
    canvas.view->setZoom(1);
    canvas.selection->selectOnly(note.id);
    const QPoint corner = canvas.at(canvas.rectOf(note.id).bottomRight());
    canvas.drag(corner, corner + QPoint(40, 24));
    QCOMPARE(canvas.rectOf(note.id).size(), QSizeF(280, 144));
    canvas.key(Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(canvas.rectOf(note.id).size(), QSizeF(272, 144));
    const QPoint right = canvas.at({canvas.rectOf(note.id).right(), canvas.rectOf(note.id).center().y()});
    canvas.drag(right, right - QPoint(600, 0)); // never inside out
    QVERIFY(canvas.rectOf(note.id).width() >= 48);
    QCOMPARE(canvas.rectOf(note.id).topLeft(), QPointF(0, 240));
}

void CanvasArrangeTest::groupsCarryWhatLiesOnThem()
{
    SchoolCanvas canvas;
    canvas.key(Qt::Key_G);
    QCOMPARE(canvas.view->tool(), ui::ToolKind::Group);
    const QRectF field = canvas.rectOf(canvas.student).adjusted(-40, -56, 40, 40);
    canvas.drag(canvas.at(field.topLeft()), canvas.at(field.bottomRight()));
    QCOMPARE(canvas.view->tool(), ui::ToolKind::Select);
    auto* editor = canvas.view->viewport()->findChild<QLineEdit*>(QStringLiteral("inplaceEditor"));
    QVERIFY(editor);
    editor->setText(QStringLiteral("People"));
    QTest::keyClick(editor, Qt::Key_Return);
    QCOMPARE(canvas.session->diagram().groups.size(), std::size_t(1));
    const GroupId group = canvas.session->diagram().groups.begin()->id;
    QCOMPARE(canvas.node(group).title, QStringLiteral("People"));
    const QPointF card = canvas.rectOf(canvas.student).topLeft(), corner = canvas.rectOf(group).topLeft();
    const QPoint grip = canvas.at(corner + QPointF(60, 20));
    canvas.selection->clear();
    canvas.drag(grip, grip + QPoint(0, 64));
    const QPointF way = canvas.rectOf(group).topLeft() - corner;
    QVERIFY(!way.isNull());
    QCOMPARE(canvas.rectOf(canvas.student).topLeft() - card, way);
}

void CanvasArrangeTest::theSelectionIsGrouped()
{
    SchoolCanvas canvas;
    canvas.selection->select({canvas.course, canvas.teacher});
    canvas.view->perform(Command::GroupSelection);
    QCOMPARE(canvas.session->diagram().groups.size(), std::size_t(1));
    const QRectF group = canvas.rectOf(canvas.session->diagram().groups.begin()->id);
    QVERIFY(group.contains(canvas.rectOf(canvas.course)) && group.contains(canvas.rectOf(canvas.teacher)));
    QVERIFY(!group.intersects(canvas.rectOf(canvas.student)));
    // Escape ends the naming only; what takes the group back is an undo.
    QTest::keyClick(
        canvas.view->viewport()->findChild<QLineEdit*>(QStringLiteral("inplaceEditor")), Qt::Key_Escape);
    QVERIFY(!canvas.view->isEditing());
    QCOMPARE(canvas.session->diagram().groups.size(), std::size_t(1));
    QCOMPARE(canvas.session->diagram().groups.begin()->title, QStringLiteral("Group"));
    canvas.session->undoStack().undo();
    QVERIFY(canvas.session->diagram().groups.isEmpty());
}

void CanvasArrangeTest::cardsShowKeysOnly()
{
    SchoolCanvas canvas;
    canvas.selection->selectOnly(canvas.course);
    const size_t all = canvas.node(canvas.course).rows.size();
    canvas.key(Qt::Key_Period);
    QCOMPARE(canvas.session->diagram().tables.at(canvas.course).detail, model::CardDetail::Keys);
    QVERIFY(canvas.node(canvas.course).rows.size() < all);
    QVERIFY(canvas.edge(canvas.reference).fromRow >= 0); // its key is still there
    canvas.key(Qt::Key_Period);
    QVERIFY(canvas.node(canvas.course).collapsed);
    canvas.key(Qt::Key_Period);
    QCOMPARE(canvas.node(canvas.course).rows.size(), all);
}

void CanvasArrangeTest::aPillGrowsIntoItsCard()
{
    SchoolCanvas canvas;
    canvas.view->setAnimated(true);
    const QSizeF pill = canvas.rectOf(canvas.link).size();
    canvas.selection->selectOnly(canvas.link);
    canvas.key(Qt::Key_J);
    QVERIFY(canvas.node(canvas.link).kind == ui::NodeKind::Junction);
    QCOMPARE(canvas.rectOf(canvas.link).size(), pill); // it begins as large as it was
    canvas.view->viewport()->grab();                   // and can be painted so
    const QSizeF whole = ui::buildUnroutedScene(
        canvas.session->document(), canvas.session->currentDiagram(), canvas.session->derivation())
                             .nodes[size_t(canvas.scene().nodeOf(canvas.link))]
                             .rect.size();
    QTRY_COMPARE(canvas.rectOf(canvas.link).size(), whole);
    canvas.session->undoStack().undo(); // back the same way
    QCOMPARE(canvas.rectOf(canvas.link).size(), whole);
    QTRY_COMPARE(canvas.rectOf(canvas.link).size(), pill);
}

/// To the pixel: a person who only looks at the card finds the drawing as it was.
void CanvasArrangeTest::switchedToAndFroAPillStandsWhereItStood()
{
    SchoolCanvas canvas;
    canvas.view->setAnimated(false);
    const QPointF beside = canvas.rectOf(canvas.link).topLeft() + QPointF(24, 120);
    for (const bool placed : {false, true}) {
        if (placed) {
            QVERIFY(canvas.session->apply(QStringLiteral("move"), [&](model::Document d) {
                return model::edit::moveNodes(
                    std::move(d), canvas.session->currentDiagram(), {{canvas.link, beside}});
            }));
        }
        const model::Document before = canvas.session->document();
        const QRectF pill = canvas.rectOf(canvas.link);
        const std::array lines{canvas.edge(canvas.link, 0).route, canvas.edge(canvas.link, 1).route};
        canvas.selection->selectOnly(canvas.link);
        canvas.key(Qt::Key_J);
        QVERIFY(canvas.session->document() != before);
        canvas.key(Qt::Key_J);
        QCOMPARE(canvas.rectOf(canvas.link), pill);
        QVERIFY(canvas.session->document() == before);
        for (const int end : {0, 1})
            QVERIFY(canvas.edge(canvas.link, end).route == lines[size_t(end)]);
        canvas.session->undoStack().undo();
        QCOMPARE(canvas.node(canvas.link).kind, ui::NodeKind::Junction);
        canvas.session->undoStack().undo();
        QCOMPARE(canvas.rectOf(canvas.link), pill);
    }
}

void CanvasArrangeTest::underReducedMotionItIsThereAtOnce()
{
    SchoolCanvas canvas;
    canvas.view->setAnimated(false);
    const QSizeF pill = canvas.rectOf(canvas.link).size();
    canvas.selection->selectOnly(canvas.link);
    canvas.key(Qt::Key_J);
    QVERIFY(canvas.rectOf(canvas.link).height() > pill.height());
}

QTEST_MAIN(CanvasArrangeTest)
#include "canvasarrangetest.moc"
