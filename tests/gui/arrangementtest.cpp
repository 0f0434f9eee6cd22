// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/schoolcanvas.h"
#include "model/edit/arranging.h"
#include "ui/canvas/canvascommand.h"
#include "ui/canvas/scenegraph.h"
#include "ui/canvas/scenelayout.h"

#include <QUndoStack>

using namespace conjoin;
using conjoin::tests::SchoolCanvas;
using model::layout::LayoutStyle;

namespace {

struct Arranged : SchoolCanvas {
    DiagramId diagram = session->currentDiagram();

    GroupId addGroup(const QRectF& where)
    {
        model::Group group;
        group.id = session->ids().next<GroupId>();
        group.title = QStringLiteral("People");
        group.position = where.topLeft();
        group.size = where.size();
        apply([&](model::Document d) { return model::edit::setGroup(std::move(d), diagram, group); });
        return group.id;
    }
    static constexpr QRectF field{1900, -100, 800, 900};
    /// Class and Teacher on a group that is much too large for them, apart from the rest.
    GroupId groupTwo(QPointF teacherAt)
    {
        move(course, {2000, 0});
        move(teacher, teacherAt);
        return addGroup(field);
    }
    void move(const ObjectRef& object, QPointF where)
    {
        apply([&](model::Document d) {
            return model::edit::moveNodes(std::move(d), diagram, {{object, where}});
        });
    }
    void lock(const ObjectRef& object)
    {
        apply([&](model::Document d) { return model::edit::setPinned(std::move(d), diagram, {object}, true); });
    }
    void arrange(const ui::ArrangeWish& wish = {})
    {
        const ui::Arrangement made = ui::arrange(session->document(), diagram, session->derivation(), wish);
        apply([&](model::Document d) { return ui::withArrangement(std::move(d), diagram, made); });
    }

private:
    template<class Edit>
    void apply(Edit edit)
    {
        if (!session->apply(QStringLiteral("edit"), edit))
            qFatal("an edit was refused");
    }
};

} // namespace

/// What is laid out together, and what stays.
class ArrangementTest : public QObject {
    Q_OBJECT

private slots:
    void cardsStayOnTheirGroup();
    void aLinkOfTwoCardsOfAGroupComesAlong();
    void aGroupWithALockedCardStaysAsItIs();
    void anEmptyGroupStays();
    void groupsLieOnGroups();
    void lockedPillsStay();
    void aSelectionMovesNothingElse();
    void aSelectionCoversNothing();
    void commandsTakeTheSelection();
};

void ArrangementTest::cardsStayOnTheirGroup()
{
    Arranged canvas;
    const GroupId group = canvas.groupTwo({2000, 320});
    canvas.arrange();
    const QRectF field = canvas.rectOf(group);
    QVERIFY(field.contains(canvas.rectOf(canvas.course)));
    QVERIFY(field.contains(canvas.rectOf(canvas.teacher)));
    QVERIFY(!canvas.rectOf(canvas.course).intersects(canvas.rectOf(canvas.teacher)));
    QVERIFY(!field.intersects(canvas.rectOf(canvas.student)));
    QVERIFY(!field.intersects(canvas.rectOf(canvas.link)));
    // It is as large as they need: the drawing is not made small by it.
    const QRectF cards = canvas.rectOf(canvas.course) | canvas.rectOf(canvas.teacher);
    QVERIFY(field.width() - cards.width() < 100 && field.height() - cards.height() < 100);
    const QRectF all = field | canvas.rectOf(canvas.student);
    QVERIFY2(all.width() < 1600, qPrintable(QString::number(all.width())));
    canvas.session->undoStack().undo();
    QCOMPARE(canvas.rectOf(group), Arranged::field);
    QCOMPARE(canvas.rectOf(canvas.course).topLeft(), QPointF(2000, 0));
}

void ArrangementTest::aLinkOfTwoCardsOfAGroupComesAlong()
{
    Arranged canvas; // Student and Class; Teacher is outside
    const GroupId group = canvas.addGroup({-100, -100, 1200, 380});
    canvas.arrange();
    QVERIFY(canvas.rectOf(group).contains(canvas.rectOf(canvas.student)));
    QVERIFY(canvas.rectOf(group).contains(canvas.rectOf(canvas.course)));
    QVERIFY(canvas.rectOf(group).contains(canvas.rectOf(canvas.link)));
    QVERIFY(!canvas.rectOf(group).intersects(canvas.rectOf(canvas.teacher)));
}

void ArrangementTest::aGroupWithALockedCardStaysAsItIs()
{
    Arranged canvas;
    const GroupId group = canvas.groupTwo({2300, 320});
    canvas.lock(canvas.teacher);
    canvas.arrange();
    QCOMPARE(canvas.rectOf(group), Arranged::field);
    QCOMPARE(canvas.rectOf(canvas.course).topLeft(), QPointF(2000, 0));
    QCOMPARE(canvas.rectOf(canvas.teacher).topLeft(), QPointF(2300, 320));
    QVERIFY(!canvas.rectOf(group).intersects(canvas.rectOf(canvas.student)));
}

void ArrangementTest::anEmptyGroupStays()
{
    Arranged canvas;
    const GroupId group = canvas.addGroup({5000, 5000, 300, 200});
    canvas.arrange();
    QCOMPARE(canvas.rectOf(group), QRectF(5000, 5000, 300, 200));
}

void ArrangementTest::groupsLieOnGroups()
{
    Arranged canvas;
    canvas.move(canvas.student, {0, 2000});
    const GroupId outer = canvas.addGroup({500, -100, 900, 900});
    const GroupId inner = canvas.addGroup({600, 280, 500, 400}); // around Teacher alone
    canvas.arrange();
    QVERIFY(canvas.rectOf(outer).contains(canvas.rectOf(inner)));
    QVERIFY(canvas.rectOf(inner).contains(canvas.rectOf(canvas.teacher)));
    QVERIFY(canvas.rectOf(outer).contains(canvas.rectOf(canvas.course)));
    QVERIFY(!canvas.rectOf(inner).intersects(canvas.rectOf(canvas.course)));
}

void ArrangementTest::lockedPillsStay()
{
    Arranged canvas;
    canvas.move(canvas.link, {400, 1000});
    canvas.lock(canvas.link);
    canvas.arrange();
    QCOMPARE(canvas.rectOf(canvas.link).topLeft(), QPointF(400, 1000));
}

void ArrangementTest::aSelectionMovesNothingElse()
{
    Arranged canvas;
    canvas.move(canvas.course, {3000, 3000});
    canvas.move(canvas.teacher, {3900, 3700});
    const QRectF student = canvas.rectOf(canvas.student);
    ui::ArrangeWish wish;
    wish.only = {canvas.course, canvas.teacher};
    canvas.arrange(wish);
    QCOMPARE(canvas.rectOf(canvas.student), student);
    const QRectF both = canvas.rectOf(canvas.course) | canvas.rectOf(canvas.teacher);
    QVERIFY(both.width() < 700 && both.height() < 500);
    QVERIFY(QLineF(both.topLeft(), QPointF(3000, 3000)).length() < 24);
}

void ArrangementTest::aSelectionCoversNothing()
{
    Arranged canvas;
    canvas.move(canvas.teacher, {0, 400});
    canvas.move(canvas.student, {300, 0}); // where Class would come
    canvas.move(canvas.course, {0, 0});
    canvas.move(canvas.student, {280, 60});
    ui::ArrangeWish wish;
    wish.only = {canvas.course, canvas.teacher};
    wish.style = LayoutStyle::Dependency;
    canvas.arrange(wish);
    QVERIFY(!canvas.rectOf(canvas.student).intersects(canvas.rectOf(canvas.course)));
    QVERIFY(!canvas.rectOf(canvas.student).intersects(canvas.rectOf(canvas.teacher)));
    QVERIFY(canvas.rectOf(canvas.teacher).right() < canvas.rectOf(canvas.course).left()); // Class refers to it
}

void ArrangementTest::commandsTakeTheSelection()
{
    Arranged canvas;
    const QPointF student = canvas.rectOf(canvas.student).topLeft();
    canvas.selection->select({canvas.course});
    canvas.view->perform(ui::CanvasCommand::LayOutSelection); // one alone is nothing to arrange
    QTest::qWait(50);
    QVERIFY(!canvas.session->undoStack().canUndo());
    canvas.move(canvas.course, {2000, 1500});
    canvas.selection->select({canvas.course, canvas.teacher});
    canvas.view->perform(ui::CanvasCommand::LayOutSelection);
    QTRY_VERIFY(canvas.rectOf(canvas.course).top() < 1000);
    QCOMPARE(canvas.rectOf(canvas.student).topLeft(), student);
    // Around the selected table: it is in the middle.
    canvas.selection->select({canvas.course});
    const int steps = canvas.session->undoStack().index();
    canvas.view->perform(ui::CanvasCommand::LayOutAround);
    QTRY_COMPARE(canvas.session->undoStack().index(), steps + 1);
    const QPointF middle = canvas.rectOf(canvas.course).center();
    QVERIFY(QLineF(middle, canvas.rectOf(canvas.link).center()).length() <
            QLineF(middle, canvas.rectOf(canvas.student).center()).length());
    canvas.view->perform(ui::CanvasCommand::LayOutAsGrid);
    QTRY_COMPARE(canvas.session->undoStack().index(), steps + 2);
    canvas.view->perform(ui::CanvasCommand::LayOutByDependency);
    QTRY_COMPARE(canvas.session->undoStack().index(), steps + 3);
    QVERIFY(canvas.rectOf(canvas.teacher).right() < canvas.rectOf(canvas.course).left());
}

QTEST_MAIN(ArrangementTest)
#include "arrangementtest.moc"
