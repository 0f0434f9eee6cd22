// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/bendingdrag.h"

#include "ui/canvas/arrangecommands.h"
#include "ui/canvas/bentroute.h"
#include "ui/canvas/linkgeometry.h"

#include <QPainter>

#include <cmath>

namespace conjoin::ui {

namespace {

constexpr double grid = 8;

} // namespace

BendingDrag::BendingDrag(Surface& surface, int edge, int segment, QPointF start)
    : Drag(surface)
    , edge_(surface.scene().edges[size_t(edge)])
    , before_(edge_.route)
    , segment_(segment)
    , start_(start)
{}

void BendingDrag::move(const Pointer& pointer)
{
    const QPointF from = before_[size_t(segment_)];
    const bool horizontal = lieAtOneHeight(from, before_[size_t(segment_) + 1]);
    const double at = horizontal ? from.y() : from.x();
    const double way = horizontal ? pointer.scene.y() - start_.y() : pointer.scene.x() - start_.x();
    edge_.bends = bendsAfterShift(before_, segment_, std::round((at + way) / grid) * grid - at);
    const std::vector<QPointF> route = bentRoute(surface_.scene(), edge_);
    if (!route.empty())
        edge_.route = route;
    surface_.repaintOverlay();
}

void BendingDrag::drop(const Pointer&)
{
    ArrangeCommands(surface_).bend(edge_, edge_.bends);
}

void BendingDrag::paint(QPainter& painter) const
{
    const double pixel = 1 / surface_.viewport().scale();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(surface_.theme().accent, 2 * pixel, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(roundedRoute(edge_.route));
}

QCursor BendingDrag::cursor() const
{
    return lieAtOneHeight(before_[size_t(segment_)], before_[size_t(segment_) + 1]) ? Qt::SplitVCursor
                                                                                    : Qt::SplitHCursor;
}

} // namespace conjoin::ui
