// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/selecttool.h"

#include "ui/canvas/bentroute.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"
#include "ui/tools/bendingdrag.h"
#include "ui/tools/columndrag.h"
#include "ui/tools/endingdrag.h"
#include "ui/tools/movingdrag.h"
#include "ui/tools/resizedrag.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr double edgeReach = 6, endReach = 18; // pixels on the screen
constexpr double columnGrip = 30;              // from the left border of a card: the sign of a column

bool startsLink(const Hit& hit, Qt::KeyboardModifiers modifiers)
{
    return hit.part == Hit::Part::Handle || (hit.onNode() && modifiers & Qt::AltModifier);
}

/// The sign before a column's name: there it is taken to another place.
bool isOnColumnGrip(const SceneGraph& scene, const Hit& hit, QPointF at)
{
    if (hit.part != Hit::Part::Row || !std::holds_alternative<ColumnId>(objectOf(scene, hit)))
        return false;
    return at.x() < scene.rowRect(hit.node, hit.row).left() + columnGrip;
}

LinePiece pieceOf(const Surface& surface, const Hit& hit, QPointF at)
{
    if (hit.part != Hit::Part::Edge)
        return {};
    const double pixel = 1 / surface.viewport().scale();
    return pieceAt(surface.scene().edges[size_t(hit.edge)].route, at, 2 * edgeReach * pixel, endReach * pixel);
}

} // namespace

QCursor SelectTool::cursor() const
{
    if (const auto* drag = std::get_if<Dragging>(&state_))
        return (*drag)->cursor();
    const Hit& hover = surface_.hover();
    if (std::holds_alternative<LinkDraft>(state_) || hover.part == Hit::Part::Handle)
        return Qt::CrossCursor;
    if (const auto grip = resizeGripAt(surface_, at_))
        return cursorOf(*grip);
    const QPointF scene = surface_.viewport().toScene(at_);
    if (isOnColumnGrip(surface_.scene(), hover, scene))
        return Qt::OpenHandCursor;
    const LinePiece piece = pieceOf(surface_, hover, scene);
    if (piece.kind == LinePiece::Kind::Segment) {
        const auto& route = surface_.scene().edges[size_t(hover.edge)].route;
        const bool flat = lieAtOneHeight(route[size_t(piece.segment)], route[size_t(piece.segment) + 1]);
        return flat ? Qt::SplitVCursor : Qt::SplitHCursor;
    }
    if (hover.part == Hit::Part::AddRow || hover.part == Hit::Part::Edge || hover.part == Hit::Part::Stub)
        return Qt::PointingHandCursor;
    return Qt::ArrowCursor;
}

void SelectTool::press(const Pointer& pointer)
{
    if (resizeGripAt(surface_, pointer.view)) {
        state_ = Pressed{pointer, {}, false};
        return;
    }
    const Hit hit = surface_.hitAt(pointer.view);
    if (hit.part == Hit::Part::Stub) {
        surface_.jumpAlong(hit.edge, hit.row == 1);
        return;
    }
    const bool linking = startsLink(hit, pointer.modifiers) && takesLinks(surface_.scene(), hit.node);
    Pressed pressed{pointer, hit, false};
    Selection& selection = surface_.selection();
    const ObjectRef object = objectOf(surface_.scene(), hit);
    const bool extend = pointer.modifiers & (Qt::ShiftModifier | Qt::ControlModifier);
    if (!linking && !std::holds_alternative<std::monostate>(object)) {
        const ObjectRef card = hit.onNode() ? surface_.scene().nodes[size_t(hit.node)].object : object;
        if (extend)
            selection.toggle(card);
        else if (selection.contains(card) && selection.objects().size() > 1)
            pressed.selectOnRelease = true;
        else
            selection.selectOnly(object);
    } else if (!linking && !extend) {
        selection.clear();
    }
    surface_.setHover(surface_.hover(), true);
    state_ = pressed;
}

void SelectTool::beginDrag(const Pressed& pressed, const Pointer& pointer)
{
    const Pressed from = pressed; // the state it lives in is about to change
    if (startsLink(from.hit, from.at.modifiers) && takesLinks(surface_.scene(), from.hit.node)) {
        state_ = LinkDraft{from.hit.node, from.hit.row, from.at.scene, pointer.scene};
        return;
    }
    if (Dragging drag = dragOf(from)) {
        state_ = std::move(drag);
        return;
    }
    if (from.hit.onNode() || from.hit.edge >= 0) {
        state_ = Idle(); // it is locked
        return;
    }
    Banding band{from.at.scene, pointer.scene, {}};
    if (from.at.modifiers & Qt::ShiftModifier)
        band.kept = surface_.selection().objects();
    state_ = band;
}

SelectTool::Dragging SelectTool::dragOf(const Pressed& pressed)
{
    if (const auto grip = resizeGripAt(surface_, pressed.at.view))
        return std::make_unique<ResizeDrag>(surface_, *grip, pressed.at.scene);
    if (pressed.hit.onNode())
        return dragOfNode(pressed);
    return pressed.hit.edge >= 0 ? dragOfEdge(pressed) : nullptr;
}

SelectTool::Dragging SelectTool::dragOfNode(const Pressed& pressed)
{
    const SceneGraph& scene = surface_.scene();
    if (isOnColumnGrip(scene, pressed.hit, pressed.at.scene)) {
        surface_.selection().selectOnly(objectOf(scene, pressed.hit));
        return std::make_unique<ColumnDrag>(surface_, pressed.hit.node, pressed.hit.row);
    }
    const ObjectRef card = scene.nodes[size_t(pressed.hit.node)].object;
    if (!surface_.selection().contains(card))
        surface_.selection().selectOnly(card); // also where one of its rows was
    auto moving = std::make_unique<MovingDrag>(surface_, pressed.hit.node, pressed.at.scene);
    if (moving->isMoving())
        return moving;
    surface_.say(tr("It is locked: L unlocks it"));
    return nullptr;
}

SelectTool::Dragging SelectTool::dragOfEdge(const Pressed& pressed)
{
    const SceneEdge& edge = surface_.scene().edges[size_t(pressed.hit.edge)];
    const LinePiece piece = pieceOf(surface_, pressed.hit, pressed.at.scene);
    switch (piece.kind) {
    case LinePiece::Kind::None:
        return nullptr;
    case LinePiece::Kind::FirstEnd:
    case LinePiece::Kind::LastEnd: {
        const bool last = piece.kind == LinePiece::Kind::LastEnd;
        if (!EndingDrag::isPossible(edge, last))
            return nullptr;
        return std::make_unique<EndingDrag>(surface_, pressed.hit.edge, last);
    }
    case LinePiece::Kind::Segment:
        break;
    }
    return std::make_unique<BendingDrag>(surface_, pressed.hit.edge, piece.segment, pressed.at.scene);
}

void SelectTool::move(const Pointer& pointer)
{
    at_ = pointer.view;
    if (const auto* pressed = std::get_if<Pressed>(&state_)) {
        const QPointF way = pointer.view - pressed->at.view;
        if (way.manhattanLength() >= QApplication::startDragDistance())
            beginDrag(*pressed, pointer);
    }
    if (auto* drag = std::get_if<Dragging>(&state_)) {
        (*drag)->move(pointer);
    } else if (auto* band = std::get_if<Banding>(&state_)) {
        band->now = pointer.scene;
        selectBand(*band);
        surface_.repaintOverlay();
    } else if (auto* draft = std::get_if<LinkDraft>(&state_)) {
        draft->at = pointer.scene;
        const Hit hit = surface_.hitAt(pointer.view);
        surface_.setTarget(takesLinks(surface_.scene(), hit.node) ? hit.node : -1);
        surface_.repaintOverlay();
    } else if (std::holds_alternative<Idle>(state_)) {
        surface_.setHover(surface_.hitAt(pointer.view), false);
    }
}

void SelectTool::selectBand(const Banding& band)
{
    const QRectF rect = QRectF(band.start, band.now).normalized();
    std::vector<ObjectRef> objects = band.kept;
    for (const SceneNode& node : surface_.scene().nodes) {
        const bool inside =
            node.kind == NodeKind::Group ? rect.contains(node.rect) : rect.intersects(node.rect);
        if (inside && std::ranges::find(objects, node.object) == objects.end())
            objects.push_back(node.object);
    }
    surface_.selection().select(std::move(objects));
}

void SelectTool::release(const Pointer& pointer)
{
    const auto state = std::exchange(state_, Idle());
    if (const auto* pressed = std::get_if<Pressed>(&state)) {
        if (pressed->selectOnRelease)
            surface_.selection().selectOnly(objectOf(surface_.scene(), pressed->hit));
    } else if (const auto* drag = std::get_if<Dragging>(&state)) {
        (*drag)->drop(pointer);
    } else if (const auto* draft = std::get_if<LinkDraft>(&state)) {
        endLinking(*draft, pointer);
    }
    surface_.repaintOverlay();
}

void SelectTool::endLinking(const LinkDraft& draft, const Pointer& pointer)
{
    const int target = surface_.target();
    surface_.setTarget(-1);
    if (target < 0)
        return;
    const SceneGraph& scene = surface_.scene();
    const LinkPlan plan{draft.table(scene), scene.nodes[size_t(target)].table, draft.column(scene)};
    chooseLink(surface_, plan, fittingKinds(surface_.session().document(), plan), pointer.global);
}

void SelectTool::doubleClick(const Pointer& pointer)
{
    const Hit hit = surface_.hitAt(pointer.view);
    state_ = Idle();
    const SceneGraph& scene = surface_.scene();
    EditTarget target;
    target.byMouse = true;
    switch (hit.part) {
    case Hit::Part::Nothing:
        CanvasCommands(surface_).newTable(pointer.scene);
        return;
    case Hit::Part::RoleName: {
        const SceneEdge& edge = scene.edges[size_t(hit.edge)];
        if (!edge.manyToMany)
            return;
        target.field = EditTarget::Field::RoleName;
        target.object = edge.object;
        target.linkEnd = edge.linkEnd;
        break;
    }
    case Hit::Part::Row: {
        const CardRow& row = scene.nodes[size_t(hit.node)].rows[size_t(hit.row)];
        const auto* column = std::get_if<ColumnId>(&row.object);
        if (!column)
            return;
        const QRectF rect = scene.rowRect(hit.node, hit.row);
        const bool onType = pointer.scene.x() > rect.left() + rect.width() * 0.6;
        target.field = onType ? EditTarget::Field::ColumnType : EditTarget::Field::ColumnName;
        target.object = scene.nodes[size_t(hit.node)].table;
        target.column = *column;
        break;
    }
    case Hit::Part::Title:
        target.object = scene.nodes[size_t(hit.node)].object;
        if (scene.nodes[size_t(hit.node)].kind == NodeKind::Pill) {
            const QRectF head = scene.rowRect(hit.node, -1);
            constexpr double iconWidth = 30; // the many-to-many sign opens the card, the name is typed
            if (pointer.scene.x() < head.left() + iconWidth) {
                surface_.selection().selectOnly(target.object);
                CanvasCommands(surface_).togglePresentation();
                return;
            }
        }
        break;
    case Hit::Part::Body:
        target.object = scene.nodes[size_t(hit.node)].object;
        if (scene.nodes[size_t(hit.node)].kind == NodeKind::Group) {
            target.field = EditTarget::Field::GroupTitle;
        } else if (scene.nodes[size_t(hit.node)].kind == NodeKind::Note) {
            target.field = EditTarget::Field::NoteText;
        } else if (scene.nodes[size_t(hit.node)].kind == NodeKind::Pill) {
            surface_.selection().selectOnly(target.object);
            CanvasCommands(surface_).togglePresentation();
            return;
        }
        break;
    case Hit::Part::Handle:
    case Hit::Part::AddRow:
    case Hit::Part::Stub:
    case Hit::Part::Edge:
        return;
    }
    surface_.edit(target);
}

bool SelectTool::cancel()
{
    if (std::holds_alternative<Idle>(state_) || std::holds_alternative<Pressed>(state_))
        return false;
    surface_.setTarget(-1);
    if (const auto* drag = std::get_if<Dragging>(&state_))
        (*drag)->cancel();
    state_ = Idle();
    surface_.repaintOverlay();
    return true;
}

void SelectTool::paint(QPainter& painter) const
{
    paintResizeGrips(painter, surface_);
    if (const auto* drag = std::get_if<Dragging>(&state_)) {
        (*drag)->paint(painter);
    } else if (const auto* draft = std::get_if<LinkDraft>(&state_)) {
        paintDraft(painter, surface_, *draft, false);
    } else if (const auto* band = std::get_if<Banding>(&state_)) {
        QColor fill = surface_.theme().accent;
        fill.setAlphaF(0.10F);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(surface_.theme().accent, 1 / surface_.viewport().scale()));
        painter.setBrush(fill);
        painter.drawRect(QRectF(band->start, band->now).normalized());
    }
}

} // namespace conjoin::ui
