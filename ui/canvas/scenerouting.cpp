// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/scenerouting.h"

#include "model/layout/router.h"

#include <QHash>

#include <algorithm>
#include <map>
#include <unordered_map>

namespace conjoin::ui {

namespace {

namespace layout = model::layout;

/// The boxes of a scene: its cards and pills, which stand behind groups and notes.
struct RoutingGraph {
    layout::Graph graph;
    std::vector<int> boxOf; ///< of a node; -1 = no obstacle
};

RoutingGraph routingGraph(const SceneGraph& scene)
{
    RoutingGraph result;
    result.boxOf.assign(scene.nodes.size(), -1);
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        const SceneNode& node = scene.nodes[i];
        if (node.kind == NodeKind::Note || node.kind == NodeKind::Group)
            continue;
        result.boxOf[i] = int(result.graph.boxes.size());
        layout::Box box;
        box.rect = node.rect;
        box.pill = node.kind == NodeKind::Pill;
        result.graph.boxes.push_back(box);
    }
    for (const SceneEdge& edge : scene.edges) {
        layout::Edge made = layoutEdge(scene, edge);
        made.from = result.boxOf[size_t(edge.from)];
        made.to = result.boxOf[size_t(edge.to)];
        result.graph.edges.push_back(made);
    }
    return result;
}

layout::Side sideAt(QPointF end, QPointF next)
{
    if (next.x() != end.x())
        return next.x() > end.x() ? layout::Side::Right : layout::Side::Left;
    return next.y() > end.y() ? layout::Side::Bottom : layout::Side::Top;
}

layout::Route routeOf(const std::vector<QPointF>& points)
{
    layout::Route route;
    route.points = points;
    if (points.size() >= 2) {
        route.fromSide = sideAt(points.front(), points[1]);
        route.toSide = sideAt(points.back(), points[points.size() - 2]);
        route.clear = true;
    }
    return route;
}

void markMixedEnds(SceneGraph& scene)
{
    std::map<std::pair<double, double>, std::vector<size_t>> atSpot;
    for (size_t i = 0; i < scene.edges.size(); ++i) {
        SceneEdge& edge = scene.edges[i];
        edge.mixedTo = false;
        if (!edge.manyToMany && !edge.route.empty())
            atSpot[{edge.route.back().x(), edge.route.back().y()}].push_back(i);
    }
    for (const auto& [spot, edges] : atSpot) {
        const bool mixed = std::any_of(edges.begin(), edges.end(), [&, first = edges.front()](size_t i) {
            return scene.edges[i].toMark != scene.edges[first].toMark;
        });
        for (const size_t i : edges)
            scene.edges[i].mixedTo = mixed;
    }
}

void takeRoutes(SceneGraph& scene, std::vector<layout::Route> routes)
{
    for (size_t i = 0; i < scene.edges.size(); ++i)
        scene.edges[i].route = std::move(routes[i].points);
    markMixedEnds(scene);
}

using EdgeKey = std::pair<ObjectRef, int>;

struct EdgeKeyHash {
    size_t operator()(const EdgeKey& key) const
    {
        return std::visit(
            [&](auto id) -> size_t {
                if constexpr (std::is_same_v<decltype(id), std::monostate>)
                    return 0;
                else
                    return qHash(id.value(), size_t(key.second));
            },
            key.first);
    }
};

} // namespace

void routeScene(SceneGraph& scene)
{
    takeRoutes(scene, layout::route(routingGraph(scene).graph));
}

void routeScene(SceneGraph& scene, const SceneGraph& previous)
{
    const RoutingGraph now = routingGraph(scene);
    std::unordered_map<EdgeKey, const SceneEdge*, EdgeKeyHash> before;
    for (const SceneEdge& edge : previous.edges)
        before.emplace(EdgeKey(edge.object, edge.linkEnd), &edge);

    std::vector<layout::Route> routes(scene.edges.size());
    std::vector<int> stale;
    for (size_t i = 0; i < scene.edges.size(); ++i) {
        const SceneEdge& edge = scene.edges[i];
        const auto it = before.find(EdgeKey(edge.object, edge.linkEnd));
        if (it != before.end() && it->second->route.size() >= 2) {
            const SceneEdge& old = *it->second;
            const bool sameEnds =
                scene.nodes[size_t(edge.from)].rect == previous.nodes[size_t(old.from)].rect &&
                scene.nodes[size_t(edge.to)].rect == previous.nodes[size_t(old.to)].rect &&
                edge.fromRow == old.fromRow && edge.toRow == old.toRow;
            routes[i] = routeOf(old.route);
            if (sameEnds)
                continue;
        } else {
            routes[i] = layout::quickRoute(now.graph, int(i));
        }
        stale.push_back(int(i));
    }

    std::vector<int> movedBoxes;
    const NodeIndex known(previous);
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        if (now.boxOf[i] < 0)
            continue;
        const int old = known.of(scene.nodes[i].object);
        if (old < 0 || previous.nodes[size_t(old)].rect != scene.nodes[i].rect)
            movedBoxes.push_back(now.boxOf[i]);
    }
    for (const int edge : layout::affectedEdges(now.graph, routes, movedBoxes))
        stale.push_back(edge);
    std::ranges::sort(stale);
    stale.erase(std::unique(stale.begin(), stale.end()), stale.end());
    if (!stale.empty())
        routes = layout::rerouted(now.graph, std::move(routes), stale);
    takeRoutes(scene, std::move(routes));
}

void routeQuickly(SceneGraph& scene, const std::vector<int>& edges)
{
    layout::Graph pair;
    pair.boxes.resize(2);
    pair.edges.resize(1);
    for (const int index : edges) {
        SceneEdge& edge = scene.edges[size_t(index)];
        layout::Edge line = layoutEdge(scene, edge);
        pair.boxes[0].rect = scene.nodes[size_t(edge.from)].rect;
        pair.boxes[1].rect = scene.nodes[size_t(edge.to)].rect;
        pair.boxes[1].pill = scene.nodes[size_t(edge.to)].kind == NodeKind::Pill;
        line.from = 0;
        line.to = edge.from == edge.to ? 0 : 1;
        pair.edges[0] = line;
        edge.route = layout::quickRoute(pair, 0).points;
        edge.fromLabelRect = edge.toLabelRect = {}; // names wait until the line is found
    }
}

} // namespace conjoin::ui
