// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/schoolcanvas.h"
#include "ui/canvas/canvaswords.h"
#include "ui/canvas/keyboardwalk.h"
#include "ui/canvas/minimap.h"
#include "ui/canvas/scenelayout.h"

#include <QAccessible>
#include <QMenu>
#include <QWheelEvent>

using namespace conjoin;
using conjoin::tests::SchoolCanvas;

namespace {

/// How often a widget was painted.
class PaintCounter : public QObject {
public:
    explicit PaintCounter(QWidget& widget) { widget.installEventFilter(this); }
    bool eventFilter(QObject*, QEvent* event) override
    {
        paints += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
    int paints = 0;
};

} // namespace

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
    void whatWasLaidOutFitsTheView();
    void aLayoutSuitsTheShapeOfTheView();
    void theMinimapIsPaintedAnewOnceTheViewRests();
    void editCancelsALayout();
    void assistiveTechnologyHearsTheLinks();
    void menuOfALinkSwitchesItsPresentation();

private:
    std::unique_ptr<SchoolCanvas> canvas_;
};

void CanvasViewTest::init()
{
    canvas_ = std::make_unique<SchoolCanvas>();
}

void CanvasViewTest::cleanup()
{
    canvas_.reset();
}

void CanvasViewTest::ctrlWheelZoomsAtThePointer()
{
    const QPointF pointer(300, 200);
    const double before = canvas_->view->zoom();
    const QPointF under = canvas_->view->surface().viewport().toScene(pointer);
    QWheelEvent wheel(pointer, canvas_->view->viewport()->mapToGlobal(pointer), {}, {0, 240}, Qt::NoButton,
        Qt::ControlModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(canvas_->view->viewport(), &wheel);
    QVERIFY(canvas_->view->zoom() > before);
    const QPointF now = canvas_->view->surface().viewport().toScene(pointer);
    QVERIFY((now - under).manhattanLength() < 2);
}

void CanvasViewTest::spaceDragPans()
{
    const QPointF before = canvas_->view->surface().viewport().visible().topLeft();
    QTest::keyPress(canvas_->view.get(), Qt::Key_Space);
    canvas_->drag({400, 400}, {300, 350});
    QTest::keyRelease(canvas_->view.get(), Qt::Key_Space);
    const QPointF moved =
        (canvas_->view->surface().viewport().visible().topLeft() - before) * canvas_->view->zoom();
    QCOMPARE(moved.toPoint(), QPoint(100, 50));
    QVERIFY(canvas_->selection->isEmpty());
}

void CanvasViewTest::fitShowsEverything()
{
    canvas_->view->setZoom(3);
    QVERIFY(!canvas_->view->surface().viewport().visible().contains(canvas_->scene().bounds()));
    QTest::keyClick(canvas_->view.get(), Qt::Key_0);
    QVERIFY(canvas_->view->surface().viewport().visible().contains(canvas_->scene().bounds()));
}

void CanvasViewTest::clickSelectsCardRowAndReference()
{
    QTest::mouseClick(canvas_->view->viewport(), Qt::LeftButton, {}, canvas_->titleOf(canvas_->student));
    QCOMPARE(canvas_->selection->single(), ObjectRef(canvas_->student));
    const auto& rows = canvas_->scene().nodes[size_t(canvas_->scene().nodeOf(canvas_->student))].rows;
    const auto own =
        std::find_if(rows.begin(), rows.end(), [](const ui::CardRow& row) { return !row.derived; });
    const QPointF row =
        canvas_->scene().rowRect(canvas_->scene().nodeOf(canvas_->student), int(own - rows.begin())).center();
    QTest::mouseClick(canvas_->view->viewport(), Qt::LeftButton, {}, canvas_->at(row));
    QCOMPARE(canvas_->selection->single(), own->object);
    const auto edge = std::find_if(canvas_->scene().edges.begin(), canvas_->scene().edges.end(),
        [&](const ui::SceneEdge& candidate) { return candidate.object == ObjectRef(canvas_->reference); });
    QVERIFY(edge != canvas_->scene().edges.end());
    const size_t middle = edge->route.size() / 2;
    QTest::mouseClick(canvas_->view->viewport(), Qt::LeftButton, {},
        canvas_->at((edge->route[middle - 1] + edge->route[middle]) / 2));
    QCOMPARE(canvas_->selection->single(), ObjectRef(canvas_->reference));
    QTest::mouseClick(canvas_->view->viewport(), Qt::LeftButton, {}, {5, 5});
    QVERIFY(canvas_->selection->isEmpty());
}

void CanvasViewTest::selectionElsewhereShowsOnTheCanvas()
{
    // The outline and the SQL select the junction's table: on the canvas that is its pill.
    const TableId junction = canvas_->session->document().schema.links.at(canvas_->link).junction;
    canvas_->view->reveal(junction);
    QCOMPARE(canvas_->view->surface().selectedNode(), canvas_->scene().nodeOf(canvas_->link));
}

void CanvasViewTest::rubberBandSelects()
{
    canvas_->drag(canvas_->at(canvas_->rectOf(canvas_->course).topLeft()) - QPoint(20, 20),
        canvas_->at(canvas_->rectOf(canvas_->teacher).bottomRight()) + QPoint(20, 20));
    QCOMPARE(canvas_->selection->objects().size(), size_t(2));
    QVERIFY(canvas_->selection->contains(canvas_->course));
    QVERIFY(canvas_->selection->contains(canvas_->teacher));
}

void CanvasViewTest::arrowsWalkSpatiallyAndAlongLinks()
{
    canvas_->selection->selectOnly(canvas_->student);
    QTest::keyClick(canvas_->view.get(), Qt::Key_Right);
    QCOMPARE(canvas_->selection->single(), ObjectRef(canvas_->link));
    QTest::keyClick(canvas_->view.get(), Qt::Key_Right);
    QCOMPARE(canvas_->selection->single(), ObjectRef(canvas_->course));
    QTest::keyClick(canvas_->view.get(), Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(canvas_->selection->single(), ObjectRef(canvas_->teacher));
    QTest::keyClick(canvas_->view.get(), Qt::Key_E);
    QCOMPARE(canvas_->selection->single(), ObjectRef(canvas_->reference));
}

void CanvasViewTest::tabWalksAllCardsAndLeaves()
{
    for (size_t i = 0; i < canvas_->scene().nodes.size(); ++i) {
        QTest::keyClick(canvas_->view.get(), Qt::Key_Tab);
        QCOMPARE(canvas_->view->surface().selectedNode(), ui::readingOrder(canvas_->scene())[i]);
    }
}

void CanvasViewTest::deleteRemovesAndUndoBrings()
{
    const model::Document before = canvas_->session->document();
    canvas_->selection->selectOnly(canvas_->student);
    QTest::keyClick(canvas_->view.get(), Qt::Key_Delete);
    QCOMPARE(canvas_->scene().nodeOf(canvas_->student), -1);
    QCOMPARE(canvas_->scene().nodeOf(canvas_->link), -1); // a link loses its end, so it goes along
    canvas_->session->undoStack().undo();
    QCOMPARE(canvas_->session->document(), before);
    QVERIFY(canvas_->scene().nodeOf(canvas_->student) >= 0);
}

void CanvasViewTest::panKeepsThePictureOfAFullRepaint()
{
    canvas_->view->setZoom(1);
    QTest::keyPress(canvas_->view.get(), Qt::Key_Space);
    canvas_->drag({500, 400}, {463, 431});
    QTest::keyRelease(canvas_->view.get(), Qt::Key_Space);
    const QImage panned = canvas_->view->viewport()->grab().toImage();
    canvas_->view->setTheme(ui::Theme::light()); // paints all anew
    QCOMPARE(canvas_->view->viewport()->grab().toImage(), panned);
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
    canvas_->view->setZoom(1);
    (void)canvas_->view->viewport()->grab();
    const DiagramId diagram = canvas_->session->currentDiagram();
    const auto comparedAfter = [&](const char* what, const ui::EditSession::Edit& change) {
        QVERIFY(canvas_->session->apply(QStringLiteral("step"), change));
        const QImage kept = canvas_->view->viewport()->grab().toImage();
        canvas_->view->setTheme(ui::Theme::light()); // paints all anew
        QVERIFY2(looksLike(canvas_->view->viewport()->grab().toImage(), kept), what);
    };
    comparedAfter("rename", [&](model::Document d) {
        return edit::renameTable(
            std::move(d), canvas_->student, QStringLiteral("A name that makes the card much wider"));
    });
    comparedAfter("move", [&](model::Document d) {
        return edit::moveNodes(std::move(d), diagram,
            {{canvas_->course, canvas_->rectOf(canvas_->course).topLeft() + QPointF(40, 64)}});
    });
    comparedAfter(
        "remove", [&](model::Document d) { return edit::removeObjects(std::move(d), {canvas_->link}); });
    canvas_->selection->selectOnly(canvas_->student);
    canvas_->selection->selectOnly(canvas_->course);
    const QImage kept = canvas_->view->viewport()->grab().toImage();
    canvas_->view->setTheme(ui::Theme::light());
    QVERIFY(looksLike(canvas_->view->viewport()->grab().toImage(), kept));
}

void CanvasViewTest::editingWhatIsInViewDoesNotMoveIt()
{
    canvas_->view->setZoom(1);
    const QRectF before = canvas_->view->surface().viewport().visible();
    const QPoint corner(canvas_->view->viewport()->width() - 200, canvas_->view->viewport()->height() - 60);
    QTest::mouseDClick(canvas_->view->viewport(), Qt::LeftButton, {}, corner);
    QVERIFY(canvas_->view->isEditing());
    QCOMPARE(canvas_->view->surface().viewport().visible(), before);
}

void CanvasViewTest::resizedCanvasKeepsTheDiagramInItsPlace()
{
    QWidget window;
    window.resize(1000, 700);
    ui::CanvasView canvas(*canvas_->session, *canvas_->selection, ui::Theme::light(), &window);
    canvas.setGeometry(240, 0, 760, 500);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    const auto place = [&] {
        const QPointF at = canvas.surface().viewport().toView(canvas_->rectOf(canvas_->student).topLeft());
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
    const QPointF before = canvas_->rectOf(canvas_->link).center();
    canvas_->drag(canvas_->titleOf(canvas_->course), canvas_->titleOf(canvas_->course) + QPoint(80, 0));
    QVERIFY(canvas_->rectOf(canvas_->link).center().x() > before.x());
    QVERIFY(!canvas_->session->diagram().links.at(canvas_->link).position);
}

void CanvasViewTest::layOutIsOneStepThatOverlapsNothing()
{
    const model::Document before = canvas_->session->document();
    canvas_->view->layOut();
    QTRY_COMPARE(canvas_->session->undoStack().count(), 1);
    for (const ui::SceneNode& a : canvas_->scene().nodes) {
        for (const ui::SceneNode& b : canvas_->scene().nodes)
            QVERIFY(&a == &b || !a.rect.intersects(b.rect));
    }
    canvas_->session->undoStack().undo();
    QCOMPARE(canvas_->session->document(), before);
}

/// Also while its cards glide to their places: what counts is where they go.
void CanvasViewTest::whatWasLaidOutFitsTheView()
{
    const DiagramId diagram = canvas_->session->currentDiagram();
    QVERIFY(canvas_->session->apply(QStringLiteral("far away"), [&](model::Document d) {
        return model::edit::moveNodes(std::move(d), diagram, {{canvas_->teacher, {9000, 6000}}});
    }));
    canvas_->view->setAnimated(true);
    canvas_->view->layOut();
    QTRY_COMPARE(canvas_->session->undoStack().count(), 2);
    QVERIFY(canvas_->view->showsWhole());
    const auto* map = canvas_->view->findChild<ui::Minimap*>();
    QVERIFY(!map->isVisible()); // it has nothing to tell
    const double zoom = canvas_->view->zoom();
    canvas_->view->setAnimated(false); // they are there
    QVERIFY(canvas_->view->showsWhole());
    QCOMPARE(canvas_->view->zoom(), zoom);
    QVERIFY(zoom > 0.5);
}

void CanvasViewTest::aLayoutSuitsTheShapeOfTheView()
{
    const DiagramId diagram = canvas_->session->currentDiagram();
    QVERIFY(canvas_->session->apply(QStringLiteral("more"), [&](model::Document d) {
        Result<model::Document> made = std::move(d);
        for (int i = 0; i < 30 && made; ++i) {
            model::Table table;
            table.id = canvas_->session->ids().next<TableId>();
            table.name = QStringLiteral("Lone%1").arg(i);
            model::TableNode node;
            node.id = table.id;
            made = model::edit::addTable(std::move(*made), table, diagram, node);
        }
        return made;
    }));
    const auto aspectIn = [&](QSize view) {
        canvas_->view->resize(view);
        const int steps = canvas_->session->undoStack().count();
        canvas_->view->layOut();
        if (!QTest::qWaitFor([&] { return canvas_->session->undoStack().count() == steps + 1; }))
            return 0.0;
        const QRectF all = canvas_->view->surface().bounds();
        return all.width() / all.height();
    };
    const double wide = aspectIn({1500, 700}), tall = aspectIn({600, 900});
    QVERIFY2(tall > 0 && wide > 1.4 * tall, qPrintable(QStringLiteral("%1, %2").arg(wide).arg(tall)));
    QCOMPARE(ui::aspectFor({1096, 644}), ui::aspectFor({1100, 640})); // some pixels more make no other drawing
    QVERIFY(ui::aspectFor({40, 3000}) > 0 && ui::aspectFor({9000, 200}) <= 3);
}

void CanvasViewTest::theMinimapIsPaintedAnewOnceTheViewRests()
{
    canvas_->view->setZoom(2);
    auto* map = canvas_->view->findChild<ui::Minimap*>();
    QVERIFY(map->isVisible());
    PaintCounter counter(*map);
    const auto shown = [&] { return map->grab().toImage(); };
    const auto waitForRest = [&] {
        const int before = counter.paints;
        return QTest::qWaitFor([&] { return counter.paints > before; });
    };
    const QImage before = shown();
    const DiagramId diagram = canvas_->session->currentDiagram();
    QVERIFY(canvas_->session->apply(QStringLiteral("colour"),
        [&](model::Document d) { return model::edit::setHue(std::move(d), diagram, {canvas_->student}, 3); }));
    QCoreApplication::processEvents(); // the frame of the edit
    QCOMPARE(shown(), before);
    QVERIFY(waitForRest());
    const QImage renewed = shown();
    QVERIFY(renewed != before);
    map->forget();
    QCOMPARE(shown(), renewed);

    // Where the drawing grows its picture is stretched to its new place until then.
    QVERIFY(canvas_->session->apply(QStringLiteral("away"), [&](model::Document d) {
        return model::edit::moveNodes(std::move(d), diagram, {{canvas_->teacher, {3000, 1600}}});
    }));
    QCoreApplication::processEvents();
    const QImage stretched = shown();
    QVERIFY(stretched != renewed);
    QVERIFY(waitForRest());
    const QImage sharp = shown();
    QVERIFY(sharp != stretched);
    map->forget();
    QCOMPARE(shown(), sharp);
}

void CanvasViewTest::editCancelsALayout()
{
    canvas_->view->layOut();
    canvas_->selection->selectOnly(canvas_->student);
    QTest::keyClick(canvas_->view.get(), Qt::Key_Right, Qt::ShiftModifier);
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    QCOMPARE(canvas_->session->undoStack().count(), 1); // the nudge alone
}

void CanvasViewTest::assistiveTechnologyHearsTheLinks()
{
    QAccessibleInterface* canvas = QAccessible::queryAccessibleInterface(canvas_->view.get());
    QVERIFY(canvas);
    QCOMPARE(canvas->childCount(), int(canvas_->scene().nodes.size() + canvas_->scene().edges.size()));
    QStringList names;
    for (int i = 0; i < canvas->childCount(); ++i)
        names += canvas->child(i)->text(QAccessible::Name);
    QVERIFY2(names.contains(QStringLiteral("Table Student, 3 columns, linked to Class through Enrollment")),
        qPrintable(names.join(u'\n')));
    QVERIFY(names.contains(QStringLiteral("Reference from Class.TeacherId to Teacher")));
    const int node = canvas_->scene().nodeOf(canvas_->teacher);
    QCOMPARE(canvas->child(node)->rect().topLeft(), canvas_->view->viewport()->mapToGlobal(canvas_->at(
                                                        canvas_->scene().nodes[size_t(node)].rect.topLeft())));
}

void CanvasViewTest::menuOfALinkSwitchesItsPresentation()
{
    canvas_->selection->selectOnly(canvas_->link);
    QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
    QApplication::sendEvent(canvas_->view.get(), &event);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QVERIFY(menu);
    for (QAction* action : menu->actions()) {
        if (action->text().startsWith(QStringLiteral("Show as card")))
            action->trigger();
    }
    menu->close();
    QCOMPARE(
        canvas_->scene().nodes[size_t(canvas_->scene().nodeOf(canvas_->link))].kind, ui::NodeKind::Junction);
}

QTEST_MAIN(CanvasViewTest)
#include "canvasviewtest.moc"
