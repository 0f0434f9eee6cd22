// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/router.h"

#include "model/layout/quickroute.h"

namespace conjoin::model::layout {

Route quickRoute(const Graph& graph, int edge) {
    const Edge& e = graph.edges.at(std::size_t(edge));
    if (!hasEnds(graph, e))
        return {};
    return quickRoute(graph.boxes[std::size_t(e.from)], graph.boxes[std::size_t(e.to)], e, RouteOptions().stub);
}

std::vector<Route> route(const Graph& graph, const RouteOptions&) {
    std::vector<Route> routes;
    for (std::size_t i = 0; i < graph.edges.size(); ++i)
        routes.push_back(quickRoute(graph, int(i)));
    return routes;
}

} // namespace conjoin::model::layout
