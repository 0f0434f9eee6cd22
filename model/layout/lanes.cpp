// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/lanes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace conjoin::model::layout {

namespace {

// A lane may grow this much above the mean before no box is moved into it any more.
constexpr double tallestLane = 1.12;
constexpr double tallestFlowingLane = 1.6; // a hub alone in its lane leaves the others more to hold
constexpr double tallestLaneExtra = 100;
// A line that passes lanes bends and crosses others on its way: what lies beyond the next lane counts more.
constexpr double pastLanePrice = 0.15;

/// The state of the search: lanes, and where that puts every box.
class Annealing {
public:
    Annealing(const Part& part, Lanes& lanes, const LaneSpacing& spacing, std::uint32_t seed)
        : part_(part)
        , lanes_(lanes)
        , spacing_(spacing)
        , random_(seed)
        , lane_(std::size_t(part.size()))
        , place_(std::size_t(part.size()))
        , centre_(std::size_t(part.size()))
        , order_(std::size_t(part.size()))
    {
        std::iota(order_.begin(), order_.end(), 0);
        double widths = 0, heights = 0;
        for (const QSizeF& size : part.sizes) {
            widths += size.width();
            heights += size.height() + spacing.rowGap;
        }
        pitch_ = widths / part.size() + spacing.laneGap;
        meanHeight_ = heights / double(lanes.size());
        layOut();
    }

    void run(int passes, Cancel cancel)
    {
        const double hottest = pitch_ * (part_.size() < 400 ? 1.2 : 0.6);
        Lanes best = lanes_;
        double bestCost = totalCost();
        for (int pass = 0; pass < passes && !cancelled(cancel); ++pass) {
            temperature_ = hottest * std::pow(1 - double(pass) / passes, 2);
            for (std::size_t i = order_.size() - 1; i > 0; --i)
                std::swap(order_[i], order_[random_.below(i + 1)]);
            for (const int box : order_)
                tryMoves(box);
            std::erase_if(lanes_, [](const auto& lane) { return lane.empty(); });
            layOut();
            if (const double cost = totalCost(); cost < bestCost) {
                bestCost = cost;
                best = lanes_;
            }
        }
        lanes_ = std::move(best);
    }

private:
    int& laneOf(int box) { return lane_[std::size_t(box)]; }
    std::size_t& placeOf(int box) { return place_[std::size_t(box)]; }
    QPointF& centreOf(int box) { return centre_[std::size_t(box)]; }
    double step(int box) const { return part_.sizeOf(box).height() + spacing_.rowGap; }

    void layOut()
    {
        laneX_.assign(lanes_.size(), 0);
        laneHeight_.assign(lanes_.size(), 0);
        double x = 0;
        for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
            double width = 0;
            for (const int box : lanes_[lane])
                width = std::max(width, part_.sizeOf(box).width());
            laneX_[lane] = x + width / 2;
            x += width + spacing_.laneGap;
            stack(lane);
        }
    }

    void stack(std::size_t lane)
    {
        laneHeight_[lane] = 0;
        for (const int box : lanes_[lane])
            laneHeight_[lane] += step(box);
        double y = (meanHeight_ - laneHeight_[lane]) / 2;
        for (std::size_t place = 0; place < lanes_[lane].size(); ++place) {
            const int box = lanes_[lane][place];
            laneOf(box) = int(lane);
            placeOf(box) = place;
            centreOf(box) = {laneX_[lane], y + part_.sizeOf(box).height() / 2};
            y += step(box);
        }
    }

    /// What the edges of `box` would cost with it at `at`; the one to `except` is not counted.
    double cost(int box, QPointF at, int except) const
    {
        double sum = 0;
        for (const Part::Neighbour& neighbour : part_.neighbours[std::size_t(box)]) {
            if (neighbour.box == except)
                continue;
            const QPointF other = centre_[std::size_t(neighbour.box)];
            const double dx = std::abs(at.x() - other.x()), dy = std::abs(at.y() - other.y());
            const bool sameLane = dx < 1;
            const bool pill = part_.pill[std::size_t(box)] || part_.pill[std::size_t(neighbour.box)];
            if (!sameLane)
                sum += dx + dy + std::max(0.0, dx - pitch_) * pastLanePrice;
            else if (pill && !spacing_.flow && dy < nextBelow(box, neighbour.box))
                sum += dy + 30; // its line runs straight down
            else
                sum += pitch_ * (spacing_.flow ? 1.6 : 0.9) + dy * 1.15; // its line runs around
        }
        return sum;
    }

    /// Centres of boxes of one lane that are nearer than this have no other box between them.
    double nextBelow(int a, int b) const { return (step(a) + step(b)) / 2 + spacing_.rowGap; }

    double cost(int box, int except = -1) const { return cost(box, centre_[std::size_t(box)], except); }

    double totalCost() const
    {
        double sum = 0;
        for (int box = 0; box < part_.size(); ++box)
            sum += cost(box);
        return sum;
    }

    bool accepts(double gain)
    {
        return gain > 0 || random_.unit() < std::exp(gain / std::max(temperature_, 1e-9));
    }

    bool fits(double height) const
    {
        const double tallest = spacing_.flow ? tallestFlowingLane : tallestLane;
        return height <= meanHeight_ * tallest + tallestLaneExtra;
    }

    QPointF medianOfNeighbours(int box)
    {
        xs_.clear();
        ys_.clear();
        for (const Part::Neighbour& neighbour : part_.neighbours[std::size_t(box)]) {
            xs_.push_back(centreOf(neighbour.box).x());
            ys_.push_back(centreOf(neighbour.box).y());
        }
        const auto median = [](std::vector<double>& values) {
            const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
            std::nth_element(values.begin(), middle, values.end());
            return *middle;
        };
        return {median(xs_), median(ys_)};
    }

    std::size_t nearestLane(double x) const
    {
        const std::size_t right =
            std::size_t(std::lower_bound(laneX_.begin(), laneX_.end(), x) - laneX_.begin());
        if (right == 0)
            return 0;
        if (right == laneX_.size() || x - laneX_[right - 1] < laneX_[right] - x)
            return right - 1;
        return right;
    }

    void tryMoves(int box)
    {
        if (part_.neighbours[std::size_t(box)].empty())
            return;
        QPointF middle = medianOfNeighbours(box);
        for (int attempt = 0; attempt < 4; ++attempt) {
            if (tryMove(box, middle))
                middle = medianOfNeighbours(box); // what made way may be one of them
        }
    }

    // Somewhere near the middle of its neighbours: there in exchange for another box, or between two.
    bool tryMove(int box, QPointF middle)
    {
        const QPointF target =
            middle + QPointF((random_.unit() - 0.5) * pitch_ * 3, (random_.unit() - 0.5) * 900);
        const std::size_t lane = nearestLane(target.x());
        const std::vector<int>& boxes = lanes_[lane];
        const auto place =
            std::size_t(std::lower_bound(boxes.begin(), boxes.end(), target.y(), [this](int b, double y) {
                return centreOf(b).y() < y;
            }) - boxes.begin());
        if (random_.unit() < 0.5 && !boxes.empty())
            return trySwap(box, boxes[std::min(place, boxes.size() - 1)]);
        return int(lane) != laneOf(box) && tryInsert(box, lane, place);
    }

    bool trySwap(int a, int b)
    {
        if (a == b)
            return false;
        const std::size_t laneA = std::size_t(laneOf(a)), laneB = std::size_t(laneOf(b));
        const double grows = step(a) - step(b); // laneB, and laneA shrinks
        if (laneA != laneB && (!fits(laneHeight_[laneB] + grows) || !fits(laneHeight_[laneA] - grows)))
            return false;
        const double before = cost(a, b) + cost(b, a);
        const double after = cost(a, centreOf(b), b) + cost(b, centreOf(a), a) + std::abs(grows) * 0.3;
        if (!accepts(before - after))
            return false;
        std::swap(lanes_[laneA][placeOf(a)], lanes_[laneB][placeOf(b)]);
        std::swap(laneOf(a), laneOf(b));
        std::swap(placeOf(a), placeOf(b));
        std::swap(centreOf(a), centreOf(b));
        laneHeight_[laneB] += laneA == laneB ? 0 : grows;
        laneHeight_[laneA] -= laneA == laneB ? 0 : grows;
        return true;
    }

    bool tryInsert(int box, std::size_t lane, std::size_t place)
    {
        std::vector<int>& into = lanes_[lane];
        if (!fits(laneHeight_[lane] + step(box)))
            return false;
        double y = meanHeight_ / 2;
        if (place < into.size())
            y = centreOf(into[place]).y() - step(into[place]) / 2;
        else if (!into.empty())
            y = centreOf(into.back()).y() + step(into.back()) / 2;
        // The boxes above move up by half a step, those below down; the nearest tell what that costs.
        constexpr std::size_t sample = 6;
        double shift = 0;
        const auto addShift = [&](int other, double by) {
            shift += cost(other, centreOf(other) + QPointF(0, by), box) - cost(other, box);
        };
        for (std::size_t i = place; i < std::min(into.size(), place + sample); ++i)
            addShift(into[i], step(box) / 2);
        for (std::size_t i = place; i > 0 && i + sample > place; --i)
            addShift(into[i - 1], -step(box) / 2);
        if (!accepts(cost(box) - cost(box, {laneX_[lane], y}, -1) - shift * 0.7))
            return false;
        const std::size_t old = std::size_t(laneOf(box));
        lanes_[old].erase(lanes_[old].begin() + std::ptrdiff_t(placeOf(box)));
        into.insert(into.begin() + std::ptrdiff_t(place), box);
        stack(old);
        stack(lane);
        return true;
    }

    const Part& part_;
    Lanes& lanes_;
    const LaneSpacing& spacing_;
    Random random_;
    std::vector<int> lane_;          // of each box
    std::vector<std::size_t> place_; // of each box in its lane
    Centres centre_;
    std::vector<int> order_;
    std::vector<double> laneX_;
    std::vector<double> laneHeight_;
    std::vector<double> xs_, ys_; // scratch
    double pitch_ = 0;
    double meanHeight_ = 0;
    double temperature_ = 0;
};

} // namespace

int usualLaneCount(const Part& part, const LaneSpacing& spacing, double aspect)
{
    double widths = 0, heights = 0;
    for (const QSizeF& size : part.sizes) {
        widths += size.width();
        heights += size.height() + spacing.rowGap;
    }
    const double pitch = widths / part.size() + spacing.laneGap;
    return std::clamp(int(std::lround(std::sqrt(aspect * heights / pitch))), 1, part.size());
}

Lanes lanesByPlace(const Part& part, const Centres& centres, int count, const LaneSpacing& spacing)
{
    const auto sortBy = [](std::vector<int>& boxes, auto coordinate) {
        std::stable_sort(
            boxes.begin(), boxes.end(), [&](int a, int b) { return coordinate(a) < coordinate(b); });
    };
    std::vector<int> order(std::size_t(part.size()));
    std::iota(order.begin(), order.end(), 0);
    sortBy(order, [&](int box) { return centres[std::size_t(box)].x(); });
    double total = 0;
    for (const QSizeF& size : part.sizes)
        total += size.height() + spacing.rowGap;

    Lanes lanes(static_cast<std::size_t>(count));
    double filled = 0;
    for (const int box : order) {
        const double height = part.sizeOf(box).height();
        const int lane = std::clamp(int((filled + height / 2) * count / total), 0, count - 1);
        lanes[std::size_t(lane)].push_back(box);
        filled += height + spacing.rowGap;
    }
    std::erase_if(lanes, [](const auto& lane) { return lane.empty(); });
    for (std::vector<int>& lane : lanes)
        sortBy(lane, [&](int box) { return centres[std::size_t(box)].y(); });
    return lanes;
}

Lanes lanesByDistance(const Part& part, int root)
{
    Lanes lanes{{root}};
    std::vector<char> seen(std::size_t(part.size()), 0);
    seen[std::size_t(root)] = 1;
    while (true) {
        std::vector<int> next;
        for (const int box : lanes.back()) {
            for (const Part::Neighbour& neighbour : part.neighbours[std::size_t(box)]) {
                if (seen[std::size_t(neighbour.box)])
                    continue;
                seen[std::size_t(neighbour.box)] = 1;
                next.push_back(neighbour.box);
            }
        }
        if (next.empty())
            return lanes;
        lanes.push_back(std::move(next));
    }
}

void anneal(
    const Part& part, Lanes& lanes, const LaneSpacing& spacing, int passes, std::uint32_t seed, Cancel cancel)
{
    if (part.size() > 1)
        Annealing(part, lanes, spacing, seed).run(passes, cancel);
}

Centres stackedCentres(const Part& part, const Lanes& lanes, const LaneSpacing& spacing)
{
    Centres centres(std::size_t(part.size()));
    double x = 0;
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
        double width = 0, height = 0;
        for (const int box : lanes[lane]) {
            width = std::max(width, part.sizeOf(box).width());
            height += part.sizeOf(box).height() + spacing.gapBelow(box);
        }
        height -= lanes[lane].empty() ? 0 : spacing.gapBelow(lanes[lane].back());
        double y = -height / 2;
        for (const int box : lanes[lane]) {
            centres[std::size_t(box)] = {x + width / 2, y + part.sizeOf(box).height() / 2};
            y += part.sizeOf(box).height() + spacing.gapBelow(box);
        }
        x += width + spacing.gapAfter(lane);
    }
    return centres;
}

} // namespace conjoin::model::layout
