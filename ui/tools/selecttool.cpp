// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/selecttool.h"

#include "ui/session/editsession.h"
#include "ui/session/selection.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace conjoin::ui {

namespace {

constexpr double grid = 8;

bool startsLink(const Hit& hit, Qt::KeyboardModifiers modifiers)
{
    return hit.part == Hit::Part::Handle || (hit.onNode() && modifiers & Qt::AltModifier);
}

double snapped(double value)
{
    return std::round(value / grid) * grid;
}

} // namespace

QCursor SelectTool::cursor() const
{
    if (std::holds_alternative<Moving>(state_))
        return Qt::ClosedHandCursor;
    if (std::holds_alternative<LinkDraft>(state_) || surface_.hover().part == Hit::Part::Handle)
        return Qt::CrossCursor;
    if (surface_.hover().part == Hit::Part::AddRow || surface_.hover().part == Hit::Part::Edge ||
        surface_.hover().part == Hit::Part::Stub)
        return Qt::PointingHandCursor;
    return Qt::ArrowCursor;
}

void SelectTool::press(const Pointer& pointer)
{
    const Hit hit = surface_.hitAt(pointer.view);
    if (hit.part == Hit::Part::AddRow) {
        CanvasCommands(surface_).addColumn();
        return;
    }
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
    } else if (from.hit.onNode()) {
        beginMoving(from);
    } else if (from.hit.edge < 0) {
        Banding band{from.at.scene, pointer.scene, {}};
        if (from.at.modifiers & Qt::ShiftModifier)
            band.kept = surface_.selection().objects();
        state_ = band;
    }
}

void SelectTool::beginMoving(const Pressed& pressed)
{
    const SceneGraph& scene = surface_.scene();
    const ObjectRef card = scene.nodes[size_t(pressed.hit.node)].object;
    if (!surface_.selection().contains(card))
        surface_.selection().selectOnly(card); // also where one of its rows was
    std::vector<int> nodes{pressed.hit.node};
    for (const ObjectRef& object : surface_.selection().objects()) {
        const int node = std::holds_alternative<ColumnId>(object) ? -1 : scene.nodeOf(object);
        if (node >= 0 && node != pressed.hit.node)
            nodes.push_back(node);
    }
    const QPointF first = scene.nodes[size_t(pressed.hit.node)].rect.topLeft();
    surface_.lift(nodes);
    state_ = Moving{pressed.at.scene, first};
}

void SelectTool::move(const Pointer& pointer)
{
    if (const auto* pressed = std::get_if<Pressed>(&state_)) {
        const QPointF way = pointer.view - pressed->at.view;
        if (way.manhattanLength() >= QApplication::startDragDistance())
            beginDrag(*pressed, pointer);
    }
    if (const auto* moving = std::get_if<Moving>(&state_)) {
        const QPointF to = moving->first + pointer.scene - moving->start;
        surface_.moveLifted(QPointF(snapped(to.x()), snapped(to.y())) - moving->first);
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
    } else if (std::holds_alternative<Moving>(state)) {
        const std::vector<model::edit::Move> moves = surface_.liftedMoves();
        surface_.dropLifted();
        CanvasCommands(surface_).move(moves);
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
    chooseLink(surface_, draft.table(scene), scene.nodes[size_t(target)].table, pointer.global);
}

void SelectTool::doubleClick(const Pointer& pointer)
{
    const Hit hit = surface_.hitAt(pointer.view);
    state_ = Idle();
    const SceneGraph& scene = surface_.scene();
    EditTarget target;
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
        if (scene.nodes[size_t(hit.node)].kind == NodeKind::Group)
            return;
        if (scene.nodes[size_t(hit.node)].kind == NodeKind::Note) {
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
    if (std::holds_alternative<Moving>(state_))
        surface_.dropLifted();
    state_ = Idle();
    surface_.repaintOverlay();
    return true;
}

void SelectTool::paint(QPainter& painter) const
{
    if (const auto* draft = std::get_if<LinkDraft>(&state_)) {
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
