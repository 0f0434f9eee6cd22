// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/layoutstyles.h"

#include "model/layout/autolayout.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace conjoin::model::layout {

namespace {

constexpr double snap = 8;

/// Of each box, those that it refers to: they stand left of it.
std::vector<std::vector<int>> dependencies(const Graph& graph)
{
    std::vector<std::vector<int>> needed(graph.boxes.size());
    for (const Edge& edge : graph.edges) {
        if (edge.from == edge.to)
            continue;
        const bool fromPill = graph.boxes[std::size_t(edge.from)].pill;
        const bool backwards = edge.kind == Edge::ManyToMany && !fromPill; // a pill stands behind its ends
        needed[std::size_t(backwards ? edge.to : edge.from)].push_back(backwards ? edge.from : edge.to);
    }
    return needed;
}

/// The longest way from each box to one that needs nothing. What closes a ring is left aside.
std::vector<int> levelsOf(const std::vector<std::vector<int>>& needed)
{
    enum State : char { New, Open, Done };
    std::vector<int> level(needed.size(), 0);
    std::vector<State> state(needed.size(), New);
    std::vector<std::pair<int, std::size_t>> way; // a box and which of its needs is next
    for (std::size_t root = 0; root < needed.size(); ++root) {
        if (state[root] != New)
            continue;
        way.assign(1, {int(root), 0});
        state[root] = Open;
        while (!way.empty()) {
            auto& [box, next] = way.back();
            const std::vector<int>& all = needed[std::size_t(box)];
            if (next < all.size()) {
                const int below = all[next++];
                if (state[std::size_t(below)] == New) {
                    state[std::size_t(below)] = Open;
                    way.emplace_back(below, 0);
                }
                continue;
            }
            for (const int below : all) {
                if (state[std::size_t(below)] == Done)
                    level[std::size_t(box)] = std::max(level[std::size_t(box)], level[std::size_t(below)] + 1);
            }
            state[std::size_t(box)] = Done;
            way.pop_back();
        }
    }
    return level;
}

/// A box that others need moves as near to the first of them as it may: that shortens its lines.
void pullTowardsUsers(const std::vector<std::vector<int>>& needed, std::vector<int>& level)
{
    std::vector<std::vector<int>> users(needed.size());
    for (std::size_t box = 0; box < needed.size(); ++box) {
        for (const int below : needed[box])
            users[std::size_t(below)].push_back(int(box));
    }
    std::vector<int> order(needed.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = int(i);
    std::ranges::stable_sort(order, std::greater(), [&](int box) { return level[std::size_t(box)]; });
    for (const int box : order) {
        int first = std::numeric_limits<int>::max();
        for (const int user : users[std::size_t(box)]) {
            if (level[std::size_t(user)] > level[std::size_t(box)])
                first = std::min(first, level[std::size_t(user)]);
        }
        if (first != std::numeric_limits<int>::max())
            level[std::size_t(box)] = first - 1;
    }
}

/// Each lane by the mean height of what its boxes are linked to, to and fro until lines seldom cross.
void orderByNeighbours(const Part& part, Lanes& lanes, const LaneSpacing& spacing)
{
    constexpr int sweeps = 12;
    for (int sweep = 0; sweep < sweeps; ++sweep) {
        for (std::size_t i = 0; i < lanes.size(); ++i) {
            std::vector<int>& lane = lanes[sweep % 2 == 0 ? i : lanes.size() - 1 - i];
            const Centres centres = stackedCentres(part, lanes, spacing);
            const auto wanted = [&](int box) {
                const auto& neighbours = part.neighbours[std::size_t(box)];
                double sum = 0;
                for (const Part::Neighbour& neighbour : neighbours)
                    sum += centres[std::size_t(neighbour.box)].y();
                return neighbours.empty() ? centres[std::size_t(box)].y() : sum / double(neighbours.size());
            };
            std::vector<std::pair<double, int>> order;
            for (const int box : lane)
                order.emplace_back(wanted(box), box);
            std::ranges::stable_sort(order, {}, &std::pair<double, int>::first);
            std::ranges::transform(order, lane.begin(), &std::pair<double, int>::second);
        }
    }
}

/// Parts lanes that are taller than the drawing should be into several beside each other.
Lanes parted(const Part& part, const Lanes& lanes, const LaneSpacing& spacing, double aspect)
{
    constexpr double tallest = 1.4;
    double all = 0;
    for (int box = 0; box < part.size(); ++box)
        all += part.sizeOf(box).height() + spacing.rowGap;
    const double most = tallest * all / usualLaneCount(part, spacing, aspect);
    Lanes result;
    for (const std::vector<int>& lane : lanes) {
        double height = 0;
        for (const int box : lane)
            height += part.sizeOf(box).height() + spacing.rowGap;
        const double share = height / std::max(1.0, std::ceil(height / most));
        double filled = share; // so that the first box begins a lane
        for (const int box : lane) {
            const double own = part.sizeOf(box).height() + spacing.rowGap;
            if (filled + own / 2 >= share) {
                result.emplace_back();
                filled = 0;
            }
            result.back().push_back(box);
            filled += own;
        }
    }
    return result;
}

/// Columns of about equal height, each filled before the next.
std::vector<QPointF> columnAfterColumn(const std::vector<QSizeF>& sizes, const LayoutOptions& options)
{
    double widest = 0, all = 0;
    for (const QSizeF& size : sizes) {
        widest = std::max(widest, size.width());
        all += size.height() + options.rowGap;
    }
    const double pitch = widest + options.laneGap;
    const double count = std::max(1.0, std::round(std::sqrt(all * options.aspect / pitch)));
    std::vector<QPointF> corners;
    QPointF at;
    for (const QSizeF& size : sizes) {
        if (at.y() + size.height() / 2 > all / count)
            at = {at.x() + pitch, 0};
        corners.push_back(at);
        at.ry() += size.height() + options.rowGap;
    }
    return corners;
}

} // namespace

Lanes lanesByDependency(const Part& part, const Graph& graph, const LaneSpacing& spacing, double aspect)
{
    const std::vector<std::vector<int>> needed = dependencies(graph);
    std::vector<int> level = levelsOf(needed);
    pullTowardsUsers(needed, level);
    Lanes lanes(std::size_t(*std::ranges::max_element(level)) + 1);
    for (int box = 0; box < part.size(); ++box)
        lanes[std::size_t(level[std::size_t(box)])].push_back(box);
    std::erase_if(lanes, [](const auto& lane) { return lane.empty(); });
    orderByNeighbours(part, lanes, spacing);
    lanes = parted(part, lanes, spacing, aspect);
    orderByNeighbours(part, lanes, spacing);
    return lanes;
}

std::vector<QPointF> gridPlaces(const Graph& graph, const LayoutOptions& options)
{
    std::vector<int> behind(graph.boxes.size());
    for (std::size_t i = 0; i < behind.size(); ++i)
        behind[i] = int(i);
    for (const Edge& edge : graph.edges) {
        if (!hasEnds(graph, edge) || edge.kind != Edge::ManyToMany)
            continue;
        const bool fromPill = graph.boxes[std::size_t(edge.from)].pill;
        const int pill = fromPill ? edge.from : edge.to;
        const int end = fromPill ? edge.to : edge.from;
        int& place = behind[std::size_t(pill)];
        place = place == pill ? end : std::min(place, end);
    }
    std::vector<int> order(graph.boxes.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = int(i);
    std::ranges::stable_sort(order, {}, [&](int box) {
        const int by = behind[std::size_t(box)];
        return std::tuple(graph.boxes[std::size_t(by)].group, by, graph.boxes[std::size_t(box)].pill, box);
    });
    std::vector<QSizeF> sizes;
    for (const int box : order)
        sizes.push_back(graph.boxes[std::size_t(box)].rect.size());
    const std::vector<QPointF> corners = columnAfterColumn(sizes, options);
    std::vector<QPointF> places(graph.boxes.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        const QPointF corner = corners[i];
        places[std::size_t(order[i])] = {
            std::round(corner.x() / snap) * snap, std::round(corner.y() / snap) * snap};
    }
    return places;
}

} // namespace conjoin::model::layout
