// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/routesearch.h"

#include <limits>

namespace conjoin::model::layout {

namespace {

constexpr int none = VisibilityGraph::none;

// A many-to-many line prefers to flow from left to right, and docks that are its own.
constexpr double uprightDockCost = 20;
constexpr double takenDockCost = 200;
// A bend there leaves the end mark no room.
constexpr double crowdedBendCost = 240;
// Running beside a line of another net is fine, yet an empty track is better.
constexpr double besideCost = 2;
// Running on the first or last piece of one is not: both stay where they are and look like one line.
constexpr double onEndCost = 150;
// Long searches trade a little quality for a lot of time.
constexpr double longDistance = 2500, veryLongDistance = 5000;
constexpr double exactWeight = 0.95;
constexpr double hastyWeight = 1.35;
constexpr double hastiestWeight = 2; // nobody follows such a line with the eye anyway

constexpr auto laterFirst = [](const auto& a, const auto& b) {
    return a.estimate != b.estimate ? a.estimate > b.estimate : a.state > b.state;
};

double distance(QPointF a, QPointF b)
{
    return std::abs(a.x() - b.x()) + std::abs(a.y() - b.y());
}

} // namespace

RouteSearch::RouteSearch(const VisibilityGraph& graph, const Costs& costs)
    : graph_(graph)
    , costs_(costs)
{
    const std::size_t count = graph.vertices().size();
    right_.resize(count);
    down_.resize(count);
    docked_.resize(count);
    stamp_.resize(2 * count, 0);
    cost_.resize(2 * count);
    parent_.resize(2 * count);
    crowded_.resize(count, 0);
    markCrowded();
}

void RouteSearch::markCrowded()
{
    const std::vector<VisibilityGraph::Vertex>& vertices = graph_.vertices();
    for (std::size_t dock = 0; dock < graph_.dockCount(); ++dock) {
        for (std::size_t side = 0; side < vertices[dock].next.size(); ++side) {
            int vertex = vertices[dock].next[side];
            while (
                vertex != none && distance(vertices[std::size_t(vertex)].at, vertices[dock].at) < costs_.stub) {
                crowded_[std::size_t(vertex)] = 1;
                vertex = vertices[std::size_t(vertex)].next[side];
            }
        }
    }
}

// The piece between a vertex and its neighbour belongs to the left or upper one of both.
const RouteSearch::Use* RouteSearch::useOf(int vertex, Side side) const
{
    const int neighbour = graph_.vertices()[std::size_t(vertex)].next[std::size_t(side)];
    if (neighbour == none)
        return nullptr;
    switch (side) {
    case Side::Left:
        return &right_[std::size_t(neighbour)];
    case Side::Right:
        return &right_[std::size_t(vertex)];
    case Side::Top:
        return &down_[std::size_t(neighbour)];
    case Side::Bottom:
        break;
    }
    return &down_[std::size_t(vertex)];
}

RouteSearch::Use* RouteSearch::useOf(int vertex, Side side)
{
    return const_cast<Use*>(std::as_const(*this).useOf(vertex, side));
}

bool RouteSearch::foreign(int vertex, Side side, int net) const
{
    const Use* use = useOf(vertex, side);
    return use && use->isForeign(net);
}

// Length and bends that are still needed at least, to the nearest goal.
double RouteSearch::estimate(int vertex, bool vertical) const
{
    const QPointF at = graph_.vertices()[std::size_t(vertex)].at;
    double best = std::numeric_limits<double>::infinity();
    for (std::size_t side = 0; side < goals_.size(); ++side) {
        if (goals_[side] == none)
            continue;
        const QPointF goal = graph_.vertices()[std::size_t(goals_[side])].at;
        const double dx = std::abs(at.x() - goal.x()), dy = std::abs(at.y() - goal.y());
        const bool arrivesVertical = !isHorizontal(Side(side));
        const double offAxis = arrivesVertical ? dx : dy;
        int bends = 0;
        if (vertical != arrivesVertical)
            bends = 1;
        else if (offAxis > 0)
            bends = 2;
        best = std::min(best, (dx + dy) * weight_ + bends * costs_.bend);
    }
    return best;
}

void RouteSearch::reach(int vertex, bool vertical, double cost, int parent)
{
    const int state = 2 * vertex + (vertical ? 1 : 0);
    const std::size_t s = std::size_t(state);
    if (stamp_[s] == search_ && cost_[s] <= cost)
        return;
    stamp_[s] = search_;
    cost_[s] = cost;
    parent_[s] = parent;
    open_.push_back({float(cost + estimate(vertex, vertical)), state});
    std::push_heap(open_.begin(), open_.end(), laterFirst);
}

void RouteSearch::expand(int state, int net)
{
    const int vertex = state / 2;
    const bool vertical = state % 2;
    const int parent = parent_[std::size_t(state)];
    const VisibilityGraph::Vertex& v = graph_.vertices()[std::size_t(vertex)];
    for (const Side side : {Side::Left, Side::Right, Side::Top, Side::Bottom}) {
        const int next = v.next[std::size_t(side)];
        if (next == none || (parent != none && parent / 2 == next))
            continue;
        double cost = distance(v.at, graph_.vertices()[std::size_t(next)].at);
        if (const Use* use = useOf(vertex, side); use->isForeign(net))
            cost += use->ends > 0 ? onEndCost : besideCost;
        else if (use->lines > 0)
            cost *= costs_.trunkDiscount;
        const bool turnsVertical = !isHorizontal(side);
        if (turnsVertical != vertical) {
            cost += costs_.bend + (crowded_[std::size_t(vertex)] ? crowdedBendCost : 0);
        } else if (parent != none) {
            const bool crosses = vertical
                                     ? foreign(vertex, Side::Left, net) || foreign(vertex, Side::Right, net)
                                     : foreign(vertex, Side::Top, net) || foreign(vertex, Side::Bottom, net);
            cost += crosses ? costs_.crossing : 0;
        }
        // Charged on arrival, for docks are reached by one piece only.
        cost += docked_[std::size_t(next)].isForeign(net) ? takenDockCost : 0;
        reach(next, turnsVertical, cost_[std::size_t(state)] + cost, state);
    }
}

RouteSearch::Path RouteSearch::trace(int state) const
{
    Path path;
    for (; state != none; state = parent_[std::size_t(state)])
        path.push_back(state / 2);
    std::reverse(path.begin(), path.end());
    return path;
}

RouteSearch::Path RouteSearch::find(
    const VisibilityGraph::Docks& from, const VisibilityGraph::Docks& to, int net)
{
    ++search_;
    open_.clear();
    goals_ = to;
    weight_ = exactWeight;
    const auto isDock = [](int dock) { return dock != none; };
    const auto begin = std::find_if(from.begin(), from.end(), isDock),
               end = std::find_if(to.begin(), to.end(), isDock);
    if (begin == from.end() || end == to.end())
        return {};
    const double apart =
        distance(graph_.vertices()[std::size_t(*begin)].at, graph_.vertices()[std::size_t(*end)].at);
    if (apart > longDistance)
        weight_ = apart > veryLongDistance ? hastiestWeight : hastyWeight;

    for (std::size_t side = 0; side < from.size(); ++side) {
        if (from[side] == none)
            continue;
        const bool vertical = !isHorizontal(Side(side));
        const bool taken = docked_[std::size_t(from[side])].isForeign(net);
        reach(from[side], vertical, (vertical ? uprightDockCost : 0) + (taken ? takenDockCost : 0), none);
    }
    while (!open_.empty()) {
        std::pop_heap(open_.begin(), open_.end(), laterFirst);
        const auto [expected, state] = open_.back();
        open_.pop_back();
        const int vertex = state / 2;
        constexpr double slack = 0.5; // of float
        if (cost_[std::size_t(state)] + estimate(vertex, state % 2) < double(expected) - slack)
            continue; // reached cheaper since
        if (std::find(to.begin(), to.end(), vertex) != to.end())
            return trace(state);
        expand(state, net);
    }
    return {};
}

// Calls `change(use, isEnd)` for each piece of the path; the first and the last straight run are its ends.
template<class Change>
void RouteSearch::forPieces(const Path& path, Change change)
{
    std::vector<Side> sides;
    for (std::size_t i = 1; i < path.size(); ++i) {
        const auto& next = graph_.vertices()[std::size_t(path[i - 1])].next;
        sides.push_back(Side(std::find(next.begin(), next.end(), path[i]) - next.begin()));
    }
    const auto firstTurn = std::find_if(sides.begin(), sides.end(), [&](Side s) { return s != sides.front(); });
    const auto lastTurn = std::find_if(sides.rbegin(), sides.rend(), [&](Side s) { return s != sides.back(); });
    for (auto it = sides.begin(); it != sides.end(); ++it)
        change(*useOf(path[std::size_t(it - sides.begin())], *it), it < firstTurn || it >= lastTurn.base());
}

void RouteSearch::occupy(const Path& path, int net)
{
    if (path.empty())
        return;
    const auto add = [net](Use& use, bool isEnd) {
        use.net = use.lines == 0 || use.net == net ? net : mixed;
        ++use.lines;
        use.ends += isEnd ? 1 : 0;
    };
    forPieces(path, add);
    add(docked_[std::size_t(path.front())], true);
    add(docked_[std::size_t(path.back())], true);
}

void RouteSearch::release(const Path& path)
{
    if (path.empty())
        return;
    const auto remove = [](Use& use, bool isEnd) {
        --use.lines;
        use.ends -= isEnd ? 1 : 0;
    };
    forPieces(path, remove);
    remove(docked_[std::size_t(path.front())], true);
    remove(docked_[std::size_t(path.back())], true);
}

} // namespace conjoin::model::layout
