// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"

namespace conjoin::ui {

/// The line over the corners that a person made, docked where the cards are now: its first and last segment
/// follow them. Empty where it would run through one of its own cards, as after a card was put onto its bend:
/// the router's line stands in until there is room again.
std::vector<QPointF> bentRoute(const SceneGraph& scene, const SceneEdge& edge);

/// Gives every edge that has bends its bent line.
void applyBends(SceneGraph& scene);

/// Whether a segment between these two runs from side to side.
bool lieAtOneHeight(QPointF a, QPointF b);

/// The piece of a line under a point: `segment` counts from 0 at the first end.
struct LinePiece {
    enum class Kind { None, FirstEnd, LastEnd, Segment };
    Kind kind = Kind::None;
    int segment = -1;
};
/// `reach` is how far off still counts, `endReach` how much of the line at its ends is taken by the ends;
/// canvas units.
LinePiece pieceAt(const std::vector<QPointF>& route, QPointF at, double reach, double endReach);

/// The corners after a segment was shifted across itself by `by` canvas units. Segments that dock leave a short
/// stub at their card. Corners that no longer turn are gone.
model::Bends bendsAfterShift(const std::vector<QPointF>& route, int segment, double by);

/// The segment that stands for the whole line where no pointer says which: the longest one.
int mainSegment(const std::vector<QPointF>& route);

} // namespace conjoin::ui
