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

} // namespace conjoin::model::layout
