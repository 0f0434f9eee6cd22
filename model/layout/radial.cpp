// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/radial.h"

#include <QRectF>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <span>

namespace conjoin::model::layout {

namespace {

constexpr double snap = 8;

/// The tree of the shortest ways from a box.
class Rings {
public:
    Rings(const Part& part, int centre)
        : part_(part)
        , ring_(std::size_t(part.size()), -1)
        , parent_(std::size_t(part.size()), -1)
        , children_(std::size_t(part.size()))
        , weight_(std::size_t(part.size()), 0)
    {
        order_.push_back(centre);
        ring_[std::size_t(centre)] = 0;
        for (std::size_t i = 0; i < order_.size(); ++i) {
            const int box = order_[i];
            for (const Part::Neighbour& neighbour : part.neighbours[std::size_t(box)]) {
                if (ring_[std::size_t(neighbour.box)] >= 0)
                    continue;
                ring_[std::size_t(neighbour.box)] = ring_[std::size_t(box)] + 1;
                parent_[std::size_t(neighbour.box)] = box;
                children_[std::size_t(box)].push_back(neighbour.box);
                order_.push_back(neighbour.box);
            }
        }
        for (auto it = order_.rbegin(); it != order_.rend(); ++it) {
            double below = 0;
            for (const int child : children_[std::size_t(*it)])
                below += weight_[std::size_t(child)];
            const QSizeF size = part.sizeOf(*it);
            weight_[std::size_t(*it)] = std::max(below, std::hypot(size.width(), size.height()));
        }
    }

    /// Centres, with the first box at (0, 0). `stretch` is how much wider than high the rings are, `turn` the
    /// angle at which the first of them begins.
    Centres centres(double gap, double stretch, double turn) const
    {
        const std::vector<Sector> sectors = sectorsFrom(turn);
        Centres places(std::size_t(part_.size()));
        std::vector<int> placed{order_.front()};
        for (std::size_t first = 1, next = 1; first < order_.size(); first = next) {
            const int ring = ring_[std::size_t(order_[first])];
            while (next < order_.size() && ring_[std::size_t(order_[next])] == ring)
                ++next;
            // Every second one of a ring, and then the others: they stand between, or behind these.
            for (std::size_t odd = 0; odd < 2; ++odd) {
                for (std::size_t i = first + odd; i < next; i += 2) {
                    const int box = order_[i];
                    places[std::size_t(box)] =
                        nearest(box, sectors[std::size_t(box)], stretch, gap, placed, places);
                    placed.push_back(box);
                }
            }
        }
        return places;
    }

private:
    /// Of the circle; radians.
    struct Sector {
        double begin = 0, span = 2 * std::numbers::pi;
    };

    /// A box has its sector to itself and all that hangs at it, and gets as much of its parent's as these need.
    std::vector<Sector> sectorsFrom(double turn) const
    {
        std::vector<Sector> sectors(std::size_t(part_.size()));
        sectors[std::size_t(order_.front())].begin = turn;
        for (const int box : order_) {
            const std::vector<int>& children = children_[std::size_t(box)];
            double all = 0;
            for (const int child : children)
                all += weight_[std::size_t(child)];
            Sector rest = sectors[std::size_t(box)];
            for (const int child : children) {
                const double span = sectors[std::size_t(box)].span * weight_[std::size_t(child)] / all;
                sectors[std::size_t(child)] = {rest.begin, span};
                rest.begin += span;
            }
        }
        return sectors;
    }

    /// The free place in the sector that is nearest to the middle, of those in some directions.
    QPointF nearest(int box, const Sector& sector, double stretch, double gap, std::span<const int> placed,
        const Centres& places) const
    {
        constexpr int directions = 9;
        const QPointF parent = places[std::size_t(parent_[std::size_t(box)])];
        constexpr double apart = 1.5 * snap; // both move to the grid, and it is farther out all the same
        const double inner = std::hypot(parent.x(), parent.y()) + apart;
        QPointF best;
        double least = std::numeric_limits<double>::infinity();
        for (int i = 0; i < directions; ++i) {
            const double angle = sector.begin + sector.span * (i + 0.5) / directions;
            const QPointF ray(stretch * std::cos(angle), std::sin(angle));
            const double out = firstFree(box, ray, inner / std::hypot(ray.x(), ray.y()), gap, placed, places);
            if (out >= least)
                continue;
            least = out;
            best = ray * out;
        }
        return best;
    }

    /// How far along the ray from the middle, from `least` on, the box first keeps its distance to all others.
    double firstFree(int box, QPointF ray, double least, double gap, std::span<const int> placed,
        const Centres& places) const
    {
        constexpr double infinite = std::numeric_limits<double>::infinity();
        const auto within = [&](double along, double middle, double reach) {
            if (std::abs(along) < 1e-9) // it never comes nearer, nor gets away
                return std::abs(middle) < reach ? std::pair(-infinite, infinite)
                                                : std::pair(infinite, -infinite);
            const double a = (middle - reach) / along, b = (middle + reach) / along;
            return std::pair(std::min(a, b), std::max(a, b));
        };
        std::vector<std::pair<double, double>> blocked;
        const QSizeF size = part_.sizeOf(box);
        for (const int other : placed) {
            const QSizeF reach = (size + part_.sizeOf(other)) / 2 + QSizeF(gap, gap);
            const QPointF middle = places[std::size_t(other)];
            const auto [left, right] = within(ray.x(), middle.x(), reach.width());
            const auto [above, below] = within(ray.y(), middle.y(), reach.height());
            const double from = std::max(left, above), to = std::min(right, below);
            if (from < to && to > least)
                blocked.emplace_back(from, to);
        }
        std::ranges::sort(blocked);
        double at = least;
        for (const auto& [from, to] : blocked) {
            if (from >= at)
                break;
            at = std::max(at, to);
        }
        return at;
    }

    const Part& part_;
    std::vector<int> ring_, parent_, order_; // of each box, and from the centre outwards
    std::vector<std::vector<int>> children_;
    std::vector<double> weight_;
};

std::vector<QPointF> cornersOf(const Part& part, const Centres& centres)
{
    std::vector<QPointF> corners;
    QPointF first(std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity());
    for (int box = 0; box < part.size(); ++box) {
        const QSizeF size = part.sizeOf(box);
        const QPointF corner = centres[std::size_t(box)] - QPointF(size.width() / 2, size.height() / 2);
        corners.emplace_back(std::round(corner.x() / snap) * snap, std::round(corner.y() / snap) * snap);
        first = {std::min(first.x(), corners.back().x()), std::min(first.y(), corners.back().y())};
    }
    for (QPointF& corner : corners)
        corner -= first;
    return corners;
}

/// The height of a view of that aspect in which all of it fits.
double viewOver(const Part& part, const std::vector<QPointF>& corners, double aspect)
{
    QRectF bounds;
    for (int box = 0; box < part.size(); ++box)
        bounds |= QRectF(corners[std::size_t(box)], part.sizeOf(box));
    return std::max(bounds.width() / aspect, bounds.height());
}

} // namespace

std::vector<QPointF> radialPlaces(const Part& part, int centre, double gap, double aspect)
{
    // What fits best of some turns and shapes; of many boxes there is time for one, and it matters less.
    constexpr int fewBoxes = 200, manyBoxes = 1000;
    constexpr std::array shares{1.0, 0.75, 0.5, 1.35};
    const std::size_t shapes = part.size() <= manyBoxes ? shares.size() : 1;
    const int turns = part.size() <= fewBoxes ? 12 : 1;
    const Rings rings(part, centre);
    std::vector<QPointF> best;
    double least = std::numeric_limits<double>::infinity();
    for (const double share : std::span(shares).first(shapes)) {
        for (int turn = 0; turn < turns; ++turn) {
            std::vector<QPointF> corners = cornersOf(
                part, rings.centres(gap, std::max(0.3, aspect * share), 2 * std::numbers::pi * turn / turns));
            const double view = viewOver(part, corners, aspect);
            if (view >= least)
                continue;
            least = view;
            best = std::move(corners);
        }
    }
    return best;
}

int mostLinked(const Part& part)
{
    const auto most = std::ranges::max_element(part.neighbours, {}, &std::vector<Part::Neighbour>::size);
    return int(most - part.neighbours.begin());
}

} // namespace conjoin::model::layout
