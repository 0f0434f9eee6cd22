// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/router.h"

#include "model/layout/nudging.h"
#include "model/layout/obstaclegrid.h"
#include "model/layout/pathset.h"
#include "model/layout/quickroute.h"
#include "model/layout/routingwindow.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace conjoin::model::layout {

namespace {

constexpr double margin = 64;        // around the drawing, for lines that run outside of it
constexpr double subsetMargin = 600; // around some edges, for their detours
constexpr double usualReach = 6000;  // longer straight lines are seldom of use and cost time
constexpr double unlimitedReach = 1e10;

/// Finds the routes of some edges of a sane graph.
class Router {
public:
    Router(const Graph& graph, std::vector<Route>& routes, const RouteOptions& options)
        : graph_(graph)
        , routes_(routes)
        , options_(options)
        , obstacles_(graph.boxes)
        , nets_(distinctNets(graph))
    {}

    void run(const std::vector<int>& edges, double around)
    {
        for (const int edge : edges)
            routes_[std::size_t(edge)] = {};
        if (edges.empty())
            return;
        const VisibilityGraph::Spacing usual{options_.clearance, options_.stub, usualReach, false};
        PathSet paths(graph_, obstacles_, nets_, edges, windowOf(edges, around), usual, options_);
        paths.findAll();
        paths.writeRoutes(routes_);
        if (const std::vector<int> walledIn = notClear(edges); !walledIn.empty())
            squeezeOut(walledIn);
        for (const int edge : notClear(edges))
            routes_[std::size_t(edge)] = layout::quickRoute(graph_, edge);
        if (!options_.nudged)
            return;
        nudgeAll(edges);
        pullApart(edges, paths);
    }

private:
    // Nets as small numbers from 0, and one for each edge that is alone.
    static std::vector<int> distinctNets(const Graph& graph)
    {
        std::map<int, int> shared;
        std::vector<int> nets;
        int count = 0;
        for (const Edge& edge : graph.edges) {
            if (edge.net < 0)
                nets.push_back(count++);
            else if (const auto [it, isNew] = shared.try_emplace(edge.net, count); isNew)
                nets.push_back(count++);
            else
                nets.push_back(it->second);
        }
        return nets;
    }

    QRectF windowOf(const std::vector<int>& edges, double around) const
    {
        QRectF window;
        for (const int edge : edges) {
            const Edge& e = graph_.edges[std::size_t(edge)];
            window |= graph_.boxes[std::size_t(e.from)].rect;
            window |= graph_.boxes[std::size_t(e.to)].rect;
        }
        return window.adjusted(-around, -around, around, around);
    }

    std::vector<int> notClear(const std::vector<int>& edges) const
    {
        std::vector<int> result;
        std::copy_if(edges.begin(), edges.end(), std::back_inserter(result),
            [this](int edge) { return !routes_[std::size_t(edge)].clear; });
        return result;
    }

    // Between boxes that stand close any gap will do.
    void squeezeOut(const std::vector<int>& edges)
    {
        const QRectF everything = obstacles_.bounds().adjusted(-margin, -margin, margin, margin);
        PathSet paths(
            graph_, obstacles_, nets_, edges, everything, {0, options_.stub, unlimitedReach, true}, options_);
        paths.findAll();
        paths.writeRoutes(routes_);
    }

    void nudgeAll(const std::vector<int>& edges)
    {
        std::vector<char> movable(routes_.size(), 0);
        for (const int edge : edges)
            movable[std::size_t(edge)] = routes_[std::size_t(edge)].clear;
        nudge(routes_, nets_, movable, graph_.boxes, obstacles_, options_);
    }

    std::vector<Overlap> overlapsOf(const std::vector<char>& searched) const
    {
        std::vector<Overlap> overlaps = overlappingRuns(graph_, routes_);
        std::erase_if(overlaps, [&](const Overlap& overlap) {
            return !searched[std::size_t(overlap.edge)] && !searched[std::size_t(overlap.other)];
        });
        return overlaps;
    }

    // Where a channel is too full, some of its lines take another one.
    void pullApart(const std::vector<int>& edges, PathSet& paths)
    {
        std::vector<char> searched(routes_.size(), 0);
        for (const int edge : edges)
            searched[std::size_t(edge)] = 1;
        std::vector<Overlap> overlaps = overlapsOf(searched);
        std::size_t fewest = overlaps.size();
        std::vector<Route> best;
        bool othersMove = false; // where the one line of a pair finds no room, the other one may
        for (int round = 0; round < options_.repairs && !overlaps.empty(); ++round) {
            if (best.empty())
                best = routes_;
            if (!paths.findOthers(overlaps, othersMove))
                break;
            paths.writeRoutes(routes_);
            nudgeAll(edges);
            overlaps = overlapsOf(searched);
            if (overlaps.size() < fewest) {
                fewest = overlaps.size();
                best = routes_;
            } else if (edges.size() < routes_.size() || std::exchange(othersMove, true)) {
                break; // what is left finds no better place, or a person waits for a few lines only
            }
        }
        if (!best.empty())
            routes_ = std::move(best);
    }

    const Graph& graph_;
    std::vector<Route>& routes_;
    const RouteOptions& options_;
    const ObstacleGrid obstacles_;
    const std::vector<int> nets_;
};

} // namespace

std::vector<Route> route(const Graph& graph, const RouteOptions& options)
{
    return routeAround(graph, {}, options);
}

std::vector<Route> routeAround(const Graph& graph, std::vector<Route> kept, const RouteOptions& options)
{
    const Graph sane = sanitised(graph);
    kept.resize(sane.edges.size());
    std::vector<int> edges;
    for (std::size_t i = 0; i < sane.edges.size(); ++i)
        if (hasEnds(sane, sane.edges[i]) && kept[i].points.empty())
            edges.push_back(int(i));
    Router(sane, kept, options).run(edges, margin);
    return kept;
}

std::vector<Route> rerouted(
    const Graph& graph, std::vector<Route> routes, const std::vector<int>& edges, const RouteOptions& options)
{
    const Graph sane = sanitised(graph);
    routes.resize(sane.edges.size());
    std::vector<int> subset;
    QRectF around;
    for (const int edge : edges) {
        if (edge < 0 || edge >= int(sane.edges.size()) || !hasEnds(sane, sane.edges[std::size_t(edge)]))
            continue;
        subset.push_back(edge);
        const Edge& e = sane.edges[std::size_t(edge)];
        around |= sane.boxes[std::size_t(e.from)].rect | sane.boxes[std::size_t(e.to)].rect;
    }
    if (subset.empty())
        return routes;
    around.adjust(-subsetMargin, -subsetMargin, subsetMargin, subsetMargin);
    RoutingWindow window = routingWindow(sane, routes, subset, around);
    Router(window.graph, window.routes, options).run(window.searched, subsetMargin);
    putBack(std::move(window), routes);
    std::erase_if(subset, [&](int edge) { return routes[std::size_t(edge)].clear; });
    if (!subset.empty()) // the way out of where they are walled in may lead outside of the window
        Router(sane, routes, options).run(subset, subsetMargin);
    return routes;
}

std::vector<int> affectedEdges(
    const Graph& graph, const std::vector<Route>& routes, const std::vector<int>& boxes)
{
    std::vector<char> moved(graph.boxes.size(), 0);
    for (const int box : boxes)
        moved.at(std::size_t(box)) = 1;
    const auto runsThrough = [](const Route& route, const QRectF& rect) {
        for (std::size_t i = 1; i < route.points.size(); ++i) {
            const QPointF a = route.points[i - 1], b = route.points[i];
            if (std::max(a.x(), b.x()) > rect.left() && std::min(a.x(), b.x()) < rect.right() &&
                std::max(a.y(), b.y()) > rect.top() && std::min(a.y(), b.y()) < rect.bottom())
                return true;
        }
        return false;
    };
    std::vector<int> result;
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        const Edge& edge = graph.edges[i];
        if (!hasEnds(graph, edge))
            continue;
        const bool ends = moved[std::size_t(edge.from)] || moved[std::size_t(edge.to)];
        const bool crossed = i < routes.size() && std::any_of(boxes.begin(), boxes.end(), [&](int box) {
            return runsThrough(routes[i], graph.boxes[std::size_t(box)].rect);
        });
        if (ends || crossed)
            result.push_back(int(i));
    }
    return result;
}

Route quickRoute(const Graph& graph, int edge)
{
    const Edge& e = graph.edges.at(std::size_t(edge));
    if (!hasEnds(graph, e))
        return {};
    return quickRoute(graph.boxes[std::size_t(e.from)], graph.boxes[std::size_t(e.to)], e, RouteOptions().stub);
}

} // namespace conjoin::model::layout
