// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvasview.h"

#include "ui/canvas/canvasaccessible.h"
#include "ui/canvas/canvascommand.h"
#include "ui/canvas/canvascommands.h"
#include "ui/canvas/canvaskeys.h"
#include "ui/canvas/canvasmenus.h"
#include "ui/canvas/canvastip.h"
#include "ui/canvas/inplaceeditor.h"
#include "ui/canvas/layoutrun.h"
#include "ui/canvas/levelofdetail.h"
#include "ui/canvas/minimap.h"
#include "ui/canvas/peninput.h"
#include "ui/canvas/scenelayout.h"
#include "ui/canvas/sightkeeper.h"
#include "ui/canvas/surface.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"
#include "ui/tools/connecttool.h"
#include "ui/tools/placetools.h"
#include "ui/tools/selecttool.h"

#include <QAccessible>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QTabletEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace conjoin::ui {

namespace {

constexpr double zoomStep = 1.2;
constexpr double wheelZoom = 1.0015;                 // a notch of 120 units is a fifth
constexpr double leastPinch = 0.2;                   // however fast fingers come together
constexpr int minimapRight = 12, minimapBottom = 72; // above the strip of zoom buttons

std::unique_ptr<Tool> makeTool(ToolKind kind, Surface& surface)
{
    switch (kind) {
    case ToolKind::Select:
        break;
    case ToolKind::Table:
        return std::make_unique<TableTool>(surface);
    case ToolKind::Reference:
    case ToolKind::Link:
        return std::make_unique<ConnectTool>(surface, kind);
    case ToolKind::Note:
        return std::make_unique<NoteTool>(surface);
    case ToolKind::Group:
        return std::make_unique<GroupTool>(surface);
    }
    return std::make_unique<SelectTool>(surface);
}

} // namespace

struct CanvasView::State {
    State(CanvasView& view, EditSession& session, Selection& selection, const Theme& theme)
        : sight(session)
        , surface(session, selection, theme, *view.viewport())
        , editor(surface)
        , layout(surface)
        , minimap(new Minimap(surface, view.viewport()))
        , tool(makeTool(ToolKind::Select, surface))
        , pen([&view](QMouseEvent& event) { view.takePen(event); })
    {
        sight.keep(surface);
    }

    Pointer pointerOf(const QMouseEvent& event) const
    {
        return {event.position(), surface.viewport().toScene(event.position()), event.button(),
            event.modifiers(), event.globalPosition().toPoint()};
    }

    /// Takes a press of the button below the selected card. It stands lower while a row is typed, so it is
    /// looked for before that row is kept or goes.
    bool addsRow(const QMouseEvent& event)
    {
        if (event.button() != Qt::LeftButton || spaceHeld ||
            surface.hitAt(event.position()).part != Hit::Part::AddRow)
            return false;
        editor.finish();
        CanvasCommands(surface).addColumn();
        return true;
    }

    SightKeeper sight; ///< before the surface: it hears of a change first
    Surface surface;
    InplaceEditor editor;
    LayoutRun layout;
    Minimap* minimap; ///< a child of the view
    std::unique_ptr<Tool> tool;
    PenInput pen;
    bool spaceHeld = false;
    bool panning = false;
    bool said = false;   ///< a sentence stands there that is about now
    bool fitted = false; ///< the first time there is something to see, all of it is shown
    QPoint panFrom;
    QPoint corner; ///< of the viewport in its window
};

CanvasView::CanvasView(EditSession& session, Selection& selection, const Theme& theme, QWidget* parent)
    : QAbstractScrollArea(parent)
{
    installCanvasAccessibility();
    setObjectName(QStringLiteral("canvas"));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(
        Qt::ScrollBarAlwaysOff); // the canvas has no end: the minimap says where one is
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Diagram"));
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    state_ = std::make_unique<State>(*this, session, selection, theme);
    Surface& surface = state_->surface;
    connect(&surface, &Surface::viewChanged, this, [this] { emit zoomChanged(zoom()); });
    connect(&surface, &Surface::hint, this, [this](const QString& text) {
        state_->said = !text.isEmpty();
        emit hint(text);
    });
    const auto forgetHint = [this] {
        if (state_->layout.isRunning()) // and says so for as long as it does
            return;
        if (std::exchange(state_->said, false))
            emit hint(state_->tool->hint()); // which still holds
    };
    connect(&session, &EditSession::changed, this, forgetHint);
    connect(&selection, &Selection::changed, this, forgetHint);
    connect(&surface, &Surface::toolRequested, this, &CanvasView::setTool);
    connect(&surface, &Surface::editRequested, &state_->editor, &InplaceEditor::begin);
    connect(&surface, &Surface::sceneChanged, this, [this] {
        if (isVisible())
            state_->fitted = true; // what is drawn under a person's eyes stays where it is
        if (QAccessible::isActive()) {
            QAccessibleEvent event(this, QAccessible::ObjectReorder);
            QAccessible::updateAccessibility(&event);
        }
    });
    connect(&surface, &Surface::arrangeRequested, &state_->layout,
        qOverload<const ArrangedEdit&>(&LayoutRun::start));
    connect(&selection, &Selection::changed, this, [this] { tellFocus(*this); });
}

CanvasView::~CanvasView() = default;

void CanvasView::setTheme(const Theme& theme)
{
    state_->surface.setTheme(theme);
    state_->minimap->forget();
}

double CanvasView::zoom() const
{
    return state_->surface.viewport().scale();
}

ToolKind CanvasView::tool() const
{
    return state_->tool->kind();
}

bool CanvasView::isEditing() const
{
    return state_->editor.isActive();
}

bool CanvasView::showsWhole() const
{
    const Viewport& now = state_->surface.viewport();
    Viewport fitted = now;
    fitted.fit(state_->surface.bounds());
    return now.transform() == fitted.transform();
}

void CanvasView::setCovered(std::vector<QRect> strips)
{
    state_->surface.setCovered(std::move(strips));
}

const Surface& CanvasView::surface() const
{
    return state_->surface;
}

void CanvasView::setTool(ToolKind tool)
{
    state_->editor.finish();
    state_->tool->cancel();
    if (tool == state_->tool->kind())
        return;
    state_->tool = makeTool(tool, state_->surface);
    state_->surface.setTarget(-1);
    state_->surface.setGripsShown(tool == ToolKind::Select);
    viewport()->setCursor(state_->tool->cursor());
    state_->said = false;
    emit hint(state_->tool->hint());
    emit toolChanged(tool);
}

void CanvasView::setZoom(double zoom)
{
    state_->surface.zoomAt(QRectF(viewport()->rect()).center(), zoom);
}

void CanvasView::zoomIn()
{
    setZoom(zoom() * zoomStep);
}

void CanvasView::zoomOut()
{
    setZoom(zoom() / zoomStep);
}

void CanvasView::zoomToFit()
{
    state_->surface.zoomToFit();
}

void CanvasView::zoomToSelection()
{
    QRectF area;
    const SceneGraph& scene = state_->surface.scene();
    for (const ObjectRef& object : state_->surface.selection().objects()) {
        const int node = scene.nodeOf(object);
        if (node >= 0)
            area |= scene.nodes[size_t(node)].rect;
    }
    if (!area.isEmpty())
        state_->surface.show(area);
}

void CanvasView::goTo(const ObjectRef& object)
{
    if (detailAt(zoom(), devicePixelRatioF()) != Detail::Full)
        setZoom(1);
    reveal(object);
    if (const int node = state_->surface.scene().nodeOf(object); node >= 0) {
        // In the middle nothing that floats over the canvas covers it, unless it is larger than the canvas.
        const QRectF card = state_->surface.scene().nodes[size_t(node)].rect;
        if (card.height() * zoom() < viewport()->height())
            state_->surface.centreOn(card.center());
    }
    setFocus(Qt::OtherFocusReason);
}

void CanvasView::reveal(const ObjectRef& object)
{
    state_->surface.selection().selectOnly(object);
    const SceneGraph& scene = state_->surface.scene();
    QRectF area;
    if (const int node = scene.nodeOf(object); node >= 0)
        area = scene.nodes[size_t(node)].rect;
    for (const SceneEdge& edge : scene.edges) {
        if (edge.object == object)
            area |= scene.nodes[size_t(edge.from)].rect | scene.nodes[size_t(edge.to)].rect;
    }
    if (!area.isEmpty())
        state_->surface.reveal(area);
}

void CanvasView::selectAll()
{
    CanvasCommands(state_->surface).selectAll();
}

void CanvasView::removeSelection()
{
    CanvasCommands(state_->surface).remove();
}

void CanvasView::renameSelection()
{
    if (CanvasCommands(state_->surface).reference())
        emit propertiesRequested();
    else
        CanvasCommands(state_->surface).rename();
}

void CanvasView::layOut()
{
    arrange({});
}

void CanvasView::arrange(const ArrangeWish& wish)
{
    state_->editor.finish();
    state_->layout.start(wish);
}

void CanvasView::newTable()
{
    CanvasCommands(state_->surface).newTable();
}

void CanvasView::perform(CanvasCommand command)
{
    state_->editor.finish();
    ui::perform(*this, state_->surface, command);
}

void CanvasView::setAnimated(bool on)
{
    state_->surface.setAnimated(on);
}

void CanvasView::setFilter(const QString& text)
{
    state_->surface.setFilter(text);
}

void CanvasView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    state_->surface.paint(painter);
    painter.setTransform(state_->surface.viewport().transform(), true);
    state_->tool->paint(painter);
}

void CanvasView::resizeEvent(QResizeEvent*)
{
    // Panels that come and go around the canvas must not move the diagram under the eyes.
    const QPoint corner = viewport()->mapTo(window(), QPoint());
    const QPoint shift = std::exchange(state_->corner, corner) - corner;
    if (state_->fitted && !shift.isNull())
        state_->surface.panBy(shift);
    state_->surface.resize(viewport()->size());
    if (!state_->fitted && !state_->surface.scene().nodes.empty()) {
        state_->fitted = true;
        zoomToFit();
    }
    const QSize map = state_->minimap->size();
    state_->minimap->move(
        viewport()->width() - map.width() - minimapRight, viewport()->height() - map.height() - minimapBottom);
}

void CanvasView::mousePressEvent(QMouseEvent* event)
{
    setFocus(Qt::MouseFocusReason);
    if (state_->addsRow(*event))
        return;
    state_->editor.finish();
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && state_->spaceHeld)) {
        state_->panning = true;
        state_->panFrom = event->position().toPoint();
        viewport()->setCursor(Qt::ClosedHandCursor);
        return;
    }
    if (event->button() == Qt::LeftButton)
        state_->tool->press(state_->pointerOf(*event));
}

void CanvasView::mouseMoveEvent(QMouseEvent* event)
{
    if (state_->panning) {
        const QPoint now = event->position().toPoint();
        state_->surface.panBy(now - state_->panFrom);
        state_->panFrom = now;
        return;
    }
    state_->tool->move(state_->pointerOf(*event));
    viewport()->setCursor(state_->spaceHeld ? QCursor(Qt::OpenHandCursor) : state_->tool->cursor());
}

void CanvasView::mouseReleaseEvent(QMouseEvent* event)
{
    if (state_->panning) {
        state_->panning = false;
        viewport()->setCursor(state_->spaceHeld ? QCursor(Qt::OpenHandCursor) : state_->tool->cursor());
        return;
    }
    if (event->button() == Qt::LeftButton)
        state_->tool->release(state_->pointerOf(*event));
    viewport()->setCursor(state_->tool->cursor());
}

void CanvasView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (state_->addsRow(*event)) // two quick clicks
        return;
    state_->editor.finish();
    if (event->button() == Qt::LeftButton && !state_->spaceHeld)
        state_->tool->doubleClick(state_->pointerOf(*event));
}

void CanvasView::wheelEvent(QWheelEvent* event)
{
    if (event->modifiers() & Qt::ControlModifier) {
        const int by = event->angleDelta().y() != 0 ? event->angleDelta().y() : event->pixelDelta().y();
        state_->surface.zoomStepAt(event->position(), zoom() * std::pow(wheelZoom, by));
    } else if (!event->pixelDelta().isNull()) {
        state_->surface.panBy(event->pixelDelta());
    } else {
        QPoint by = event->angleDelta() / 2;
        if (event->modifiers() & Qt::ShiftModifier && by.x() == 0)
            by = {by.y(), 0};
        state_->surface.panBy(by);
    }
    event->accept();
}

void CanvasView::takePen(QMouseEvent& event)
{
    switch (event.type()) {
    case QEvent::MouseButtonPress:
        mousePressEvent(&event);
        if (event.button() == Qt::RightButton) { // the button at its barrel
            QContextMenuEvent menu(QContextMenuEvent::Mouse, event.position().toPoint(),
                event.globalPosition().toPoint(), event.modifiers());
            contextMenuEvent(&menu);
        }
        break;
    case QEvent::MouseButtonDblClick:
        mouseDoubleClickEvent(&event);
        break;
    case QEvent::MouseButtonRelease:
        mouseReleaseEvent(&event);
        break;
    default:
        mouseMoveEvent(&event);
        break;
    }
}

/// What fingers on a touchpad do.
bool CanvasView::takeGesture(const QNativeGestureEvent& gesture)
{
    switch (gesture.gestureType()) {
    case Qt::BeginNativeGesture:
    case Qt::EndNativeGesture:
        return true;
    case Qt::ZoomNativeGesture:
        state_->surface.zoomStepAt(gesture.position(), zoom() * std::max(leastPinch, 1 + gesture.value()));
        return true;
    case Qt::PanNativeGesture:
        state_->surface.panBy(gesture.delta().toPoint());
        return true;
    case Qt::SmartZoomNativeGesture: // two fingers tap twice
        if (zoom() < 1)
            state_->surface.zoomAt(gesture.position(), 1);
        else
            zoomToFit();
        return true;
    default:
        return false;
    }
}

void CanvasView::showTip(const QHelpEvent& at)
{
    const Surface& surface = state_->surface;
    const bool busy = surface.isLifting() || state_->editor.isActive() || state_->panning;
    const Hit hit = busy ? Hit() : surface.hitAt(at.pos());
    const QString tip = tipFor(surface.session().document(), surface.scene(), hit, zoom());
    // It goes with the row that it speaks of.
    constexpr int near = 8;
    QRect area(at.pos() - QPoint(near, near), QSize(2 * near, 2 * near));
    if (hit.onNode())
        area = surface.viewport().toView(surface.scene().rowRect(hit.node, hit.row)).toAlignedRect();
    QToolTip::showText(at.globalPos(), tip, viewport(), area);
}

bool CanvasView::viewportEvent(QEvent* event)
{
    switch (event->type()) {
    case QEvent::NativeGesture:
        if (takeGesture(*static_cast<QNativeGestureEvent*>(event)))
            return true;
        break;
    case QEvent::TabletPress:
    case QEvent::TabletMove:
    case QEvent::TabletRelease:
        state_->pen.take(*static_cast<QTabletEvent*>(event));
        event->accept(); // else the window system makes a mouse event of it, too
        return true;
    case QEvent::Leave:
        state_->surface.setHover({}, true);
        break;
    case QEvent::ToolTip:
        showTip(*static_cast<QHelpEvent*>(event));
        return true;
    default:
        break;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

bool CanvasView::event(QEvent* event)
{
    // Single letters are tools here, whatever the window uses them for.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        const bool plain = !(key.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
        if (plain && (key.text().size() == 1 || key.key() == Qt::Key_Delete)) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

void CanvasView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        state_->spaceHeld = true;
        viewport()->setCursor(Qt::OpenHandCursor);
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        if (state_->layout.stop() || state_->tool->cancel())
            return;
        if (tool() != ToolKind::Select) {
            setTool(ToolKind::Select);
            return;
        }
    }
    if (state_->tool->key(*event))
        return;
    if (!handleCanvasKey(*this, state_->surface, *event))
        event->ignore(); // QAbstractScrollArea would scroll
}

void CanvasView::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        state_->spaceHeld = false;
        viewport()->setCursor(state_->tool->cursor());
        return;
    }
    event->ignore();
}

void CanvasView::contextMenuEvent(QContextMenuEvent* event)
{
    Surface& surface = state_->surface;
    state_->editor.finish();
    if (event->reason() == QContextMenuEvent::Mouse) {
        const QPointF scene = surface.viewport().toScene(QPointF(event->pos()));
        openCanvasMenu(*this, surface, surface.hitAt(event->pos()), scene, event->globalPos());
        return;
    }
    const int node = surface.selectedNode();
    Hit hit;
    QPointF scene = surface.viewport().visible().center();
    if (node >= 0) {
        const auto& rows = surface.scene().nodes[size_t(node)].rows;
        const auto row = std::ranges::find(rows, surface.selection().single(), &CardRow::object);
        const bool onRow = CanvasCommands(surface).column() && row != rows.end();
        hit.part = onRow ? Hit::Part::Row : Hit::Part::Title;
        hit.node = node;
        hit.row = onRow ? int(row - rows.begin()) : -1;
        scene = surface.scene().rowRect(node, hit.row).center();
    } else if (CanvasCommands(surface).reference()) {
        hit.part = Hit::Part::Edge;
    } else if (!surface.selection().isEmpty()) {
        hit.part = Hit::Part::Body; // of all of them
    }
    openCanvasMenu(
        *this, surface, hit, scene, viewport()->mapToGlobal(surface.viewport().toView(scene).toPoint()));
}

void CanvasView::focusInEvent(QFocusEvent* event)
{
    const bool byKeyboard = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    state_->surface.setFocusShown(byKeyboard);
    QAbstractScrollArea::focusInEvent(event);
}

void CanvasView::focusOutEvent(QFocusEvent* event)
{
    state_->spaceHeld = false;
    state_->surface.setFocusShown(false);
    QAbstractScrollArea::focusOutEvent(event);
}

bool CanvasView::focusNextPrevChild(bool next)
{
    if (hasFocus() && selectNextCard(state_->surface, next)) {
        state_->surface.setFocusShown(true);
        return true;
    }
    return QAbstractScrollArea::focusNextPrevChild(next);
}

void CanvasView::scrollContentsBy(int, int) {} // no scroll bars: the viewport is moved by Surface::panBy()

} // namespace conjoin::ui
