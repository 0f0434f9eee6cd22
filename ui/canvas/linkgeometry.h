// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/linehops.h"
#include "ui/canvas/scenegraph.h"

#include <QPainterPath>

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace conjoin::ui {

/// How far the line is rounded at that bend: less where a piece is short, or hops just beside it.
double bendRadius(std::span<const QPointF> route, size_t bend, const EdgeHops& hops);

/// The line of an edge, its bends rounded.
QPainterPath roundedRoute(std::span<const QPointF> route, const EdgeHops& hops = {});

/// The direction in which the line leaves its first or last point.
QPointF outwardAt(const std::vector<QPointF>& route, bool last);

/// How much of the end of its route is dashed: the piece that leads down to the class of an association, which
/// both arms share.
double dashedEnd(const SceneEdge& edge);

/// The other arm of an association whose class hangs on its line; null where there is none.
const SceneEdge* otherArm(const SceneGraph& scene, int edge);

/// The line of an arm whose end is dashed, and the way from the class of the association to it.
struct HangingLine {
    std::vector<QPointF> line, dashed;
};

/// Where both arms run together they are the way to the class, and dashed: the line itself leads straight from
/// one table to the other.
HangingLine hangingLine(const SceneEdge& edge, const SceneEdge* other);

/// Calls `visit(std::span<const QPointF>, bool dashed)` for the parts of the line. A dashed end begins where
/// the line ends, so that the dashes of both arms lie on each other.
template<class Visit>
void visitParts(const SceneEdge& edge, const Visit& visit, const SceneEdge* other = nullptr)
{
    if (edge.dashed || dashedEnd(edge) <= 0) {
        visit(std::span<const QPointF>(edge.route), edge.dashed);
        return;
    }
    const HangingLine parts = hangingLine(edge, other);
    visit(std::span<const QPointF>(parts.line), false);
    visit(std::span<const QPointF>(parts.dashed), true);
}

/// Whether nothing stands at that end: IDEF1X draws exactly one so. Where an arm meets its pill stands a dot.
bool isBare(const SceneEdge& edge, bool last);

/// The mark of that end as it is drawn among those that end on the same spot.
EndMark shownMark(const SceneEdge& edge, bool last);

/// What stands at an end: strokes, and a ring filled with the canvas. Its letters are text: lettersAt().
struct MarkShape {
    QPainterPath strokes;
    std::optional<QRectF> ring;
};

/// `outward` points from the border along the line, of length one. `mixed`: lines with other marks end there
/// too, so what holds for all of them is shown – at most one.
MarkShape markShape(EndMark mark, bool mixed, QPointF at, QPointF outward);

/// The pen that a mark is drawn with: strokes that fill a diamond are finer than the line it stands on.
double markPen(EndMark mark, bool manyToMany);

/// What is seen of a stub at its first or last end.
std::array<QPointF, 2> stubOf(const std::vector<QPointF>& route, bool last);

/// The distance from `point` to the line.
double distanceTo(std::span<const QPointF> route, QPointF point);

} // namespace conjoin::ui
