// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/routingwindow.h"

#include <algorithm>

namespace conjoin::model::layout {

namespace {

constexpr double lineReach = 270; // lines beside each other in one channel
constexpr double boxReach = 420;  // boxes that bound a channel

/// Pieces of lines have no area, which QRectF::intersects() wants.
bool touches(const Route& route, const QRectF& area)
{
    for (std::size_t i = 1; i < route.points.size(); ++i) {
        const QPointF a = route.points[i - 1], b = route.points[i];
        if (std::max(a.x(), b.x()) >= area.left() && std::min(a.x(), b.x()) <= area.right() &&
            std::max(a.y(), b.y()) >= area.top() && std::min(a.y(), b.y()) <= area.bottom())
            return true;
    }
    return false;
}

QRectF grown(const QRectF& rect, double by)
{
    return rect.adjusted(-by, -by, by, by);
}

} // namespace

RoutingWindow routingWindow(
    const Graph& graph, std::vector<Route>& routes, const std::vector<int>& searched, const QRectF& window)
{
    RoutingWindow result;
    std::vector<int> local(graph.boxes.size(), -1);
    const auto boxOf = [&](int box) {
        int& index = local[std::size_t(box)];
        if (index < 0) {
            index = int(result.graph.boxes.size());
            result.graph.boxes.push_back(graph.boxes[std::size_t(box)]);
        }
        return index;
    };
    const QRectF boxesIn = grown(window, boxReach);
    for (std::size_t i = 0; i < graph.boxes.size(); ++i) {
        if (graph.boxes[i].rect.intersects(boxesIn))
            boxOf(int(i));
    }
    std::vector<char> isSearched(graph.edges.size(), 0);
    for (const int edge : searched)
        isSearched[std::size_t(edge)] = 1;
    const QRectF linesIn = grown(window, lineReach);
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        if (!isSearched[i] && !touches(routes[i], linesIn))
            continue;
        if (!hasEnds(graph, graph.edges[i]))
            continue;
        if (isSearched[i])
            result.searched.push_back(int(result.edges.size()));
        Edge edge = graph.edges[i];
        edge.from = boxOf(edge.from);
        edge.to = boxOf(edge.to);
        result.graph.edges.push_back(edge);
        result.edges.push_back(int(i));
        result.routes.push_back(std::move(routes[i]));
    }
    return result;
}

void putBack(RoutingWindow window, std::vector<Route>& routes)
{
    for (std::size_t i = 0; i < window.edges.size(); ++i)
        routes[std::size_t(window.edges[i])] = std::move(window.routes[i]);
}

} // namespace conjoin::model::layout
