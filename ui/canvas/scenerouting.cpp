// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/scenerouting.h"

#include "model/layout/router.h"
#include "ui/canvas/bentroute.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

namespace conjoin::ui {

namespace {

namespace layout = model::layout;

bool isObstacle(const SceneNode& node)
{
    return node.kind != NodeKind::Note && node.kind != NodeKind::Group;
}

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
        if (!isObstacle(node))
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

/// From border to border, around the corner.
double distanceBetween(const QRectF& a, const QRectF& b)
{
    return std::max({0.0, a.left() - b.right(), b.left() - a.right()}) +
           std::max({0.0, a.top() - b.bottom(), b.top() - a.bottom()});
}

layout::Side sideAt(QPointF end, QPointF next)
{
    if (next.x() != end.x())
        return next.x() > end.x() ? layout::Side::Right : layout::Side::Left;
    return next.y() > end.y() ? layout::Side::Bottom : layout::Side::Top;
}

layout::Route routeOf(std::vector<QPointF> points)
{
    layout::Route route;
    if (points.size() >= 2) {
        route.fromSide = sideAt(points.front(), points[1]);
        route.toSide = sideAt(points.back(), points[points.size() - 2]);
        route.clear = true;
    }
    route.points = std::move(points);
    return route;
}

void takeRoutes(SceneGraph& scene, std::vector<layout::Route> routes)
{
    for (size_t i = 0; i < scene.edges.size(); ++i)
        scene.edges[i].route = std::move(routes[i].points);
    applyBends(scene);
    markMixedEnds(scene);
    markStubs(scene);
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

void markMixedEnds(SceneGraph& scene)
{
    struct End {
        double x, y;
        size_t edge;
        bool at(const End& other) const { return x == other.x && y == other.y; }
    };
    std::vector<End> ends;
    for (size_t i = 0; i < scene.edges.size(); ++i) {
        SceneEdge& edge = scene.edges[i];
        edge.mixedTo = false;
        if (!edge.manyToMany && !edge.route.empty())
            ends.push_back({edge.route.back().x(), edge.route.back().y(), i});
    }
    std::ranges::sort(ends, {}, [](const End& end) { return std::pair(end.x, end.y); });
    const auto mark = [&](const End& end) { return scene.edges[end.edge].toMark; };
    for (size_t first = 0, next = 0; first < ends.size(); first = next) {
        bool mixed = false;
        for (next = first; next < ends.size() && ends[next].at(ends[first]); ++next)
            mixed = mixed || mark(ends[next]) != mark(ends[first]);
        for (size_t i = first; i < next; ++i)
            scene.edges[ends[i].edge].mixedTo = mixed;
    }
}

void markStubs(SceneGraph& scene)
{
    constexpr double longest = 3000; // between the borders of its cards: a view or two at 100 %
    std::map<std::pair<double, double>, std::vector<SceneEdge*>> atSpot;
    for (SceneEdge& edge : scene.edges) {
        edge.fromStub.clear();
        edge.toStub.clear();
        const QRectF& a = scene.nodes[size_t(edge.from)].rect;
        const QRectF& b = scene.nodes[size_t(edge.to)].rect;
        edge.stub = edge.route.size() >= 2 && distanceBetween(a, b) > longest;
        if (!edge.stub)
            continue;
        edge.fromStub = scene.nodes[size_t(edge.to)].title;
        atSpot[{edge.route.back().x(), edge.route.back().y()}].push_back(&edge);
    }
    for (const auto& [spot, edges] : atSpot) {
        edges.front()->toStub =
            edges.size() == 1
                ? scene.nodes[size_t(edges.front()->from)].title
                : QCoreApplication::translate("conjoin::ui::Canvas", "%1 tables").arg(edges.size());
    }
}

bool runsThrough(const std::vector<QPointF>& route, const QRectF& rect)
{
    for (size_t i = 1; i < route.size(); ++i) {
        const QRectF piece = QRectF(route[i - 1], route[i]).normalized();
        if (piece.right() > rect.left() && piece.left() < rect.right() && piece.bottom() > rect.top() &&
            piece.top() < rect.bottom())
            return true;
    }
    return false;
}

void routeAgain(SceneGraph& scene, const std::vector<int>& edges)
{
    const RoutingGraph now = routingGraph(scene);
    std::vector<layout::Route> routes;
    routes.reserve(scene.edges.size());
    for (SceneEdge& edge : scene.edges)
        routes.push_back(routeOf(std::move(edge.route)));
    routes = layout::rerouted(now.graph, std::move(routes), edges);
    for (size_t i = 0; i < scene.edges.size(); ++i)
        scene.edges[i].route = std::move(routes[i].points);
    applyBends(scene);
}

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
                edge.fromRow == old.fromRow && edge.toRow == old.toRow && edge.bends == old.bends;
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

namespace {

/// A part of a scene as routing sees it.
class Neighbourhood {
public:
    explicit Neighbourhood(const SceneGraph& scene)
        : scene_(scene)
    {}

    int boxOf(int node)
    {
        const auto [it, isNew] = boxes_.try_emplace(node, int(graph_.boxes.size()));
        if (isNew) {
            layout::Box box;
            box.rect = scene_.nodes[size_t(node)].rect;
            box.pill = scene_.nodes[size_t(node)].kind == NodeKind::Pill;
            graph_.boxes.push_back(box);
        }
        return it->second;
    }
    void addEdge(int index)
    {
        const SceneEdge& edge = scene_.edges[size_t(index)];
        layout::Edge line = layoutEdge(scene_, edge);
        line.from = boxOf(edge.from);
        line.to = boxOf(edge.to);
        graph_.edges.push_back(line);
    }
    const layout::Graph& graph() const { return graph_; }

private:
    const SceneGraph& scene_;
    layout::Graph graph_;
    std::unordered_map<int, int> boxes_; ///< of nodes
};

} // namespace

void routeLive(SceneGraph& scene, const std::vector<int>& moving, const std::vector<int>& edges)
{
    constexpr double near = 1400;   // between borders: what is in one view with the moving card
    constexpr size_t fewMoving = 8; // a crowd is everywhere
    const size_t mostNear = moving.size() <= fewMoving ? 16 : 0; // the budget of a frame
    constexpr double detours = 160;                              // around the near ends
    QRectF window;
    for (const int node : moving)
        window |= scene.nodes[size_t(node)].rect;
    std::vector<std::pair<double, int>> byDistance;
    for (const int index : edges) {
        const SceneEdge& edge = scene.edges[size_t(index)];
        byDistance.emplace_back(
            distanceBetween(scene.nodes[size_t(edge.from)].rect, scene.nodes[size_t(edge.to)].rect), index);
    }
    std::ranges::sort(byDistance);

    Neighbourhood around(scene);
    std::vector<int> found;
    for (const auto& [far, index] : byDistance) {
        SceneEdge& edge = scene.edges[size_t(index)];
        edge.fromLabelRect = edge.toLabelRect = {}; // names wait until the line is found
        edge.stub = false;                          // and all of it is seen
        if (far <= near && found.size() < mostNear) {
            around.addEdge(index);
            found.push_back(index);
            window |= scene.nodes[size_t(edge.from)].rect | scene.nodes[size_t(edge.to)].rect;
            continue;
        }
        Neighbourhood pair(scene);
        pair.addEdge(index);
        edge.route = layout::quickRoute(pair.graph(), 0).points;
    }
    if (found.empty()) {
        applyBends(scene);
        return;
    }
    window.adjust(-detours, -detours, detours, detours);
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        if (isObstacle(scene.nodes[i]) && scene.nodes[i].rect.intersects(window))
            around.boxOf(int(i));
    }
    layout::RouteOptions options;
    options.refined = false;
    const std::vector<layout::Route> routes = layout::route(around.graph(), options);
    for (size_t i = 0; i < found.size(); ++i)
        scene.edges[size_t(found[i])].route = routes[i].points;
    applyBends(scene);
}

} // namespace conjoin::ui
