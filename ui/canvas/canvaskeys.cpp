// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvaskeys.h"

#include "ui/canvas/arrangecommands.h"
#include "ui/canvas/canvascommands.h"
#include "ui/canvas/canvasview.h"
#include "ui/canvas/diagramcommands.h"
#include "ui/canvas/keyboardwalk.h"
#include "ui/canvas/neighbourhood.h"
#include "ui/session/selection.h"

#include <algorithm>
#include <optional>

namespace conjoin::ui {

namespace {

constexpr double nudgeStep = 8;

void selectNode(Surface& surface, int node)
{
    surface.selection().selectOnly(surface.scene().nodes[size_t(node)].object);
    surface.reveal(surface.scene().nodes[size_t(node)].rect);
}

/// From row to row of one card; own columns only.
bool walkRows(Surface& surface, int by)
{
    const auto column = CanvasCommands(surface).column();
    const int node = surface.selectedNode();
    if (!column || node < 0)
        return false;
    const auto& rows = surface.scene().nodes[size_t(node)].rows;
    int at = int(std::ranges::find(rows, ObjectRef(column->second), &CardRow::object) - rows.begin());
    do
        at += by;
    while (at >= 0 && at < int(rows.size()) && rows[size_t(at)].derived);
    if (at >= 0 && at < int(rows.size()))
        surface.selection().selectOnly(rows[size_t(at)].object);
    return true;
}

bool enterRows(Surface& surface)
{
    const int node = surface.selectedNode();
    if (node < 0)
        return false;
    for (const CardRow& row : surface.scene().nodes[size_t(node)].rows) {
        if (!row.derived) {
            surface.selection().selectOnly(row.object);
            return true;
        }
    }
    return false;
}

/// One line of the selected card after the other.
bool walkEdges(Surface& surface)
{
    const SceneGraph& scene = surface.scene();
    const ReferenceId current = CanvasCommands(surface).reference();
    int node = surface.selectedNode();
    int last = -1;
    for (size_t i = 0; i < scene.edges.size() && current; ++i) {
        if (scene.edges[i].object == ObjectRef(current)) {
            last = int(i);
            node = scene.edges[i].from;
        }
    }
    if (node < 0)
        return false;
    const int count = int(scene.edges.size());
    for (int step = 1; step <= count; ++step) {
        const SceneEdge& edge = scene.edges[size_t((last + step) % count)];
        if (!edge.manyToMany && (edge.from == node || edge.to == node)) {
            surface.selection().selectOnly(edge.object);
            return true;
        }
    }
    return false;
}

bool walk(Surface& surface, QPointF direction, bool alongLinks)
{
    const SceneGraph& scene = surface.scene();
    const std::vector<int> order = readingOrder(scene);
    if (order.empty())
        return false;
    const int from = surface.selectedNode();
    if (from < 0) {
        selectNode(surface, order.front());
        return true;
    }
    const int to = nearestTowards(scene, from, direction, alongLinks ? neighboursOf(scene, from) : order);
    if (to >= 0)
        selectNode(surface, to);
    return true;
}

bool handleArrow(Surface& surface, QPointF direction, Qt::KeyboardModifiers modifiers)
{
    CanvasCommands commands(surface);
    if (modifiers & Qt::AltModifier) {
        if (commands.column() && direction.y() != 0)
            commands.moveColumn(direction.y() < 0 ? -1 : 1);
        else
            ArrangeCommands(surface).resizeBy(direction * nudgeStep);
        return true;
    }
    if (modifiers & Qt::ShiftModifier) {
        const QPointF by = direction * (modifiers & Qt::ControlModifier ? 1 : nudgeStep);
        if (!ArrangeCommands(surface).nudgeLine(by))
            commands.nudge(by);
        return true;
    }
    const bool alongLinks = modifiers & Qt::ControlModifier;
    if (!alongLinks && direction.y() != 0 && walkRows(surface, direction.y() < 0 ? -1 : 1))
        return true;
    return walk(surface, direction, alongLinks);
}

bool handleEscape(Surface& surface)
{
    if (CanvasCommands(surface).column() && surface.selectedNode() >= 0) {
        selectNode(surface, surface.selectedNode());
        return true;
    }
    const bool any = !surface.selection().isEmpty();
    surface.selection().clear();
    return any;
}

bool handlePlainKey(CanvasView& view, Surface& surface, int key)
{
    CanvasCommands commands(surface);
    const bool onColumn = commands.column().has_value();
    switch (key) {
    case Qt::Key_V:
        view.setTool(ToolKind::Select);
        return true;
    case Qt::Key_T:
        view.setTool(ToolKind::Table);
        return true;
    case Qt::Key_R:
        view.setTool(ToolKind::Reference);
        return true;
    case Qt::Key_M:
        view.setTool(ToolKind::Link);
        return true;
    case Qt::Key_N:
        view.setTool(ToolKind::Note);
        return true;
    case Qt::Key_G:
        view.setTool(ToolKind::Group);
        return true;
    case Qt::Key_L:
        ArrangeCommands(surface).togglePinned();
        return true;
    case Qt::Key_H:
        DiagramCommands(surface).hide();
        return true;
    case Qt::Key_J:
        commands.togglePresentation();
        return true;
    case Qt::Key_K:
        commands.togglePrimaryKey();
        return onColumn;
    case Qt::Key_U:
        onColumn ? commands.toggleUnique() : commands.toggleOneToOne();
        return true;
    case Qt::Key_O:
        onColumn ? commands.toggleNullable() : commands.toggleMandatory();
        return true;
    case Qt::Key_C:
        return enterRows(surface);
    case Qt::Key_E:
        return walkEdges(surface);
    case Qt::Key_Period:
        commands.cycleDetail();
        return true;
    case Qt::Key_Insert:
        commands.addColumn();
        return true;
    case Qt::Key_0:
        view.zoomToFit();
        return true;
    default:
        return false;
    }
}

} // namespace

bool handleCanvasKey(CanvasView& view, Surface& surface, const QKeyEvent& key)
{
    const Qt::KeyboardModifiers modifiers = key.modifiers() & ~Qt::KeypadModifier;
    if (const auto direction = directionOf(key.key()))
        return handleArrow(surface, *direction, modifiers);
    switch (key.key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        view.zoomIn();
        return true;
    case Qt::Key_Minus:
        view.zoomOut();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_F2:
        view.renameSelection();
        return true;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        CanvasCommands(surface).remove();
        return true;
    case Qt::Key_Escape:
        return handleEscape(surface);
    default:
        break;
    }
    if (modifiers == Qt::ControlModifier && key.key() == Qt::Key_A) {
        CanvasCommands(surface).selectAll();
        return true;
    }
    return modifiers == Qt::NoModifier && handlePlainKey(view, surface, key.key());
}

bool selectNextCard(Surface& surface, bool forward)
{
    const std::vector<int> order = readingOrder(surface.scene());
    if (order.empty())
        return false;
    const int current = surface.selectedNode();
    const auto it = std::ranges::find(order, current);
    if (it == order.end()) {
        selectNode(surface, forward ? order.front() : order.back());
        return true;
    }
    const auto at = it - order.begin() + (forward ? 1 : -1);
    if (at < 0 || at >= std::ptrdiff_t(order.size()))
        return false;
    selectNode(surface, order[size_t(at)]);
    return true;
}

} // namespace conjoin::ui
