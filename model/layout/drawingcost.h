// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/router.h"

namespace conjoin::model::layout {

/// What a reader of the drawing has to bear, from the routes of its edges.
struct DrawingCost {
    double length = 0; ///< of all lines; trunks count once an edge
    int bends = 0;
    int crossings = 0; ///< of lines of different nets
};

DrawingCost drawingCost(const Graph& graph, const std::vector<Route>& routes);

/// Two pieces that look like one line though they belong to different nets: they run less than a line's width
/// apart.
struct Overlap {
    int edge, other;
    QPointF at; ///< where it begins
    double length;
    bool vertical;
};

/// All of them; lines that dock at the same point share their way out of there, which is none.
std::vector<Overlap> overlappingRuns(const Graph& graph, const std::vector<Route>& routes);

} // namespace conjoin::model::layout
