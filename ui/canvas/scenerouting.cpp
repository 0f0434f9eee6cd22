// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/scenerouting.h"

#include "model/layout/router.h"
#include "ui/canvas/bentroute.h"
#include "ui/canvas/markletters.h"

#include <QCoreApplication>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

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
        if (!isObstacle(node))
            continue;
        result.boxOf[i] = int(result.graph.boxes.size());
        layout::Box box;
        box.rect = node.rect;
        box.pill = node.kind == NodeKind::Pill;
        box.hangs = node.hangs;
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
    markMixedEnds(scene);
    markStubs(scene);
}

/// The lines over corners that a person made, by edge; empty for the others, and where there is no room.
std::vector<layout::Route> bentRoutes(const SceneGraph& scene)
{
    std::vector<layout::Route> routes(scene.edges.size());
    for (size_t i = 0; i < scene.edges.size(); ++i) {
        if (!scene.edges[i].bends.empty())
            routes[i] = routeOf(bentRoute(scene, scene.edges[i]));
    }
    return routes;
}

} // namespace

bool isObstacle(const SceneNode& node)
{
    return node.kind != NodeKind::Note && node.kind != NodeKind::Group;
}

bool runsBeside(const std::vector<QPointF>& route, const std::vector<QPointF>& other)
{
    constexpr double near = 8; // lines that the router draws are farther apart where there is room
    const auto isUpright = [](QPointF a, QPointF b) { return a.x() == b.x(); };
    const auto overlap = [](double a, double b, double c, double d) {
        return std::min(std::max(a, b), std::max(c, d)) > std::max(std::min(a, b), std::min(c, d));
    };
    for (size_t i = 1; i < route.size(); ++i) {
        const QPointF a = route[i - 1], b = route[i];
        for (size_t k = 1; k < other.size(); ++k) {
            const QPointF c = other[k - 1], d = other[k];
            if (isUpright(a, b) != isUpright(c, d))
                continue;
            const bool beside = isUpright(a, b)
                                    ? std::abs(a.x() - c.x()) < near && overlap(a.y(), b.y(), c.y(), d.y())
                                    : std::abs(a.y() - c.y()) < near && overlap(a.x(), b.x(), c.x(), d.x());
            if (beside)
                return true;
        }
    }
    return false;
}

EndMix mixOf(const std::vector<EndMark>& marks)
{
    const auto number = [](EndMark mark) { return mark == EndMark::Whole ? EndMark::NumberOne : mark; };
    EndMix mix;
    for (const EndMark mark : marks) {
        mix.mixed = mix.mixed || number(mark) != number(marks.front());
        mix.plain = mix.plain || mark != marks.front();
    }
    return mix;
}

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
        edge.mixedTo = edge.plainTo = false;
        if (!edge.manyToMany && !edge.route.empty())
            ends.push_back({edge.route.back().x(), edge.route.back().y(), i});
    }
    std::ranges::sort(ends, {}, [](const End& end) { return std::pair(end.x, end.y); });
    std::vector<EndMark> marks;
    std::vector<int> ending;
    for (size_t first = 0, next = 0; first < ends.size(); first = next) {
        marks.clear();
        for (next = first; next < ends.size() && ends[next].at(ends[first]); ++next)
            marks.push_back(scene.edges[ends[next].edge].toMark);
        const EndMix mix = mixOf(marks);
        for (size_t i = first; i < next; ++i) {
            scene.edges[ends[i].edge].mixedTo = mix.mixed;
            scene.edges[ends[i].edge].plainTo = mix.plain;
            ending.push_back(int(ends[i].edge));
        }
        markBranches(scene, ending);
        ending.clear();
    }
}

bool isStub(const SceneGraph& scene, const SceneEdge& edge)
{
    constexpr double longest = 3000; // between the borders of its cards: a view or two at 100 %
    const QRectF& a = scene.nodes[size_t(edge.from)].rect;
    const QRectF& b = scene.nodes[size_t(edge.to)].rect;
    return edge.route.size() >= 2 && distanceBetween(a, b) > longest;
}

void markStub(const SceneGraph& scene, SceneEdge& edge)
{
    edge.stub = isStub(scene, edge);
    edge.fromStub = edge.stub ? scene.nodes[size_t(edge.to)].title : QString();
    edge.toStub.clear();
}

QString textOfStubs(const SceneGraph& scene, const std::vector<const SceneEdge*>& stubs)
{
    if (stubs.size() == 1)
        return scene.nodes[size_t(stubs.front()->from)].title;
    return QCoreApplication::translate("conjoin::ui::Canvas", "%1 tables").arg(stubs.size());
}

void markStubs(SceneGraph& scene)
{
    std::map<std::pair<double, double>, std::vector<const SceneEdge*>> atSpot;
    for (SceneEdge& edge : scene.edges) {
        markStub(scene, edge);
        if (edge.stub)
            atSpot[{edge.route.back().x(), edge.route.back().y()}].push_back(&edge);
    }
    for (const auto& [spot, stubs] : atSpot)
        scene.edges[size_t(stubs.front() - scene.edges.data())].toStub = textOfStubs(scene, stubs);
}

bool endsAtDock(const SceneGraph& scene, const SceneEdge& edge, bool last)
{
    if (edge.route.size() < 2)
        return false;
    const QPointF end = last ? edge.route.back() : edge.route.front();
    const QPointF next = last ? *(edge.route.end() - 2) : edge.route[1];
    const SceneNode& node = scene.nodes[size_t(last ? edge.to : edge.from)];
    layout::Box box;
    box.rect = node.rect;
    const layout::Edge docks = layoutEdge(scene, edge);
    const QPointF dock = layout::dock(box, last ? docks.toRow : docks.fromRow, sideAt(end, next));
    return dock.x() == end.x() && dock.y() == end.y(); // to the last bit, for lines stay upright
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
    std::vector<int> searched;
    for (const int i : edges) {
        SceneEdge& edge = scene.edges[size_t(i)];
        if (std::vector<QPointF> bent = bentRoute(scene, edge); !bent.empty())
            edge.route = std::move(bent);
        else
            searched.push_back(i);
    }
    std::vector<layout::Route> routes;
    routes.reserve(scene.edges.size());
    for (SceneEdge& edge : scene.edges)
        routes.push_back(routeOf(std::move(edge.route)));
    routes = layout::rerouted(now.graph, std::move(routes), searched);
    for (size_t i = 0; i < scene.edges.size(); ++i)
        scene.edges[i].route = std::move(routes[i].points);
}

void routeScene(SceneGraph& scene)
{
    takeRoutes(scene, layout::routeAround(routingGraph(scene).graph, bentRoutes(scene)));
}

namespace {

void takeKnownRoutes(SceneGraph& scene, const SceneGraph& previous, const RouteHistory::Lines& known)
{
    QHash<EdgeKey, const SceneEdge*> before;
    for (const SceneEdge& edge : previous.edges)
        before.insert(keyOf(edge), &edge);
    std::vector<layout::Route> routes(scene.edges.size());
    for (size_t i = 0; i < scene.edges.size(); ++i) {
        const EdgeKey key = keyOf(scene.edges[i]);
        const SceneEdge* old = before.value(key);
        routes[i] = routeOf(known.contains(key) || !old ? known.value(key) : old->route);
    }
    takeRoutes(scene, std::move(routes));
}

/// Takes over what still fits of the lines before an edit.
class RouteTakeover {
public:
    RouteTakeover(const SceneGraph& scene, const SceneGraph& previous)
        : scene_(scene)
        , previous_(previous)
        , routes_(bentRoutes(scene))
    {
        for (const SceneEdge& edge : previous.edges)
            before_.insert(keyOf(edge), &edge);
        for (size_t i = 0; i < scene.edges.size(); ++i)
            take(i);
    }

    bool nothingFits() const { return stale_.size() == scene_.edges.size(); }

    /// Marks what runs through nodes that came, moved or grew, and beside bent lines that changed.
    void makeWay()
    {
        std::vector<QRectF> covered;
        const NodeIndex known(previous_);
        for (const SceneNode& node : scene_.nodes) {
            const int old = isObstacle(node) ? known.of(node.object) : -1;
            if (isObstacle(node) && (old < 0 || previous_.nodes[size_t(old)].rect != node.rect))
                covered.push_back(node.rect);
        }
        for (size_t i = 0; i < routes_.size(); ++i) {
            const std::vector<QPointF>& line = routes_[i].points;
            const bool inTheWay =
                std::ranges::any_of(covered, [&](const QRectF& rect) { return runsThrough(line, rect); }) ||
                std::ranges::any_of(
                    newBends_, [&](size_t bent) { return runsBeside(line, routes_[bent].points); });
            if (inTheWay && !isBent_.contains(i))
                stale_.push_back(int(i));
        }
        std::ranges::sort(stale_);
        stale_.erase(std::unique(stale_.begin(), stale_.end()), stale_.end());
    }

    const std::vector<int>& stale() const { return stale_; }
    std::vector<layout::Route> takeRoutes() { return std::move(routes_); }

private:
    void take(size_t i)
    {
        const SceneEdge& edge = scene_.edges[i];
        const SceneEdge* old = before_.value(keyOf(edge));
        if (old && old->route.size() < 2)
            old = nullptr;
        if (!routes_[i].points.empty()) {
            isBent_.insert(i);
            if (!old || old->route != routes_[i].points)
                newBends_.push_back(i);
            return;
        }
        const bool fits = old &&
                          scene_.nodes[size_t(edge.from)].rect == previous_.nodes[size_t(old->from)].rect &&
                          scene_.nodes[size_t(edge.to)].rect == previous_.nodes[size_t(old->to)].rect &&
                          edge.fromRow == old->fromRow && edge.toRow == old->toRow &&
                          edge.bends == old->bends && edge.hangs == old->hangs;
        if (fits)
            routes_[i] = routeOf(old->route);
        else
            stale_.push_back(int(i));
    }

    const SceneGraph& scene_;
    const SceneGraph& previous_;
    std::vector<layout::Route> routes_;
    QHash<EdgeKey, const SceneEdge*> before_;
    std::vector<int> stale_;
    std::vector<size_t> newBends_;
    QSet<size_t> isBent_;
};

} // namespace

void routeScene(SceneGraph& scene, const SceneGraph& previous, const RouteHistory::Lines* known)
{
    if (known) {
        takeKnownRoutes(scene, previous, *known);
        return;
    }
    RouteTakeover takeover(scene, previous);
    if (takeover.nothingFits()) {
        routeScene(scene);
        return;
    }
    takeover.makeWay();
    std::vector<layout::Route> routes = takeover.takeRoutes();
    if (!takeover.stale().empty())
        routes = layout::rerouted(routingGraph(scene).graph, std::move(routes), takeover.stale());
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
            box.hangs = scene_.nodes[size_t(node)].hangs;
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
