// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"

#include <QPainterPath>

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace conjoin::ui {

/// The line of an edge, its bends rounded.
QPainterPath roundedRoute(std::span<const QPointF> route);

/// The direction in which the line leaves its first or last point.
QPointF outwardAt(const std::vector<QPointF>& route, bool last);

/// How much of the end of its route is dashed: the piece that leads down to the class of an association, which
/// both arms share.
double dashedEnd(const SceneEdge& edge);

/// Calls `visit(std::span<const QPointF>, bool dashed)` for the parts of the line. A dashed end begins where
/// the line ends, so that the dashes of both arms lie on each other.
template<class Visit>
void visitParts(const SceneEdge& edge, const Visit& visit)
{
    const double dashed = edge.dashed ? 0 : dashedEnd(edge);
    if (dashed <= 0) {
        visit(std::span<const QPointF>(edge.route), edge.dashed);
        return;
    }
    std::vector<QPointF> whole = edge.route;
    whole.back() += outwardAt(edge.route, true) * dashed;
    visit(std::span<const QPointF>(whole), false);
    const std::array last{edge.route.back(), whole.back()};
    visit(std::span<const QPointF>(last), true);
}

/// Whether nothing stands at that end: IDEF1X draws exactly one so. Where an arm meets its pill stands a dot.
bool isBare(const SceneEdge& edge, bool last);

/// The mark of that end as it is drawn among those that end on the same spot.
EndMark shownMark(const SceneEdge& edge, bool last);

/// What stands at an end: strokes, and a ring filled with the canvas.
struct MarkShape {
    QPainterPath strokes;
    std::optional<QRectF> ring;
};

/// `outward` points from the border along the line, of length one. `mixed`: lines with other marks end there
/// too, so what holds for all of them is shown – at most one.
MarkShape markShape(EndMark mark, bool mixed, QPointF at, QPointF outward);

/// The pen that a mark is drawn with: the numbers of UML are finer than the line they stand beside.
double markPen(EndMark mark, bool manyToMany);

/// What is seen of a stub at its first or last end.
std::array<QPointF, 2> stubOf(const std::vector<QPointF>& route, bool last);

/// The distance from `point` to the line.
double distanceTo(std::span<const QPointF> route, QPointF point);

} // namespace conjoin::ui
