// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/resizedrag.h"

#include "ui/canvas/arrangecommands.h"
#include "ui/canvas/cardstyle.h"

#include <QPainter>

#include <cmath>

namespace conjoin::ui {

namespace {

constexpr double grid = 8;
constexpr double gripReach = 7; // pixels on the screen

double snapped(double value)
{
    return std::round(value / grid) * grid;
}

bool isResizable(const SceneNode& node)
{
    return node.kind == NodeKind::Note || node.kind == NodeKind::Group;
}

} // namespace

std::optional<ResizeGrip> resizeGripAt(const Surface& surface, QPointF view)
{
    const int node = surface.selectedNode();
    if (node < 0 || !isResizable(surface.scene().nodes[size_t(node)]) ||
        surface.scene().nodes[size_t(node)].pinned)
        return std::nullopt;
    const QRectF rect = surface.viewport().toView(surface.scene().nodes[size_t(node)].rect);
    if (!rect.adjusted(-gripReach, -gripReach, gripReach, gripReach).contains(view))
        return std::nullopt;
    Qt::Edges edges;
    edges.setFlag(Qt::LeftEdge, std::abs(view.x() - rect.left()) <= gripReach);
    edges.setFlag(Qt::RightEdge, std::abs(view.x() - rect.right()) <= gripReach);
    edges.setFlag(Qt::TopEdge, std::abs(view.y() - rect.top()) <= gripReach);
    edges.setFlag(Qt::BottomEdge, std::abs(view.y() - rect.bottom()) <= gripReach);
    return edges ? std::optional(ResizeGrip{node, edges}) : std::nullopt;
}

QCursor cursorOf(const ResizeGrip& grip)
{
    const bool across = grip.edges & (Qt::LeftEdge | Qt::RightEdge);
    const bool down = grip.edges & (Qt::TopEdge | Qt::BottomEdge);
    if (across && down) {
        const bool falling =
            grip.edges == (Qt::LeftEdge | Qt::TopEdge) || grip.edges == (Qt::RightEdge | Qt::BottomEdge);
        return falling ? Qt::SizeFDiagCursor : Qt::SizeBDiagCursor;
    }
    return across ? Qt::SizeHorCursor : Qt::SizeVerCursor;
}

void paintResizeGrips(QPainter& painter, const Surface& surface)
{
    const int node = surface.selectedNode();
    if (node < 0 || !isResizable(surface.scene().nodes[size_t(node)]) ||
        surface.scene().nodes[size_t(node)].pinned)
        return;
    const QRectF& rect = surface.scene().nodes[size_t(node)].rect;
    const double pixel = 1 / surface.viewport().scale(), half = 4 * pixel;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(surface.theme().selected, 1.5 * pixel));
    painter.setBrush(surface.theme().card);
    for (const QPointF& corner : {rect.topLeft(), rect.topRight(), rect.bottomLeft(), rect.bottomRight()})
        painter.drawRect(QRectF(corner - QPointF(half, half), QSizeF(2 * half, 2 * half)));
}

ResizeDrag::ResizeDrag(Surface& surface, const ResizeGrip& grip, QPointF start)
    : Drag(surface)
    , grip_(grip)
    , start_(start)
    , before_(surface.scene().nodes[size_t(grip.node)].rect)
    , now_(before_)
{}

void ResizeDrag::move(const Pointer& pointer)
{
    const QPointF way = pointer.scene - start_;
    now_ = before_;
    if (grip_.edges & Qt::LeftEdge)
        now_.setLeft(std::min(snapped(before_.left() + way.x()), before_.right() - leastNoteWidth));
    if (grip_.edges & Qt::RightEdge)
        now_.setRight(std::max(snapped(before_.right() + way.x()), before_.left() + leastNoteWidth));
    if (grip_.edges & Qt::TopEdge)
        now_.setTop(std::min(snapped(before_.top() + way.y()), before_.bottom() - leastNoteHeight));
    if (grip_.edges & Qt::BottomEdge)
        now_.setBottom(std::max(snapped(before_.bottom() + way.y()), before_.top() + leastNoteHeight));
    surface_.repaintOverlay();
}

void ResizeDrag::drop(const Pointer&)
{
    if (now_ != before_)
        ArrangeCommands(surface_).resize(surface_.scene().nodes[size_t(grip_.node)].object, now_);
}

void ResizeDrag::paint(QPainter& painter) const
{
    const double pixel = 1 / surface_.viewport().scale();
    const bool group = surface_.scene().nodes[size_t(grip_.node)].kind == NodeKind::Group;
    const double radius = group ? style::groupRadius : style::noteRadius;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(surface_.theme().accent, 1.5 * pixel, Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(now_, radius, radius);
}

} // namespace conjoin::ui
