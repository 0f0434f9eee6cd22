// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/router.h"

#include <vector>

namespace conjoin::model::layout {

/// What of a drawing matters to the lines of some edges: the boxes around them, and the edges whose lines come
/// near. A drawing of its own, so that finding a few lines anew takes no longer in a large drawing.
struct RoutingWindow {
    Graph graph;
    std::vector<Route> routes; ///< parallel to its edges
    std::vector<int> edges;    ///< parallel to its edges: which they are in the whole drawing
    std::vector<int> searched; ///< edges of the window
};

/// `searched` are edges of `graph` that have their ends, whose lines will run inside of `window`. Takes the
/// routes that it holds out of `routes`.
RoutingWindow routingWindow(
    const Graph& graph, std::vector<Route>& routes, const std::vector<int>& searched, const QRectF& window);

/// Puts the routes of the window where they were taken from.
void putBack(RoutingWindow window, std::vector<Route>& routes);

} // namespace conjoin::model::layout
