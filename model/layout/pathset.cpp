// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/pathset.h"

#include "model/layout/nudging.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace conjoin::model::layout {

namespace {

constexpr std::size_t refinedEdges =
    400; // up to so many are searched twice: the second time they know all others

double along(QPointF p, bool vertical)
{
    return vertical ? p.y() : p.x();
}

double across(QPointF p, bool vertical)
{
    return vertical ? p.x() : p.y();
}

/// Of each pair of lines that lie on each other one, by as few lines as possible: those that lie on most
/// others, or their others.
std::vector<int> thoseToMove(const std::vector<Overlap>& overlaps, bool othersMove)
{
    std::map<int, int> count;
    for (const Overlap& overlap : overlaps) {
        ++count[overlap.edge];
        ++count[overlap.other];
    }
    std::vector<int> chosen;
    const auto isChosen = [&](int edge) {
        return std::find(chosen.begin(), chosen.end(), edge) != chosen.end();
    };
    for (const Overlap& overlap : overlaps) {
        if (isChosen(overlap.edge) || isChosen(overlap.other))
            continue;
        const bool firstMoves = (count[overlap.edge] >= count[overlap.other]) != othersMove;
        chosen.push_back(firstMoves ? overlap.edge : overlap.other);
    }
    return chosen;
}

} // namespace

PathSet::PathSet(const Graph& graph, const ObstacleGrid& obstacles, const std::vector<int>& nets,
    const std::vector<int>& edges, const QRectF& window, const VisibilityGraph::Spacing& spacing,
    const RouteOptions& options)
    : graph_(graph)
    , nets_(nets)
    , edges_(edges)
    , options_(options)
    , visibility_(graph, obstacles, edges_, window, spacing)
    , search_(visibility_, {options.bendCost, options.crossingCost, options.trunkDiscount, options.stub})
    , paths_(edges.size())
{}

// Short edges have the least choice.
std::vector<std::size_t> PathSet::shortFirst() const
{
    std::vector<double> lengths;
    for (const int edge : edges_) {
        const Edge& e = graph_.edges[std::size_t(edge)];
        const QPointF way =
            graph_.boxes[std::size_t(e.from)].rect.center() - graph_.boxes[std::size_t(e.to)].rect.center();
        lengths.push_back(way.manhattanLength());
    }
    std::vector<std::size_t> order(edges_.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(
        order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return lengths[a] < lengths[b]; });
    return order;
}

void PathSet::findAll()
{
    const std::vector<std::size_t> order = shortFirst();
    const int passes = options_.refined && edges_.size() <= refinedEdges ? 2 : 1;
    for (int pass = 0; pass < passes; ++pass) {
        for (const std::size_t slot : order) {
            if (cancelled(options_.cancel)) {
                paths_.assign(edges_.size(), {});
                return;
            }
            search_.release(paths_[slot], netOf(slot));
            find(slot);
        }
    }
}

void PathSet::find(std::size_t slot)
{
    VisibilityGraph::Docks from = visibility_.fromDocks(slot), to = visibility_.toDocks(slot);
    // A line from a box to itself begins and ends at different docks.
    for (const Side side : {Side::Left, Side::Right, Side::Top, Side::Bottom})
        if (from[std::size_t(side)] == to[std::size_t(side)])
            (side == Side::Left || side == Side::Top ? from : to)[std::size_t(side)] = VisibilityGraph::none;
    paths_[slot] = search_.find(from, to, netOf(slot));
    search_.occupy(paths_[slot], netOf(slot));
}

bool PathSet::findOthers(const std::vector<Overlap>& overlaps, bool othersMove)
{
    std::map<int, std::size_t> slotOf;
    for (std::size_t slot = 0; slot < edges_.size(); ++slot)
        if (!paths_[slot].empty())
            slotOf[edges_[slot]] = slot;
    const auto isMine = [&](int edge) { return slotOf.contains(edge); };
    std::vector<std::size_t> moved;
    for (const int edge : thoseToMove(overlaps, othersMove))
        if (isMine(edge))
            moved.push_back(slotOf[edge]);
    for (const Overlap& overlap : overlaps)
        for (const int edge : {overlap.edge, overlap.other})
            if (isMine(edge))
                shun(slotOf[edge], overlap);
    for (const std::size_t slot : moved)
        search_.release(paths_[slot], netOf(slot));
    for (const std::size_t slot : moved) {
        if (cancelled(options_.cancel))
            return false;
        find(slot);
    }
    return !moved.empty();
}

// Nudging moved the line, but not out of its channel: what is shunned is the channel where the path runs.
void PathSet::shun(std::size_t slot, const Overlap& overlap)
{
    constexpr double channel = 130; // half as wide as it may be
    const std::vector<VisibilityGraph::Vertex>& vertices = visibility_.vertices();
    const auto at = [&](int vertex) { return vertices[std::size_t(vertex)].at; };
    const bool vertical = overlap.vertical;
    const double from = along(overlap.at, vertical), to = from + overlap.length;
    const auto shunAround = [&](int vertex, Side ahead) {
        search_.shun(vertex, ahead);
        for (const Side aside : {vertical ? Side::Left : Side::Top, vertical ? Side::Right : Side::Bottom}) {
            for (int next = vertices[std::size_t(vertex)].next[std::size_t(aside)];
                 next != VisibilityGraph::none && (at(next) - at(vertex)).manhattanLength() < channel;
                 next = vertices[std::size_t(next)].next[std::size_t(aside)])
                search_.shun(next, ahead);
        }
    };
    const RouteSearch::Path& path = paths_[slot];
    for (std::size_t i = 1; i < path.size(); ++i) {
        const QPointF a = at(path[i - 1]), b = at(path[i]);
        const double low = std::min(along(a, vertical), along(b, vertical));
        const double high = std::max(along(a, vertical), along(b, vertical));
        const bool there = across(a, vertical) == across(b, vertical) &&
                           std::abs(across(a, vertical) - across(overlap.at, vertical)) < channel &&
                           std::min(high, to) > std::max(low, from);
        if (there)
            shunAround(along(a, vertical) < along(b, vertical) ? path[i - 1] : path[i],
                vertical ? Side::Bottom : Side::Right);
    }
}

void PathSet::writeRoutes(std::vector<Route>& routes) const
{
    for (std::size_t slot = 0; slot < edges_.size(); ++slot)
        if (!paths_[slot].empty())
            routes[std::size_t(edges_[slot])] = routeAlong(slot);
}

Route PathSet::routeAlong(std::size_t slot) const
{
    const RouteSearch::Path& path = paths_[slot];
    const auto sideOf = [](const VisibilityGraph::Docks& docks, int vertex) {
        return Side(std::find(docks.begin(), docks.end(), vertex) - docks.begin());
    };
    Route route;
    for (const int vertex : path)
        route.points.push_back(visibility_.vertices()[std::size_t(vertex)].at);
    simplify(route.points);
    route.fromSide = sideOf(visibility_.fromDocks(slot), path.front());
    route.toSide = sideOf(visibility_.toDocks(slot), path.back());
    route.clear = true;
    return route;
}

} // namespace conjoin::model::layout
