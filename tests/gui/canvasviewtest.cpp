// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvasview.h"
#include "model/edit/edits.h"
#include "ui/canvas/canvaswords.h"
#include "ui/canvas/keyboardwalk.h"
#include "ui/canvas/surface.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"

#include <QAccessible>
#include <QLineEdit>
#include <QMenu>
#include <QMouseEvent>
#include <QWheelEvent>
#include <QtTest>

using namespace conjoin;

/// Looking around on the canvas: zoom, pan, selection, keys, and what assistive technology hears.
class CanvasViewTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void ctrlWheelZoomsAtThePointer();
    void spaceDragPans();
    void fitShowsEverything();
    void clickSelectsCardRowAndReference();
    void selectionElsewhereShowsOnTheCanvas();
    void rubberBandSelects();
    void arrowsWalkSpatiallyAndAlongLinks();
    void tabWalksAllCardsAndLeaves();
    void deleteRemovesAndUndoBrings();
    void panKeepsThePictureOfAFullRepaint();
    void editsKeepThePictureOfAFullRepaint();
    void editingWhatIsInViewDoesNotMoveIt();
    void resizedCanvasKeepsTheDiagramInItsPlace();
    void pillFollowsItsEndsWhileTheyAreDragged();
    void layOutIsOneStepThatOverlapsNothing();
    void editCancelsALayout();
    void assistiveTechnologyHearsTheLinks();
    void menuOfALinkSwitchesItsPresentation();

private:
    const ui::SceneGraph& scene() const { return view_->surface().scene(); }
    QRectF rectOf(const ObjectRef& object) const { return scene().nodes[size_t(scene().nodeOf(object))].rect; }
    QPoint at(QPointF scenePoint) const { return view_->surface().viewport().toView(scenePoint).toPoint(); }
    QPoint titleOf(const ObjectRef& object) const
    {
        return at(scene().rowRect(scene().nodeOf(object), -1).center());
    }
    void move(QPoint to, Qt::MouseButtons buttons)
    {
        QMouseEvent event(QEvent::MouseMove, to, view_->viewport()->mapToGlobal(to), Qt::NoButton, buttons, {});
        QApplication::sendEvent(view_->viewport(), &event);
    }
    void drag(QPoint from, QPoint to)
    {
        QTest::mousePress(view_->viewport(), Qt::LeftButton, {}, from);
        for (int step = 1; step <= 4; ++step)
            move(from + (to - from) * step / 4, Qt::LeftButton);
        QTest::mouseRelease(view_->viewport(), Qt::LeftButton, {}, to);
    }

    std::unique_ptr<ui::EditSession> session_;
    std::unique_ptr<ui::Selection> selection_;
    std::unique_ptr<ui::CanvasView> view_;
    TableId student_, course_, teacher_;
    LinkId link_;
    ReferenceId reference_;
};

void CanvasViewTest::init()
{
    namespace edit = model::edit;
    IdSource ids = IdSource::seeded(5);
    const auto diagram = ids.next<DiagramId>();
    model::Document document = model::emptyDocument(QStringLiteral("School"), diagram);
    const auto add = [&](const QString& name, QPointF where) {
        model::Table table;
        table.id = ids.next<TableId>();
        table.name = name;
        model::Column column;
        column.id = ids.next<ColumnId>();
        column.name = QStringLiteral("name");
        table.columns.push_back(column);
        model::TableNode node;
        node.id = table.id;
        node.position = where;
        document = *edit::addTable(document, table, diagram, node);
        return table.id;
    };
    student_ = add(QStringLiteral("Student"), {0, 0});
    course_ = add(QStringLiteral("Class"), {640, 0});
    teacher_ = add(QStringLiteral("Teacher"), {640, 320});
    model::Table junction;
    junction.id = ids.next<TableId>();
    junction.name = QStringLiteral("Enrollment");
    model::ManyToMany link;
    link.id = link_ = ids.next<LinkId>();
    link.ends.resize(2);
    link.ends[0].table = student_;
    link.ends[1].table = course_;
    document = *edit::addLink(document, link, junction, diagram, {});
    model::Reference reference;
    reference.id = reference_ = ids.next<ReferenceId>();
    reference.from = course_;
    reference.to = teacher_;
    document = *edit::addReference(document, reference);

    session_ = std::make_unique<ui::EditSession>(document);
    selection_ = std::make_unique<ui::Selection>(*session_);
    view_ = std::make_unique<ui::CanvasView>(*session_, *selection_, ui::Theme::light());
    view_->resize(1200, 800);
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
    view_->setFocus();
}

void CanvasViewTest::cleanup()
{
    view_.reset();
    selection_.reset();
    session_.reset();
}

void CanvasViewTest::ctrlWheelZoomsAtThePointer()
{
    const QPointF pointer(300, 200);
    const double before = view_->zoom();
    const QPointF under = view_->surface().viewport().toScene(pointer);
    QWheelEvent wheel(pointer, view_->viewport()->mapToGlobal(pointer), {}, {0, 240}, Qt::NoButton,
        Qt::ControlModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(view_->viewport(), &wheel);
    QVERIFY(view_->zoom() > before);
    const QPointF now = view_->surface().viewport().toScene(pointer);
    QVERIFY((now - under).manhattanLength() < 2);
}

void CanvasViewTest::spaceDragPans()
{
    const QPointF before = view_->surface().viewport().visible().topLeft();
    QTest::keyPress(view_.get(), Qt::Key_Space);
    drag({400, 400}, {300, 350});
    QTest::keyRelease(view_.get(), Qt::Key_Space);
    const QPointF moved = (view_->surface().viewport().visible().topLeft() - before) * view_->zoom();
    QCOMPARE(moved.toPoint(), QPoint(100, 50));
    QVERIFY(selection_->isEmpty());
}

void CanvasViewTest::fitShowsEverything()
{
    view_->setZoom(3);
    QVERIFY(!view_->surface().viewport().visible().contains(scene().bounds()));
    QTest::keyClick(view_.get(), Qt::Key_0);
    QVERIFY(view_->surface().viewport().visible().contains(scene().bounds()));
}

void CanvasViewTest::clickSelectsCardRowAndReference()
{
    QTest::mouseClick(view_->viewport(), Qt::LeftButton, {}, titleOf(student_));
    QCOMPARE(selection_->single(), ObjectRef(student_));
    const auto& rows = scene().nodes[size_t(scene().nodeOf(student_))].rows;
    const auto own =
        std::find_if(rows.begin(), rows.end(), [](const ui::CardRow& row) { return !row.derived; });
    const QPointF row = scene().rowRect(scene().nodeOf(student_), int(own - rows.begin())).center();
    QTest::mouseClick(view_->viewport(), Qt::LeftButton, {}, at(row));
    QCOMPARE(selection_->single(), own->object);
    const auto edge = std::find_if(scene().edges.begin(), scene().edges.end(),
        [&](const ui::SceneEdge& candidate) { return candidate.object == ObjectRef(reference_); });
    QVERIFY(edge != scene().edges.end());
    const size_t middle = edge->route.size() / 2;
    QTest::mouseClick(
        view_->viewport(), Qt::LeftButton, {}, at((edge->route[middle - 1] + edge->route[middle]) / 2));
    QCOMPARE(selection_->single(), ObjectRef(reference_));
    QTest::mouseClick(view_->viewport(), Qt::LeftButton, {}, {5, 5});
    QVERIFY(selection_->isEmpty());
}

void CanvasViewTest::selectionElsewhereShowsOnTheCanvas()
{
    // The outline and the SQL select the junction's table: on the canvas that is its pill.
    const TableId junction = session_->document().schema.links.at(link_).junction;
    view_->reveal(junction);
    QCOMPARE(view_->surface().selectedNode(), scene().nodeOf(link_));
}

void CanvasViewTest::rubberBandSelects()
{
    drag(at(rectOf(course_).topLeft()) - QPoint(20, 20), at(rectOf(teacher_).bottomRight()) + QPoint(20, 20));
    QCOMPARE(selection_->objects().size(), size_t(2));
    QVERIFY(selection_->contains(course_));
    QVERIFY(selection_->contains(teacher_));
}

void CanvasViewTest::arrowsWalkSpatiallyAndAlongLinks()
{
    selection_->selectOnly(student_);
    QTest::keyClick(view_.get(), Qt::Key_Right);
    QCOMPARE(selection_->single(), ObjectRef(link_));
    QTest::keyClick(view_.get(), Qt::Key_Right);
    QCOMPARE(selection_->single(), ObjectRef(course_));
    QTest::keyClick(view_.get(), Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(selection_->single(), ObjectRef(teacher_));
    QTest::keyClick(view_.get(), Qt::Key_E);
    QCOMPARE(selection_->single(), ObjectRef(reference_));
}

void CanvasViewTest::tabWalksAllCardsAndLeaves()
{
    for (size_t i = 0; i < scene().nodes.size(); ++i) {
        QTest::keyClick(view_.get(), Qt::Key_Tab);
        QCOMPARE(view_->surface().selectedNode(), ui::readingOrder(scene())[i]);
    }
}

void CanvasViewTest::deleteRemovesAndUndoBrings()
{
    const model::Document before = session_->document();
    selection_->selectOnly(student_);
    QTest::keyClick(view_.get(), Qt::Key_Delete);
    QCOMPARE(scene().nodeOf(student_), -1);
    QCOMPARE(scene().nodeOf(link_), -1); // a link loses its end, so it goes along
    session_->undoStack().undo();
    QCOMPARE(session_->document(), before);
    QVERIFY(scene().nodeOf(student_) >= 0);
}

void CanvasViewTest::panKeepsThePictureOfAFullRepaint()
{
    view_->setZoom(1);
    QTest::keyPress(view_.get(), Qt::Key_Space);
    drag({500, 400}, {463, 431});
    QTest::keyRelease(view_.get(), Qt::Key_Space);
    const QImage panned = view_->viewport()->grab().toImage();
    view_->setTheme(ui::Theme::light()); // paints all anew
    QCOMPARE(view_->viewport()->grab().toImage(), panned);
}

/// Equal but for the rounding of stretched shadows where a piece ends.
static bool looksLike(const QImage& a, const QImage& b)
{
    constexpr int most = 3;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QColor one = a.pixelColor(x, y), other = b.pixelColor(x, y);
            if (std::abs(one.red() - other.red()) > most || std::abs(one.green() - other.green()) > most ||
                std::abs(one.blue() - other.blue()) > most)
                return false;
        }
    }
    return a.size() == b.size();
}

void CanvasViewTest::editsKeepThePictureOfAFullRepaint()
{
    namespace edit = model::edit;
    view_->setZoom(1);
    (void)view_->viewport()->grab();
    const DiagramId diagram = session_->currentDiagram();
    const auto comparedAfter = [&](const char* what, const ui::EditSession::Edit& change) {
        QVERIFY(session_->apply(QStringLiteral("step"), change));
        const QImage kept = view_->viewport()->grab().toImage();
        view_->setTheme(ui::Theme::light()); // paints all anew
        QVERIFY2(looksLike(view_->viewport()->grab().toImage(), kept), what);
    };
    comparedAfter("rename", [&](model::Document d) {
        return edit::renameTable(
            std::move(d), student_, QStringLiteral("A name that makes the card much wider"));
    });
    comparedAfter("move", [&](model::Document d) {
        return edit::moveNodes(std::move(d), diagram, {{course_, rectOf(course_).topLeft() + QPointF(40, 64)}});
    });
    comparedAfter("remove", [&](model::Document d) { return edit::removeObjects(std::move(d), {link_}); });
    selection_->selectOnly(student_);
    selection_->selectOnly(course_);
    const QImage kept = view_->viewport()->grab().toImage();
    view_->setTheme(ui::Theme::light());
    QVERIFY(looksLike(view_->viewport()->grab().toImage(), kept));
}

void CanvasViewTest::editingWhatIsInViewDoesNotMoveIt()
{
    view_->setZoom(1);
    const QRectF before = view_->surface().viewport().visible();
    const QPoint corner(view_->viewport()->width() - 200, view_->viewport()->height() - 60);
    QTest::mouseDClick(view_->viewport(), Qt::LeftButton, {}, corner);
    QVERIFY(view_->isEditing());
    QCOMPARE(view_->surface().viewport().visible(), before);
}

void CanvasViewTest::resizedCanvasKeepsTheDiagramInItsPlace()
{
    QWidget window;
    window.resize(1000, 700);
    ui::CanvasView canvas(*session_, *selection_, ui::Theme::light(), &window);
    canvas.setGeometry(240, 0, 760, 500);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    const auto place = [&] {
        const QPointF at = canvas.surface().viewport().toView(rectOf(student_).topLeft());
        return canvas.viewport()->mapTo(&window, at.toPoint());
    };
    const QPoint before = place();
    canvas.setGeometry(0, 0, 1000, 700); // its neighbours leave
    QCOMPARE(place(), before);
    canvas.setGeometry(240, 0, 760, 500);
    QCOMPARE(place(), before);
}

void CanvasViewTest::pillFollowsItsEndsWhileTheyAreDragged()
{
    const QPointF before = rectOf(link_).center();
    drag(titleOf(course_), titleOf(course_) + QPoint(80, 0));
    QVERIFY(rectOf(link_).center().x() > before.x());
    QVERIFY(!session_->diagram().links.at(link_).position);
}

void CanvasViewTest::layOutIsOneStepThatOverlapsNothing()
{
    const model::Document before = session_->document();
    view_->layOut();
    QTRY_COMPARE(session_->undoStack().count(), 1);
    for (const ui::SceneNode& a : scene().nodes) {
        for (const ui::SceneNode& b : scene().nodes)
            QVERIFY(&a == &b || !a.rect.intersects(b.rect));
    }
    session_->undoStack().undo();
    QCOMPARE(session_->document(), before);
}

void CanvasViewTest::editCancelsALayout()
{
    view_->layOut();
    selection_->selectOnly(student_);
    QTest::keyClick(view_.get(), Qt::Key_Right, Qt::ShiftModifier);
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    QCOMPARE(session_->undoStack().count(), 1); // the nudge alone
}

void CanvasViewTest::assistiveTechnologyHearsTheLinks()
{
    QAccessibleInterface* canvas = QAccessible::queryAccessibleInterface(view_.get());
    QVERIFY(canvas);
    QCOMPARE(canvas->childCount(), int(scene().nodes.size() + scene().edges.size()));
    QStringList names;
    for (int i = 0; i < canvas->childCount(); ++i)
        names += canvas->child(i)->text(QAccessible::Name);
    QVERIFY2(names.contains(QStringLiteral("Table Student, 2 columns, linked to Class through Enrollment")),
        qPrintable(names.join(u'\n')));
    QVERIFY(names.contains(QStringLiteral("Reference from Class.TeacherId to Teacher")));
    const int node = scene().nodeOf(teacher_);
    QCOMPARE(canvas->child(node)->rect().topLeft(),
        view_->viewport()->mapToGlobal(at(scene().nodes[size_t(node)].rect.topLeft())));
}

void CanvasViewTest::menuOfALinkSwitchesItsPresentation()
{
    selection_->selectOnly(link_);
    QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
    QApplication::sendEvent(view_.get(), &event);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QVERIFY(menu);
    for (QAction* action : menu->actions()) {
        if (action->text().startsWith(QStringLiteral("Show as card")))
            action->trigger();
    }
    menu->close();
    QCOMPARE(scene().nodes[size_t(scene().nodeOf(link_))].kind, ui::NodeKind::Junction);
}

QTEST_MAIN(CanvasViewTest)
#include "canvasviewtest.moc"
