// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/schoolcanvas.h"

#include <QHelpEvent>
#include <QLineEdit>
#include <QMenu>
#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QTabletEvent>
#include <QToolTip>
#include <QWheelEvent>

using namespace conjoin;
using conjoin::tests::SchoolCanvas;

/// What is neither a mouse nor a keyboard: the fingers on a touchpad, and a pen.
class CanvasInputTest : public QObject {
    Q_OBJECT

private slots:
    void pinchingZoomsAtTheFingers();
    void noPinchLeavesTheLimits();
    void restingOnAColumnTellsAllOfIt();
    void twoFingersPan();
    void twoFingersWithCtrlZoom();
    void aDoubleTapOfTwoFingersReadsAndFits();

    void aPenDragsACard();
    void aPenDrawsATableAndLinksIt();
    void aPenTapsTwice();
    void twoTapsFarApartAreNoDoubleTap();
    void theButtonOfAPenOpensTheMenu();

private:
    static void gesture(
        SchoolCanvas& canvas, Qt::NativeGestureType type, QPointF at, double value, QPointF by = {})
    {
        QWidget* widget = canvas.view->viewport();
        QNativeGestureEvent event(type, QPointingDevice::primaryPointingDevice(), 2, at, at,
            widget->mapToGlobal(at.toPoint()), value, by);
        QApplication::sendEvent(widget, &event);
    }
    static void wheel(
        SchoolCanvas& canvas, QPointF at, QPoint pixels, QPoint angle, Qt::KeyboardModifiers keys = {})
    {
        QWidget* widget = canvas.view->viewport();
        QWheelEvent event(
            at, widget->mapToGlobal(at), pixels, angle, Qt::NoButton, keys, Qt::ScrollUpdate, false);
        QApplication::sendEvent(widget, &event);
    }
    static void pen(SchoolCanvas& canvas, QEvent::Type type, QPointF at, Qt::MouseButton button = Qt::NoButton,
        Qt::MouseButtons buttons = {})
    {
        static const QPointingDevice device(QStringLiteral("pen"), 7, QInputDevice::DeviceType::Stylus,
            QPointingDevice::PointerType::Pen,
            QInputDevice::Capability::Position | QInputDevice::Capability::Pressure, 1, 2);
        QWidget* widget = canvas.view->viewport();
        QTabletEvent event(type, &device, at, widget->mapToGlobal(at), 0.5, 0, 0, 0, 0, 0, {}, button, buttons);
        QApplication::sendEvent(widget, &event);
        QVERIFY(event.isAccepted()); // else a mouse event would follow, and everything happen twice
    }
    static void penStroke(SchoolCanvas& canvas, QPointF from, QPointF to)
    {
        pen(canvas, QEvent::TabletMove, from);
        pen(canvas, QEvent::TabletPress, from, Qt::LeftButton, Qt::LeftButton);
        constexpr int steps = 5;
        for (int i = 1; i <= steps; ++i)
            pen(canvas, QEvent::TabletMove, from + (to - from) * i / steps, Qt::NoButton, Qt::LeftButton);
        pen(canvas, QEvent::TabletRelease, to, Qt::LeftButton);
    }
    static void penTap(SchoolCanvas& canvas, QPointF at) { penStroke(canvas, at, at); }
    static QPointF below(SchoolCanvas& canvas, QPointF at)
    {
        return canvas.view->surface().viewport().toScene(at);
    }
};

void CanvasInputTest::pinchingZoomsAtTheFingers()
{
    SchoolCanvas canvas;
    const QPointF fingers(300, 250);
    const double before = canvas.view->zoom();
    const QPointF held = below(canvas, fingers);
    gesture(canvas, Qt::BeginNativeGesture, fingers, 0);
    constexpr int steps = 10;
    for (int i = 0; i < steps; ++i)
        gesture(canvas, Qt::ZoomNativeGesture, fingers, 0.05);
    gesture(canvas, Qt::EndNativeGesture, fingers, 0);
    QVERIFY(qAbs(canvas.view->zoom() - before * std::pow(1.05, steps)) < 1e-6);
    const QPointF off = (below(canvas, fingers) - held) * canvas.view->zoom();
    QVERIFY2(off.manhattanLength() < 2, qPrintable(QString::number(off.manhattanLength())));
    for (int i = 0; i < steps; ++i)
        gesture(canvas, Qt::ZoomNativeGesture, fingers, 1 / 1.05 - 1);
    QVERIFY(qAbs(canvas.view->zoom() - before) < 1e-6);
}

void CanvasInputTest::restingOnAColumnTellsAllOfIt()
{
    SchoolCanvas canvas;
    const ObjectRef age = canvas.columnNamed(canvas.student, QStringLiteral("age"));
    QVERIFY(canvas.session->apply(QStringLiteral("say more"), [&](model::Document d) {
        model::Table table = d.schema.tables.at(canvas.student);
        table.comment = QStringLiteral("Who learns");
        model::Column& column = table.columns[1];
        column.defaultValue = {model::DefaultValue::Kind::Literal, QStringLiteral("18 <b>")};
        column.comment = QStringLiteral("In years");
        return model::edit::updateTable(std::move(d), table);
    }));
    const auto tipAt = [&](QPoint at) {
        QHelpEvent event(QEvent::ToolTip, at, canvas.view->viewport()->mapToGlobal(at));
        QApplication::sendEvent(canvas.view->viewport(), &event);
        return QToolTip::text();
    };
    const QString tip = tipAt(canvas.at(canvas.rowOf(age).center()));
    for (const char* part : {"age", "varchar(255)", "optional", "18 &lt;b&gt;", "In years"})
        QVERIFY2(tip.contains(QLatin1String(part)), qPrintable(tip));
    QVERIFY(tipAt(canvas.titleOf(canvas.student)).contains(QStringLiteral("Who learns")));
    (void)tipAt(canvas.titleOf(canvas.teacher)); // its picture says it all
    QTRY_VERIFY(!QToolTip::isVisible());
    const std::vector<QPointF>& line = canvas.edge(canvas.reference).route;
    QVERIFY(tipAt(canvas.at((line[0] + line[1]) / 2)).contains(QStringLiteral("Teacher")));
    // So far out that no name can be read, a card tells it.
    canvas.view->setZoom(0.15);
    QVERIFY(tipAt(canvas.titleOf(canvas.teacher)).contains(QStringLiteral("Teacher")));
    QToolTip::hideText();
}

void CanvasInputTest::noPinchLeavesTheLimits()
{
    SchoolCanvas canvas;
    for (const double value : {-1.0, -5.0, 1e9, 1e9, -1.0})
        gesture(canvas, Qt::ZoomNativeGesture, {10, 10}, value);
    for (int i = 0; i < 60; ++i)
        gesture(canvas, Qt::ZoomNativeGesture, {10, 10}, -0.9);
    QVERIFY(canvas.view->zoom() > 0 && canvas.view->zoom() < 0.1);
    canvas.view->viewport()->grab(); // and can be painted there
}

void CanvasInputTest::twoFingersPan()
{
    SchoolCanvas canvas;
    const QPointF at(400, 300);
    const QPointF before = below(canvas, at);
    const double zoom = canvas.view->zoom();
    // A touchpad tells pixels, and an angle that must not count on top of them.
    for (int i = 0; i < 4; ++i)
        wheel(canvas, at, {7, -11}, {14, -22});
    QCOMPARE(canvas.view->zoom(), zoom);
    const QPointF by = (before - below(canvas, at)) * zoom;
    QVERIFY2(QLineF(by, QPointF(28, -44)).length() < 3, qPrintable(QString::number(by.x())));
    gesture(canvas, Qt::PanNativeGesture, at, 0, {-28, 44});
    QVERIFY(QLineF(below(canvas, at), before).length() * zoom < 3);
}

void CanvasInputTest::twoFingersWithCtrlZoom()
{
    SchoolCanvas canvas;
    const double zoom = canvas.view->zoom();
    wheel(canvas, {400, 300}, {0, 30}, {}, Qt::ControlModifier);
    QVERIFY(canvas.view->zoom() > zoom);
}

void CanvasInputTest::aDoubleTapOfTwoFingersReadsAndFits()
{
    SchoolCanvas canvas;
    canvas.view->setZoom(0.4);
    gesture(canvas, Qt::SmartZoomNativeGesture, {400, 300}, 1);
    QCOMPARE(canvas.view->zoom(), 1.0);
    gesture(canvas, Qt::SmartZoomNativeGesture, {400, 300}, 0);
    const QRectF all = canvas.scene().bounds();
    QVERIFY(canvas.view->surface().viewport().visible().contains(all));
}

void CanvasInputTest::aPenDragsACard()
{
    SchoolCanvas canvas;
    canvas.view->setZoom(1);
    canvas.session->undoStack().clear();
    const QPointF corner = canvas.rectOf(canvas.teacher).topLeft();
    const QPointF from = canvas.titleOf(canvas.teacher);
    penStroke(canvas, from, from + QPointF(120, 88));
    QVERIFY(canvas.rectOf(canvas.teacher).topLeft() != corner);
    QCOMPARE(canvas.session->undoStack().count(), 1); // one step, as with a mouse
    canvas.session->undoStack().undo();
    QCOMPARE(canvas.rectOf(canvas.teacher).topLeft(), corner);
}

void CanvasInputTest::aPenDrawsATableAndLinksIt()
{
    SchoolCanvas canvas;
    canvas.view->setZoom(1);
    canvas.view->setTool(ui::ToolKind::Table);
    penTap(canvas, canvas.at({0, 480}));
    auto* name = canvas.view->viewport()->findChild<QLineEdit*>();
    QVERIFY(name); // its name is being typed
    QTest::keyClicks(name, QStringLiteral("Room"));
    QTest::keyClick(name, Qt::Key_Return);
    canvas.key(Qt::Key_Escape);
    QCOMPARE(canvas.session->document().schema.tables.size(), size_t(5));
    const std::size_t links = canvas.session->document().schema.links.size();
    const auto& tables = canvas.session->document().schema.tables;
    const TableId room = std::ranges::find(tables, QStringLiteral("Room"), &model::Table::name)->id;
    canvas.view->setTool(ui::ToolKind::Link);
    penTap(canvas, canvas.titleOf(room));
    penTap(canvas, canvas.titleOf(canvas.teacher));
    QCOMPARE(canvas.session->document().schema.links.size(), links + 1);
}

void CanvasInputTest::aPenTapsTwice()
{
    SchoolCanvas canvas;
    const QPointF empty = canvas.at({200, 560});
    penTap(canvas, empty);
    penTap(canvas, empty + QPointF(3, -2)); // a hand trembles
    QCOMPARE(canvas.session->document().schema.tables.size(), size_t(5));
    QVERIFY(canvas.view->isEditing());
}

void CanvasInputTest::twoTapsFarApartAreNoDoubleTap()
{
    SchoolCanvas canvas;
    const QPointF empty = canvas.at({200, 560});
    penTap(canvas, empty);
    penTap(canvas, empty + QPointF(60, 0));
    QCOMPARE(canvas.session->document().schema.tables.size(), size_t(4));
}

void CanvasInputTest::theButtonOfAPenOpensTheMenu()
{
    SchoolCanvas canvas;
    const QPointF title = canvas.titleOf(canvas.student);
    pen(canvas, QEvent::TabletPress, title, Qt::RightButton, Qt::RightButton);
    pen(canvas, QEvent::TabletRelease, title, Qt::RightButton);
    auto* menu = canvas.view->findChild<QMenu*>();
    QVERIFY(menu && menu->isVisible());
    QVERIFY(canvas.selection->contains(canvas.student));
    menu->close();
}

QTEST_MAIN(CanvasInputTest)
#include "canvasinputtest.moc"
