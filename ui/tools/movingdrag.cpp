// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/movingdrag.h"

#include "ui/canvas/canvascommands.h"
#include "ui/session/selection.h"

#include <QPainter>

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr double grid = 8;
constexpr double snapReach = 6;    // pixels on the screen
constexpr size_t mostOthers = 400; // more in one view are too small to line up with by eye

} // namespace

MovingDrag::MovingDrag(Surface& surface, int pressed, QPointF start)
    : Drag(surface)
    , start_(start)
{
    const SceneGraph& scene = surface.scene();
    std::vector<int> nodes;
    const auto take = [&](int node) {
        const bool known = std::ranges::find(nodes, node) != nodes.end();
        if (node >= 0 && !known && !scene.nodes[size_t(node)].pinned)
            nodes.push_back(node);
    };
    take(pressed);
    for (const ObjectRef& object : surface.selection().objects())
        take(std::holds_alternative<ColumnId>(object) ? -1 : scene.nodeOf(object));
    if (nodes.empty())
        return;
    for (const int node : nodes)
        area_ |= scene.nodes[size_t(node)].rect;
    const QRectF shown = surface.viewport().visible();
    for (size_t i = 0; i < scene.nodes.size() && others_.size() < mostOthers; ++i) {
        const SceneNode& node = scene.nodes[i];
        const bool stays = node.kind != NodeKind::Group && node.placed &&
                           std::ranges::find(nodes, int(i)) == nodes.end() && !area_.contains(node.rect);
        if (stays && node.rect.intersects(shown))
            others_.push_back(node.rect);
    }
    surface.lift(nodes);
    lifted_ = true;
}

void MovingDrag::move(const Pointer& pointer)
{
    const QPointF way = pointer.scene - start_;
    guides_.clear();
    if (pointer.modifiers & Qt::ControlModifier) {
        surface_.moveLifted(way.toPoint());
        return;
    }
    Snap snap = snapTo(area_.translated(way), others_, snapReach / surface_.viewport().scale(), grid);
    guides_ = std::move(snap.guides);
    surface_.moveLifted(way + snap.shift);
}

void MovingDrag::drop(const Pointer&)
{
    const std::vector<model::edit::Move> moves = surface_.liftedMoves();
    surface_.dropLifted();
    CanvasCommands(surface_).move(moves);
}

void MovingDrag::cancel()
{
    surface_.dropLifted();
}

void MovingDrag::paint(QPainter& painter) const
{
    painter.setPen(QPen(surface_.theme().accent, 1 / surface_.viewport().scale()));
    painter.drawLines(QList<QLineF>(guides_.begin(), guides_.end()));
}

} // namespace conjoin::ui
