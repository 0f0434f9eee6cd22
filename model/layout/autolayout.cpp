// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/autolayout.h"

#include "model/layout/alignment.h"
#include "model/layout/channels.h"
#include "model/layout/drawingcost.h"
#include "model/layout/lanes.h"
#include "model/layout/layoutstyles.h"
#include "model/layout/packing.h"
#include "model/layout/placement.h"
#include "model/layout/radial.h"
#include "model/layout/stress.h"
#include "model/layout/untangling.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace conjoin::model::layout {

namespace {

constexpr double partGap = 128;
constexpr double loneColumnGap = 64;
constexpr int polishedBoxes = 80; // up to so many the time allows it
constexpr int flowingCards = 7;   // drawings of so few tables read from left to right

double snapped(double value, double grid)
{
    return std::round(value / grid) * grid;
}

/// Finds the best of some arrangements of one connected part.
class PartLayout {
public:
    PartLayout(const Graph& graph, const Part& part, const LayoutOptions& options, Cancel cancel)
        : part_(part)
        , options_(options)
        , cancel_(cancel)
        , spacing_{options.laneGap, options.rowGap,
              options.style == LayoutStyle::Dependency ||
                  std::count(part.pill.begin(), part.pill.end(), 0) <= flowingCards}
    {
        std::vector<int> local(graph.boxes.size(), -1);
        for (const int box : part.boxes) {
            local[std::size_t(box)] = int(graph_.boxes.size());
            graph_.boxes.push_back(graph.boxes[std::size_t(box)]);
            graph_.boxes.back().pinned = false;
        }
        for (Edge edge : graph.edges) {
            if (!hasEnds(graph, edge) || local[std::size_t(edge.from)] < 0)
                continue;
            edge.from = local[std::size_t(edge.from)];
            edge.to = local[std::size_t(edge.to)];
            graph_.edges.push_back(edge);
        }
    }

    /// Upper left corners of the part's boxes, the uppermost leftmost at (0, 0).
    std::vector<QPointF> run(const Progress& progress)
    {
        if (options_.style == LayoutStyle::Dependency)
            consider(
                lanesByDependency(part_, graph_, spacing_, options_.aspect), part_.size() <= polishedBoxes);
        else
            tryCandidates(progress);
        if (options_.candidates == 0 && part_.size() <= polishedBoxes)
            polish();
        makeRoom();
        if (progress)
            progress(1);
        return best_;
    }

private:
    void tryCandidates(const Progress& progress)
    {
        const int count = candidateCount();
        for (int i = 0; i < count && !cancelled(cancel_); ++i) {
            const std::uint32_t seed = options_.seed * 1000u + std::uint32_t(i);
            Lanes lanes = firstLanes(i, seed);
            const int passes = std::clamp(100'000 / part_.size(), 40, 240);
            anneal(part_, lanes, spacing_, passes, seed, cancel_);
            if (!spacing_.flow)
                untangle(part_, lanes, spacing_, cancel_);
            consider(lanes, count > 1);
            if (progress)
                progress(double(i + 1) / (count + 1));
        }
    }

    int candidateCount() const
    {
        if (options_.candidates > 0)
            return options_.candidates;
        const int boxes = part_.size();
        if (boxes <= 40)
            return 24;
        if (boxes <= 80)
            return 16;
        if (boxes <= 150)
            return 10;
        return boxes <= 400 ? 7 : 1;
    }

    // Small parts: a lane for each step from some box. All: by stress, with more or fewer lanes by turns.
    Lanes firstLanes(int candidate, std::uint32_t seed) const
    {
        if (spacing_.flow && candidate < std::max(part_.size(), candidateCount() - 3) &&
            candidate < part_.size())
            return lanesByDistance(part_, candidate);
        constexpr int steps[] = {0, 1, -1};
        const int lanes = usualLaneCount(part_, spacing_, options_.aspect) + steps[candidate % 3];
        return lanesByPlace(
            part_, stressCentres(part_, seed, cancel_), std::clamp(lanes, 1, part_.size()), spacing_);
    }

    // Exchanges neighbours in the lanes of the best arrangement as long as that makes it better.
    void polish()
    {
        constexpr int mostSweeps = 3;
        bool better = true;
        for (int sweep = 0; sweep < mostSweeps && better; ++sweep) {
            better = false;
            for (std::size_t lane = 0; lane < bestLanes_.size(); ++lane) {
                for (std::size_t i = 1; i < bestLanes_[lane].size() && !cancelled(cancel_); ++i) {
                    Lanes lanes = bestLanes_;
                    std::swap(lanes[lane][i - 1], lanes[lane][i]);
                    better = consider(lanes, true) || better;
                }
            }
        }
    }

    // Widens the gaps of the best arrangement where lines would run on each other, as long as that helps.
    void makeRoom()
    {
        constexpr int mostRounds = 3;
        constexpr int mostBoxes = 2000; // with more, one look at the lines is all there is time for
        if (cancelled(cancel_))
            return;
        RouteOptions routeOptions;
        routeOptions.cancel = cancel_;
        routeOptions.repairs = 0; // room is better than detours
        routeOptions.nudged = part_.size() <= mostBoxes;
        putWhereBest();
        std::vector<Route> routes = route(graph_, routeOptions);
        std::size_t overlaps = routeOptions.nudged ? overlappingRuns(graph_, routes).size() : 0;
        const LaneSpacing before = spacing_;
        const Lanes lanes = bestLanes_;
        if (!routeOptions.nudged) {
            spacing_ = roomyFor(part_, lanes, spacing_, graph_, routes);
            best_ = placesOf(lanes);
        }
        for (int round = 0; round < mostRounds && overlaps > 0 && !cancelled(cancel_); ++round) {
            spacing_ = roomyFor(part_, lanes, spacing_, graph_, routes);
            const std::vector<QPointF> places = placesOf(lanes);
            routes = route(graph_, routeOptions);
            const std::size_t now = overlappingRuns(graph_, routes).size();
            if (now >= overlaps)
                break;
            overlaps = now;
            best_ = places;
        }
        spacing_ = before;
    }

    void putWhereBest()
    {
        for (std::size_t i = 0; i < best_.size(); ++i)
            graph_.boxes[i].rect.moveTo(best_[i]);
    }

    // Whether the arrangement is the best one so far.
    bool consider(const Lanes& lanes, bool judged)
    {
        std::vector<QPointF> places = placesOf(lanes);
        const double score = judged ? judge() : 0;
        if (!best_.empty() && score >= bestScore_)
            return false;
        bestScore_ = score;
        bestLanes_ = lanes;
        best_ = std::move(places);
        return true;
    }

    // Puts the boxes of the graph where the lanes want them; returns their corners, counted from the upper left
    // one.
    std::vector<QPointF> placesOf(const Lanes& lanes)
    {
        const Centres centres = alignedCentres(part_, lanes, spacing_);
        QPointF corner(std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity());
        for (std::size_t i = 0; i < centres.size(); ++i) {
            QRectF& rect = graph_.boxes[i].rect;
            rect.moveCenter(centres[i]);
            rect.moveTo(snapped(rect.left(), 8), snapped(rect.top(), 4));
        }
        // Twice: the second time neighbours stand where the first put them.
        const double gap = options_.rowGap * 0.6;
        straighten(graph_, gap, spacing_.linesBelow);
        straighten(graph_, gap, spacing_.linesBelow);
        for (const Box& box : graph_.boxes)
            corner = {std::min(corner.x(), box.rect.left()), std::min(corner.y(), box.rect.top())};
        std::vector<QPointF> places;
        for (const Box& box : graph_.boxes)
            places.push_back(box.rect.topLeft() - corner);
        return places;
    }

    // The lower the better.
    double judge() const
    {
        constexpr double bendPrice = 48, crossingPrice = 800, stackedPrice = 600;
        RouteOptions routeOptions;
        routeOptions.cancel = cancel_;
        const DrawingCost cost = drawingCost(graph_, route(graph_, routeOptions));
        QRectF bounds;
        for (const Box& box : graph_.boxes)
            bounds |= box.rect;
        double score = cost.length + bendPrice * cost.bends + crossingPrice * cost.crossings;
        const double aspect = bounds.width() / bounds.height();
        if (!spacing_.flow)
            return score * (1 + 0.25 * std::abs(std::log(aspect / options_.aspect))) + bounds.width() +
                   bounds.height();
        for (const Edge& edge : graph_.edges) {
            const QRectF& a = graph_.boxes[std::size_t(edge.from)].rect;
            const QRectF& b = graph_.boxes[std::size_t(edge.to)].rect;
            const bool stacked = a.left() < b.right() && b.left() < a.right();
            score += stacked && edge.from != edge.to ? stackedPrice : 0;
        }
        for (int box = 0; box < part_.size(); ++box)
            score += part_.pill[std::size_t(box)] && !isBetweenItsNeighbours(box) ? stackedPrice : 0;
        return score * (1 + std::max(0.0, std::log(options_.aspect / aspect))) + bounds.height();
    }

    bool isBetweenItsNeighbours(int pill) const
    {
        const QRectF& rect = graph_.boxes[std::size_t(pill)].rect;
        bool left = false, right = false;
        const std::vector<Part::Neighbour>& neighbours = part_.neighbours[std::size_t(pill)];
        for (const Part::Neighbour& neighbour : neighbours) {
            const QRectF& other = graph_.boxes[std::size_t(neighbour.box)].rect;
            left = left || other.right() <= rect.left();
            right = right || other.left() >= rect.right();
        }
        return neighbours.size() < 2 || (left && right);
    }

    const Part& part_;
    const LayoutOptions& options_;
    Cancel cancel_;
    LaneSpacing spacing_;
    Graph graph_; // the part alone, with the boxes where the candidate puts them
    std::vector<QPointF> best_;
    Lanes bestLanes_;
    double bestScore_ = 0;
};

std::vector<QPointF> cornersOf(
    const Graph& graph, const Part& part, const LayoutOptions& options, Cancel cancel, const Progress& progress)
{
    if (options.style != LayoutStyle::Radial)
        return PartLayout(graph, part, options, cancel).run(progress);
    const auto wanted = std::ranges::find(part.boxes, options.centre);
    const int centre = wanted == part.boxes.end() ? mostLinked(part) : int(wanted - part.boxes.begin());
    return radialPlaces(part, centre, options.rowGap, options.aspect);
}

std::vector<QPointF> currentPlaces(const Graph& graph)
{
    std::vector<QPointF> places;
    for (const Box& box : graph.boxes)
        places.push_back(box.rect.topLeft());
    return places;
}

QRectF boundsOf(const std::vector<QPointF>& corners, const std::vector<QSizeF>& sizes)
{
    QRectF bounds;
    for (std::size_t i = 0; i < corners.size(); ++i)
        bounds |= QRectF(corners[i], sizes[i]);
    return bounds;
}

/// A part, or all lone boxes together: a rectangle to be packed.
struct Block {
    std::vector<int> boxes;
    std::vector<QPointF> corners;
    QSizeF size;
};

// Boxes of a group stand together, and the tallest come first: that makes even columns.
std::vector<int> loneInOrder(const Graph& graph, std::vector<int> boxes)
{
    std::stable_sort(boxes.begin(), boxes.end(), [&](int a, int b) {
        const Box& boxA = graph.boxes[std::size_t(a)];
        const Box& boxB = graph.boxes[std::size_t(b)];
        return std::pair(boxA.group, -boxA.rect.height()) < std::pair(boxB.group, -boxB.rect.height());
    });
    return boxes;
}

// From a tower to a row: few boxes in all numbers of columns, many in some, in fewer where packing takes long.
std::vector<std::size_t> columnCounts(std::size_t boxes, std::size_t blocks)
{
    constexpr std::size_t manyBlocks = 60;
    const std::size_t percent = blocks > manyBlocks ? 200 : 112;
    std::vector<std::size_t> counts;
    for (std::size_t count = 1; count <= boxes; count = std::max(count + 1, count * percent / 100))
        counts.push_back(count);
    return counts;
}

// Packs the blocks, and adds one of the lone boxes behind them, in the shape that fills a view best.
std::vector<QPointF> packedWithLone(
    std::vector<Block>& blocks, const Graph& graph, const std::vector<int>& lone, const LayoutOptions& options)
{
    std::vector<QSizeF> sizes;
    for (const Block& block : blocks)
        sizes.push_back(block.size);
    if (lone.empty())
        return packed(sizes, partGap, options.aspect);
    std::vector<QSizeF> loneSizes;
    const std::vector<int> boxes = loneInOrder(graph, lone);
    for (const int box : boxes)
        loneSizes.push_back(graph.boxes[std::size_t(box)].rect.size());
    std::vector<QPointF> best;
    double least = std::numeric_limits<double>::infinity();
    sizes.emplace_back();
    blocks.emplace_back();
    for (const std::size_t columns : columnCounts(boxes.size(), blocks.size())) {
        std::vector<QPointF> places = inColumns(loneSizes, columns, loneColumnGap, options.rowGap);
        sizes.back() = boundsOf(places, loneSizes).size();
        std::vector<QPointF> corners = packed(sizes, partGap, options.aspect, true);
        const QSizeF all = boundsOf(corners, sizes).size();
        constexpr double thrift = 0.25; // of two that are shown as large, the one that takes less room
        const double view = std::max(all.width() / options.aspect, all.height());
        const double score = view * view * options.aspect + thrift * all.width() * all.height();
        if (score >= least)
            continue;
        least = score;
        best = std::move(corners);
        blocks.back() = {boxes, std::move(places), sizes.back()};
    }
    return best;
}

// Pinned boxes go back to their place, the drawing moves along with them, and what they now cover steps aside.
void obeyPins(const Graph& graph, std::vector<QPointF>& places, double gap)
{
    QPointF shift;
    int pins = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (!graph.boxes[i].pinned)
            continue;
        ++pins;
        shift += (graph.boxes[i].rect.topLeft() - places[i] - shift) / pins;
    }
    if (pins == 0)
        return;
    shift = {snapped(shift.x(), 8), snapped(shift.y(), 4)};
    std::vector<QRectF> taken;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (!graph.boxes[i].pinned)
            continue;
        places[i] = graph.boxes[i].rect.topLeft();
        taken.push_back(graph.boxes[i].rect);
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (graph.boxes[i].pinned)
            continue;
        const QRectF wanted(places[i] + shift, graph.boxes[i].rect.size());
        places[i] = nearestFreePlace(wanted, taken, gap);
        taken.push_back(QRectF(places[i], wanted.size()));
    }
}

/// Each connected part by itself, then all of them beside each other. Empty where it was cancelled.
std::vector<QPointF> packedParts(
    const Graph& sane, const LayoutOptions& options, Cancel cancel, const Progress& progress)
{
    std::vector<Block> blocks;
    std::vector<int> lone;
    double done = 0;
    for (const Part& part : connectedParts(sane)) {
        if (part.size() == 1) {
            lone.push_back(part.boxes.front());
            continue;
        }
        const double share = part.size() / double(sane.boxes.size());
        const Progress partProgress = [&](double partDone) {
            if (progress)
                progress(done + partDone * share);
        };
        Block block{part.boxes, cornersOf(sane, part, options, cancel, partProgress), {}};
        if (cancelled(cancel))
            return {};
        block.size = boundsOf(block.corners, part.sizes).size();
        blocks.push_back(std::move(block));
        done += share;
    }
    const std::vector<QPointF> corners = packedWithLone(blocks, sane, lone, options);
    std::vector<QPointF> places(sane.boxes.size());
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const QPointF corner(snapped(corners[i].x(), 8), snapped(corners[i].y(), 8));
        for (std::size_t k = 0; k < blocks[i].boxes.size(); ++k)
            places[std::size_t(blocks[i].boxes[k])] = corner + blocks[i].corners[k];
    }
    return places;
}

} // namespace

std::vector<QPointF> layOut(
    const Graph& graph, const LayoutOptions& options, Cancel cancel, const Progress& progress)
{
    const Graph sane = sanitised(graph);
    std::vector<QPointF> places = options.style == LayoutStyle::Grid
                                      ? gridPlaces(sane, options)
                                      : packedParts(sane, options, cancel, progress);
    if (cancelled(cancel))
        return currentPlaces(sane);
    obeyPins(sane, places, options.rowGap * 0.6);
    if (progress)
        progress(1);
    return places;
}

} // namespace conjoin::model::layout
