// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"

#include <QPainterPath>

#include <optional>

namespace conjoin::ui {

/// The line of an edge, its bends rounded.
QPainterPath roundedRoute(const std::vector<QPointF>& route);

/// What stands at an end: strokes, and a ring filled with the canvas.
struct MarkShape {
    QPainterPath strokes;
    std::optional<QRectF> ring;
};

/// `outward` points from the border along the line, of length one.
MarkShape markShape(EndMark mark, bool mixed, QPointF at, QPointF outward);

/// The direction in which the line leaves its first or last point.
/// What is seen of a stub at its first or last end.
std::vector<QPointF> stubOf(const std::vector<QPointF>& route, bool last);

QPointF outwardAt(const std::vector<QPointF>& route, bool last);

/// The distance from `point` to the line.
double distanceTo(const std::vector<QPointF>& route, QPointF point);

} // namespace conjoin::ui
