// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/placement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace conjoin::model::layout {

bool isFree(const QRectF& rect, const std::vector<QRectF>& others, double gap)
{
    return std::none_of(others.begin(), others.end(), [&](const QRectF& other) {
        return rect.left() < other.right() + gap && other.left() < rect.right() + gap &&
               rect.top() < other.bottom() + gap && other.top() < rect.bottom() + gap;
    });
}

QPointF nearestFreePlace(const QRectF& wanted, const std::vector<QRectF>& others, double gap)
{
    if (isFree(wanted, others, gap))
        return wanted.topLeft();
    constexpr double step = 8;
    constexpr int finePlaces = 32; // of a ring
    double radius = step;
    while (true) {
        for (int i = 0; i < finePlaces; ++i) {
            // Around a square, beginning at the right: 8 places a side.
            constexpr int sidePlaces = finePlaces / 4;
            const double along = (2.0 * (i % sidePlaces) / sidePlaces - 1) * radius;
            const std::array<QPointF, 4> sides{QPointF(radius, along), QPointF(-along, radius),
                QPointF(-radius, -along), QPointF(along, -radius)};
            const QPointF offset = sides[std::size_t(i / sidePlaces)];
            const QPointF onGrid(std::round(offset.x() / step) * step, std::round(offset.y() / step) * step);
            if (const QRectF place = wanted.translated(onGrid); isFree(place, others, gap))
                return place.topLeft();
        }
        radius = std::max(radius + 2 * step, radius * 1.1); // ends soon even among huge boxes
    }
}

namespace {

/// Of each box those that it may meet when it moves up or down.
std::vector<std::vector<std::size_t>> stacked(const Graph& graph, double gap)
{
    std::vector<std::size_t> order(graph.boxes.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    const auto left = [&](std::size_t i) { return graph.boxes[i].rect.left(); };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return left(a) < left(b); });
    std::vector<std::vector<std::size_t>> result(graph.boxes.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        const double right = graph.boxes[order[i]].rect.right() + gap;
        for (std::size_t k = i + 1; k < order.size() && left(order[k]) < right; ++k) {
            result[order[i]].push_back(order[k]);
            result[order[k]].push_back(order[i]);
        }
    }
    return result;
}

} // namespace

void straighten(Graph& graph, double gap, const std::vector<double>& below)
{
    constexpr double farthest = 24;
    constexpr double sameLane = 60; // between centres this near in x lines run around or straight down

    struct Jog {
        std::size_t from, to;
        double fromRow, toRow;
    };
    std::vector<Jog> jogs;
    for (const Edge& edge : graph.edges)
        if (hasEnds(graph, edge) && edge.from != edge.to)
            jogs.push_back({std::size_t(edge.from), std::size_t(edge.to), edge.fromRow, edge.toRow});
    const auto rise = [&](const Jog& jog) {
        return graph.boxes[jog.to].rect.top() + jog.toRow - graph.boxes[jog.from].rect.top() - jog.fromRow;
    };
    std::erase_if(jogs, [&](const Jog& jog) {
        const double dx = graph.boxes[jog.from].rect.center().x() - graph.boxes[jog.to].rect.center().x();
        return std::abs(dx) < sameLane || std::abs(rise(jog)) > farthest;
    });
    std::stable_sort(jogs.begin(), jogs.end(),
        [&](const Jog& a, const Jog& b) { return std::abs(rise(a)) < std::abs(rise(b)); });

    // Boxes joined by level lines move together, so that no line that is straight bends again.
    std::vector<std::size_t> level(graph.boxes.size()); // the number of the group each box belongs to
    std::iota(level.begin(), level.end(), std::size_t(0));
    std::vector<std::vector<std::size_t>> members(graph.boxes.size());
    for (std::size_t i = 0; i < members.size(); ++i)
        members[i] = {i};
    const std::vector<std::vector<std::size_t>> above = stacked(graph, gap);
    const auto gapBelow = [&](std::size_t upper) { return below.empty() ? gap : std::max(gap, below[upper]); };
    const auto canMove = [&](std::size_t group, double by) {
        for (const std::size_t i : members[group]) {
            if (graph.boxes[i].pinned)
                return false;
            const QRectF rect = graph.boxes[i].rect.translated(0, by);
            for (const std::size_t k : above[i]) {
                const QRectF& other = graph.boxes[k].rect;
                const bool beside = rect.left() >= other.right() + gap || other.left() >= rect.right() + gap;
                if (level[k] == group || beside)
                    continue;
                const bool isUpper = rect.center().y() < other.center().y();
                const double between = isUpper ? other.top() - rect.bottom() : rect.top() - other.bottom();
                if (between < gapBelow(isUpper ? i : k))
                    return false;
            }
        }
        return true;
    };
    for (const Jog& jog : jogs) {
        const double by = rise(jog);
        std::size_t moved = level[jog.from], other = level[jog.to];
        if (moved == other || std::abs(by) > farthest)
            continue;
        double shift = by;
        if (members[moved].size() > members[other].size()) {
            std::swap(moved, other);
            shift = -shift;
        }
        if (by != 0 && !canMove(moved, shift)) {
            std::swap(moved, other);
            shift = -shift;
            if (!canMove(moved, shift))
                continue;
        }
        for (const std::size_t i : members[moved]) {
            graph.boxes[i].rect.translate(0, shift);
            level[i] = other;
        }
        members[other].insert(members[other].end(), members[moved].begin(), members[moved].end());
        members[moved].clear();
    }
}

} // namespace conjoin::model::layout
