// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/autolayout.h"
#include "model/layout/placement.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace conjoin::model::layout {

namespace {

/// Gives boxes places one by one, the one with the most placed neighbours first.
class NearPlacing {
public:
    NearPlacing(Graph& graph, const std::vector<int>& newBoxes, const LayoutOptions& options)
        : graph_(graph)
        , options_(options)
        , placed_(graph.boxes.size(), 1)
        , edgesOf_(graph.boxes.size())
    {
        for (const int box : newBoxes)
            placed_[std::size_t(box)] = 0;
        for (std::size_t i = 0; i < graph.boxes.size(); ++i)
            if (placed_[i])
                take(graph.boxes[i].rect);
        for (const Edge& edge : graph.edges) {
            if (!hasEnds(graph, edge) || edge.from == edge.to)
                continue;
            edgesOf_[std::size_t(edge.from)].push_back({edge.to, edge.fromRow, edge.toRow});
            edgesOf_[std::size_t(edge.to)].push_back({edge.from, edge.toRow, edge.fromRow});
        }
    }

    void run(std::vector<int> boxes)
    {
        while (!boxes.empty()) {
            const auto next = std::max_element(boxes.begin(), boxes.end(), [this](int a, int b) {
                return std::pair(placedNeighbours(a), edgesOf_[std::size_t(a)].size()) <
                       std::pair(placedNeighbours(b), edgesOf_[std::size_t(b)].size());
            });
            place(*next);
            boxes.erase(next);
        }
    }

private:
    /// An edge, seen from one of its boxes.
    struct Tie {
        int other;
        double row;
        double otherRow;
    };

    void take(const QRectF& rect)
    {
        taken_.push_back(rect);
        bounds_ |= rect;
    }

    int placedNeighbours(int box) const
    {
        const std::vector<Tie>& ties = edgesOf_[std::size_t(box)];
        return int(std::count_if(
            ties.begin(), ties.end(), [this](const Tie& tie) { return placed_[std::size_t(tie.other)]; }));
    }

    // Beside, above and below each placed neighbour with docks level, and in the middle of all of them.
    std::vector<QPointF> wishes(int box) const
    {
        const QSizeF size = graph_.boxes[std::size_t(box)].rect.size();
        std::vector<QPointF> corners;
        QPointF middle;
        double rise = 0;
        int count = 0;
        for (const Tie& tie : edgesOf_[std::size_t(box)]) {
            if (!placed_[std::size_t(tie.other)])
                continue;
            const QRectF& other = graph_.boxes[std::size_t(tie.other)].rect;
            const double level = other.top() + tie.otherRow - tie.row;
            const double centred = other.center().x() - size.width() / 2;
            corners.push_back({other.right() + options_.laneGap, level});
            corners.push_back({other.left() - options_.laneGap - size.width(), level});
            corners.push_back({centred, other.bottom() + options_.rowGap});
            corners.push_back({centred, other.top() - options_.rowGap - size.height()});
            middle += other.center();
            rise += level;
            ++count;
        }
        if (count > 1)
            corners.push_back({std::round(middle.x() / count - size.width() / 2), std::round(rise / count)});
        if (corners.empty())
            corners.push_back(
                taken_.empty() ? QPointF() : QPointF(bounds_.right() + options_.laneGap, bounds_.top()));
        return corners;
    }

    double lengthOfTies(int box, const QRectF& rect) const
    {
        double sum = 0;
        for (const Tie& tie : edgesOf_[std::size_t(box)]) {
            if (!placed_[std::size_t(tie.other)])
                continue;
            const QRectF& other = graph_.boxes[std::size_t(tie.other)].rect;
            const double beside = std::max({0.0, other.left() - rect.right(), rect.left() - other.right()});
            const double rise = std::abs(other.top() + tie.otherRow - rect.top() - tie.row);
            // A line between stacked boxes runs around them, and a pill's straight down.
            sum += beside > 0 ? beside + rise : rise + options_.laneGap;
        }
        return sum;
    }

    void place(int box)
    {
        Box& placed = graph_.boxes[std::size_t(box)];
        QRectF best = placed.rect;
        double shortest = std::numeric_limits<double>::infinity();
        for (const QPointF corner : wishes(box)) {
            const QRectF wanted(corner, placed.rect.size());
            const QRectF free(nearestFreePlace(wanted, taken_, options_.rowGap * 0.6), wanted.size());
            const double length = lengthOfTies(box, free) + (free.topLeft() - corner).manhattanLength() / 2;
            if (length < shortest) {
                shortest = length;
                best = free;
            }
        }
        placed.rect = best;
        placed_[std::size_t(box)] = 1;
        take(best);
    }

    Graph& graph_;
    const LayoutOptions& options_;
    std::vector<char> placed_;
    std::vector<std::vector<Tie>> edgesOf_;
    std::vector<QRectF> taken_;
    QRectF bounds_;
};

} // namespace

std::vector<QPointF> placeNear(
    const Graph& graph, const std::vector<int>& newBoxes, const LayoutOptions& options)
{
    std::vector<int> boxes = newBoxes;
    std::sort(boxes.begin(), boxes.end());
    boxes.erase(std::unique(boxes.begin(), boxes.end()), boxes.end());
    std::erase_if(boxes, [&](int box) { return box < 0 || box >= int(graph.boxes.size()); });
    if (boxes.size() == graph.boxes.size()) {
        Graph loose = graph;
        for (Box& box : loose.boxes)
            box.pinned = false;
        return layOut(loose, options);
    }
    Graph placed = sanitised(graph);
    NearPlacing(placed, boxes, options).run(boxes);
    std::vector<QPointF> places;
    for (std::size_t i = 0; i < graph.boxes.size(); ++i) {
        const bool isNew = std::binary_search(boxes.begin(), boxes.end(), int(i));
        places.push_back((isNew ? placed : graph).boxes[i].rect.topLeft());
    }
    return places;
}

} // namespace conjoin::model::layout
