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

// Where there was no room for all lines before: a detour is cheaper, if there is any.
constexpr double shunnedShare = 6, shunnedCost = 120;

constexpr double shunnedPrice(double length)
{
    return length * shunnedShare + shunnedCost;
}

// A line that turns back right after it has left its box looks like a hook.
constexpr double hookCost = 100;
constexpr double hookReach = 60; // it turns as near to the box as this

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
    , pieces_(2 * graph.vertices().size())
    , docked_(graph.dockCount())
    , shunned_(2 * graph.vertices().size())
    , crowded_(graph.vertices().size())
    , isGoal_(graph.dockCount(), 0)
    , states_(2 * graph.vertices().size())
{
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
std::size_t RouteSearch::place(int vertex, int next, Side side) const
{
    const int owner = side == Side::Left || side == Side::Top ? next : vertex;
    return 2 * std::size_t(owner) + (isHorizontal(side) ? 0 : 1);
}

// Whether a line that runs on straight through the vertex meets one of another net.
bool RouteSearch::isCrossed(const VisibilityGraph::Vertex& v, int vertex, bool vertical, int net) const
{
    const auto other = [&](Side side) {
        const int next = v.next[std::size_t(side)];
        return next != none && pieces_.holdsOther(place(vertex, next, side), net);
    };
    return vertical ? other(Side::Left) || other(Side::Right) : other(Side::Top) || other(Side::Bottom);
}

double RouteSearch::pieceCost(int vertex, int next, Side side, double length, int net) const
{
    const std::size_t piece = place(vertex, next, side);
    if (pieces_.isFree(piece))
        return shunned_[piece] ? shunnedPrice(length) : length;
    if (pieces_.holds(piece, net))
        return length * costs_.trunkDiscount;
    return (shunned_[piece] ? shunnedPrice(length) : length) +
           (pieces_.holdsFixed(piece) ? onEndCost : besideCost);
}

// Length and bends that are still needed at least, to the nearest goal.
double RouteSearch::estimate(QPointF at, bool vertical) const
{
    double best = std::numeric_limits<double>::infinity();
    for (const Goal& goal : goals_) {
        const double dx = std::abs(at.x() - goal.at.x()), dy = std::abs(at.y() - goal.at.y());
        const double offAxis = goal.vertical ? dx : dy;
        int bends = 0;
        if (vertical != goal.vertical)
            bends = 1;
        else if (offAxis > 0)
            bends = 2;
        best = std::min(best, (dx + dy) * weight_ + bends * costs_.bend);
    }
    return best;
}

void RouteSearch::reach(int vertex, bool vertical, double cost, int parent)
{
    const int index = 2 * vertex + (vertical ? 1 : 0);
    State& state = states_[std::size_t(index)];
    const float reached = float(cost);
    if (state.search == search_ && state.cost <= reached)
        return;
    state = {search_, parent, reached, false};
    open_.push_back({float(cost + estimate(graph_.vertices()[std::size_t(vertex)].at, vertical)), index});
    std::push_heap(open_.begin(), open_.end(), laterFirst);
}

void RouteSearch::expand(int state, int net)
{
    const int vertex = state / 2;
    const bool vertical = state % 2;
    const int parent = states_[std::size_t(state)].parent;
    const int before = parent == none ? none : parent / 2;
    const double soFar = double(states_[std::size_t(state)].cost);
    const VisibilityGraph::Vertex& v = graph_.vertices()[std::size_t(vertex)];
    for (const Side side : {Side::Left, Side::Right, Side::Top, Side::Bottom}) {
        const int next = v.next[std::size_t(side)];
        if (next == none || next == before)
            continue;
        const double length = distance(v.at, graph_.vertices()[std::size_t(next)].at);
        double cost = pieceCost(vertex, next, side, length, net);
        const bool turnsVertical = !isHorizontal(side);
        if (turnsVertical != vertical)
            cost += costs_.bend + (crowded_[std::size_t(vertex)] ? crowdedBendCost : 0);
        else if (parent != none && isCrossed(v, vertex, vertical, net))
            cost += costs_.crossing;
        // Charged on arrival, for docks are reached by one piece only.
        if (std::size_t(next) < graph_.dockCount() && docked_.holdsOther(std::size_t(next), net))
            cost += takenDockCost;
        reach(next, turnsVertical, soFar + cost, state);
    }
}

RouteSearch::Path RouteSearch::trace(int state) const
{
    Path path;
    for (; state != none; state = states_[std::size_t(state)].parent)
        path.push_back(state / 2);
    std::reverse(path.begin(), path.end());
    return path;
}

bool RouteSearch::leadsToGoal(int dock, const VisibilityGraph::Docks& to) const
{
    return std::any_of(to.begin(), to.end(),
        [&](int goal) { return dock != none && goal != none && graph_.areJoined(dock, goal); });
}

// Those that can be reached from some of `from`; false where there are none.
bool RouteSearch::setGoals(const VisibilityGraph::Docks& from, const VisibilityGraph::Docks& to)
{
    goals_.clear();
    for (std::size_t side = 0; side < to.size(); ++side) {
        if (!leadsToGoal(to[side], from))
            continue;
        goals_.push_back({graph_.vertices()[std::size_t(to[side])].at, !isHorizontal(Side(side))});
        isGoal_[std::size_t(to[side])] = 1;
    }
    return !goals_.empty();
}

bool RouteSearch::beginsWithHook(const Path& path) const
{
    std::vector<QPointF> corners; // as far as they matter
    const auto at = [&](int vertex) { return graph_.vertices()[std::size_t(vertex)].at; };
    corners.push_back(at(path.front()));
    for (std::size_t i = 1; i + 1 < path.size() && corners.size() < 4; ++i) {
        const QPointF before = at(path[i - 1]), here = at(path[i]), next = at(path[i + 1]);
        if ((before.x() == here.x()) != (here.x() == next.x()))
            corners.push_back(here);
    }
    if (corners.size() < 4 || distance(corners[0], corners[1]) > hookReach)
        return false; // with one corner less it is the way round to a dock on the same side
    const QPointF out = corners[1] - corners[0], back = corners[3] - corners[2];
    return QPointF::dotProduct(out, back) < 0;
}

RouteSearch::Path RouteSearch::find(
    const VisibilityGraph::Docks& from, const VisibilityGraph::Docks& to, int net)
{
    const auto [path, cost] = cheapest(from, to, net);
    if (path.empty() || weight_ != exactWeight) // of a long line nobody sees both ends at once
        return path;
    const bool atFirst = beginsWithHook(path), atLast = beginsWithHook({path.rbegin(), path.rend()});
    if (!atFirst && !atLast)
        return path;
    const auto without = [](VisibilityGraph::Docks docks, int dock) {
        std::replace(docks.begin(), docks.end(), dock, none);
        return docks;
    };
    auto [other, otherCost] =
        cheapest(atFirst ? without(from, path.front()) : from, atLast ? without(to, path.back()) : to, net);
    return other.empty() || otherCost > cost + hookCost ? path : other;
}

std::pair<RouteSearch::Path, double> RouteSearch::cheapest(
    const VisibilityGraph::Docks& from, const VisibilityGraph::Docks& to, int net)
{
    if (!setGoals(from, to))
        return {};
    ++search_;
    open_.clear();
    const auto first = std::find_if(from.begin(), from.end(), [](int dock) { return dock != none; });
    const double apart = distance(graph_.vertices()[std::size_t(*first)].at, goals_.front().at);
    weight_ = apart > veryLongDistance ? hastiestWeight : apart > longDistance ? hastyWeight : exactWeight;

    for (std::size_t side = 0; side < from.size(); ++side) {
        if (from[side] == none || !leadsToGoal(from[side], to))
            continue;
        const bool vertical = !isHorizontal(Side(side));
        const bool taken = docked_.holdsOther(std::size_t(from[side]), net);
        reach(from[side], vertical, (vertical ? uprightDockCost : 0) + (taken ? takenDockCost : 0), none);
    }
    Path path;
    double cost = 0;
    while (!open_.empty()) {
        std::pop_heap(open_.begin(), open_.end(), laterFirst);
        const int state = open_.back().state;
        open_.pop_back();
        if (std::exchange(states_[std::size_t(state)].expanded, true))
            continue; // reached cheaper since
        const std::size_t vertex = std::size_t(state / 2);
        if (vertex < isGoal_.size() && isGoal_[vertex]) {
            path = trace(state);
            cost = double(states_[std::size_t(state)].cost);
            break;
        }
        expand(state, net);
    }
    for (const int goal : to)
        if (goal != none)
            isGoal_[std::size_t(goal)] = 0;
    return {path, cost};
}

// Calls `change(piece, isEnd)` for each piece of the path; the first and the last straight run are its ends.
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
    for (auto it = sides.begin(); it != sides.end(); ++it) {
        const std::size_t i = std::size_t(it - sides.begin());
        change(place(path[i], path[i + 1], *it), it < firstTurn || it >= lastTurn.base());
    }
}

void RouteSearch::occupy(const Path& path, int net)
{
    if (path.empty())
        return;
    forPieces(path, [&](std::size_t piece, bool isEnd) { pieces_.add(piece, net, isEnd); });
    docked_.add(std::size_t(path.front()), net, true);
    docked_.add(std::size_t(path.back()), net, true);
}

void RouteSearch::shun(int vertex, Side side)
{
    const int next = graph_.vertices()[std::size_t(vertex)].next[std::size_t(side)];
    if (next != none)
        shunned_[place(vertex, next, side)] = 1;
}

void RouteSearch::release(const Path& path, int net)
{
    if (path.empty())
        return;
    forPieces(path, [&](std::size_t piece, bool isEnd) { pieces_.remove(piece, net, isEnd); });
    docked_.remove(std::size_t(path.front()), net, true);
    docked_.remove(std::size_t(path.back()), net, true);
}

} // namespace conjoin::model::layout
