// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/untangling.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace conjoin::model::layout {

namespace {

constexpr double crossingPrice = 120; // a crossing is worth this much length
constexpr double heightPrice = 0.3;   // and so is each unit that lanes become more unequal
constexpr double tallestLane = 1.12;
constexpr int mostSweeps = 8, sweepsOfMany = 4, many = 400;
constexpr int sweepsOfThousands = 1, reachOfThousands = 2, thousands = 2000;
constexpr int reach = 3; // places up and down that are tried

/// The sign of the area of the triangle: on which side of a-b lies c.
double turn(QPointF a, QPointF b, QPointF c)
{
    return (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x());
}

bool cross(QPointF a, QPointF b, QPointF c, QPointF d)
{
    return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

/// Straight lines by place: which ones come near another one.
class LineGrid {
public:
    void reset(std::size_t lines, const QRectF& bounds)
    {
        constexpr double usualCell = 900;
        cell_ = std::max(usualCell, std::max(bounds.width(), bounds.height()) / mostCells);
        origin_ = bounds.topLeft();
        columns_ = int(bounds.width() / cell_) + 1;
        rows_ = int(bounds.height() / cell_) + 1;
        cells_.assign(std::size_t(columns_) * std::size_t(rows_), {});
        seen_.assign(lines, 0);
        now_ = 0;
    }

    void add(std::size_t line, QPointF a, QPointF b)
    {
        forCells(a, b, [&](std::vector<std::uint32_t>& cell) { cell.push_back(std::uint32_t(line)); });
    }

    void remove(std::size_t line, QPointF a, QPointF b)
    {
        forCells(a, b, [&](std::vector<std::uint32_t>& cell) {
            const auto it = std::find(cell.begin(), cell.end(), line);
            *it = cell.back();
            cell.pop_back();
        });
    }

    /// Calls `visit` once for every line that may meet the one from `a` to `b`.
    template<class Visit>
    void visit(QPointF a, QPointF b, Visit visit)
    {
        ++now_;
        forCells(a, b, [&](const std::vector<std::uint32_t>& cell) {
            for (const std::uint32_t line : cell) {
                if (seen_[line] == now_)
                    continue;
                seen_[line] = now_;
                visit(line);
            }
        });
    }

private:
    static constexpr double mostCells = 64; // along a side

    template<class Visit>
    void forCells(QPointF a, QPointF b, Visit visit)
    {
        const auto index = [this](double value, int count) {
            return int(std::clamp(value / cell_, 0.0, double(count - 1)));
        };
        const int right = index(std::max(a.x(), b.x()) - origin_.x(), columns_);
        const int bottom = index(std::max(a.y(), b.y()) - origin_.y(), rows_);
        for (int y = index(std::min(a.y(), b.y()) - origin_.y(), rows_); y <= bottom; ++y)
            for (int x = index(std::min(a.x(), b.x()) - origin_.x(), columns_); x <= right; ++x)
                visit(cells_[std::size_t(y) * std::size_t(columns_) + std::size_t(x)]);
    }

    double cell_ = 1;
    QPointF origin_;
    int columns_ = 1, rows_ = 1;
    std::vector<std::vector<std::uint32_t>> cells_;
    std::vector<unsigned> seen_; // of each line, in which visit
    unsigned now_ = 0;
};

class Untangling {
public:
    Untangling(const Part& part, Lanes& lanes, const LaneSpacing& spacing)
        : part_(part)
        , lanes_(lanes)
        , spacing_(spacing)
        , edgesOf_(std::size_t(part.size()))
        , lane_(std::size_t(part.size()))
        , place_(std::size_t(part.size()))
    {
        for (int box = 0; box < part.size(); ++box) {
            for (const Part::Neighbour& neighbour : part.neighbours[std::size_t(box)]) {
                if (neighbour.box < box)
                    continue;
                edgesOf_[std::size_t(box)].push_back(edges_.size());
                edgesOf_[std::size_t(neighbour.box)].push_back(edges_.size());
                edges_.push_back({box, neighbour.box});
            }
        }
        double all = 0;
        for (const QSizeF& size : part.sizes)
            all += size.height() + spacing.rowGap;
        tallest_ = all / double(lanes.size()) * tallestLane + 100;
    }

    void run(Cancel cancel)
    {
        const int size = part_.size();
        const int sweeps = size > thousands ? sweepsOfThousands : size > many ? sweepsOfMany : mostSweeps;
        for (int sweep = 0; sweep < sweeps; ++sweep) {
            stack();
            bool better = false;
            for (int box = 0; box < part_.size() && !cancelled(cancel); ++box)
                better = improve(box) || better;
            if (!better || cancelled(cancel))
                break;
        }
    }

private:
    struct Ends {
        int from, to;
    };

    QPointF at(int box) const { return centres_[std::size_t(box)]; }
    double step(int box) const { return part_.sizeOf(box).height() + spacing_.rowGap; }

    void stack()
    {
        centres_ = stackedCentres(part_, lanes_, spacing_);
        heights_.assign(lanes_.size(), 0);
        for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
            for (std::size_t place = 0; place < lanes_[lane].size(); ++place) {
                const int box = lanes_[lane][place];
                lane_[std::size_t(box)] = lane;
                place_[std::size_t(box)] = place;
                heights_[lane] += step(box);
            }
        }
        QRectF bounds;
        for (const QPointF centre : centres_)
            bounds |= QRectF(centre, QSizeF(1, 1));
        grid_.reset(edges_.size(), bounds);
        for (std::size_t e = 0; e < edges_.size(); ++e)
            grid_.add(e, at(edges_[e].from), at(edges_[e].to));
    }

    // What the lines of both boxes cost where the boxes are; all other lines are where the grid has them. Above
    // `most` nobody wants to know how much it is.
    double cost(int a, int b, double most = std::numeric_limits<double>::infinity())
    {
        double sum = 0;
        moving_.clear();
        for (const int box : {a, b})
            for (const std::size_t e : edgesOf_[std::size_t(box)])
                if (box == a || (edges_[e].from != a && edges_[e].to != a)) // the one between both counts once
                    moving_.push_back(e);
        const auto moves = [&](const Ends& edge) {
            return edge.from == a || edge.from == b || edge.to == a || edge.to == b;
        };
        for (const std::size_t e : moving_) {
            const Ends& edge = edges_[e];
            sum += (at(edge.to) - at(edge.from)).manhattanLength();
            if (lane_[std::size_t(edge.from)] == lane_[std::size_t(edge.to)])
                sum += crossingPrice; // its line runs around
        }
        for (std::size_t i = 0; i < moving_.size() && sum <= most; ++i) {
            const Ends& edge = edges_[moving_[i]];
            const QPointF from = at(edge.from), to = at(edge.to);
            grid_.visit(from, to, [&](std::size_t e) {
                const Ends& other = edges_[e];
                if (!moves(other) && cross(from, to, at(other.from), at(other.to)))
                    sum += crossingPrice;
            });
            for (std::size_t k = i + 1; k < moving_.size(); ++k) {
                const Ends& other = edges_[moving_[k]];
                sum += cross(from, to, at(other.from), at(other.to)) ? crossingPrice : 0;
            }
        }
        return sum;
    }

    bool improve(int box)
    {
        int best = -1;
        double gain = 1; // else equals would be exchanged for ever
        const auto consider = [&](int other) {
            const std::size_t mine = lane_[std::size_t(box)], theirs = lane_[std::size_t(other)];
            const double grows = step(box) - step(other); // their lane
            if (mine != theirs && (heights_[theirs] + grows > tallest_ || heights_[mine] - grows > tallest_))
                return;
            const double before = cost(box, other);
            const double unequal = mine == theirs ? 0 : std::abs(grows) * heightPrice;
            exchange(box, other);
            const double after = cost(box, other, before - gain - unequal) + unequal;
            exchange(box, other);
            if (before - after > gain) {
                gain = before - after;
                best = other;
            }
        };
        const std::size_t lane = lane_[std::size_t(box)];
        for (std::size_t l = lane == 0 ? 0 : lane - 1; l <= std::min(lane + 1, lanes_.size() - 1); ++l) {
            const std::vector<int>& boxes = lanes_[l];
            const auto near = std::lower_bound(boxes.begin(), boxes.end(), at(box).y(),
                [this](int other, double y) { return at(other).y() < y; });
            const std::ptrdiff_t tried = part_.size() > thousands ? reachOfThousands : reach;
            const auto begin = near - std::min<std::ptrdiff_t>(tried, near - boxes.begin());
            const auto end = near + std::min<std::ptrdiff_t>(tried, boxes.end() - near);
            for (auto it = begin; it != end; ++it)
                if (*it != box)
                    consider(*it);
        }
        if (best < 0)
            return false;
        const double grows = step(box) - step(best);
        const std::size_t mine = lane_[std::size_t(box)], theirs = lane_[std::size_t(best)];
        heights_[theirs] += mine == theirs ? 0 : grows;
        heights_[mine] -= mine == theirs ? 0 : grows;
        const auto everyLine = [&](auto visit) {
            for (const int moved : {box, best})
                for (const std::size_t e : edgesOf_[std::size_t(moved)])
                    if (moved == box || (edges_[e].from != box && edges_[e].to != box))
                        visit(e, at(edges_[e].from), at(edges_[e].to));
        };
        everyLine([this](std::size_t e, QPointF from, QPointF to) { grid_.remove(e, from, to); });
        exchange(box, best);
        everyLine([this](std::size_t e, QPointF from, QPointF to) { grid_.add(e, from, to); });
        std::swap(lanes_[mine][place_[std::size_t(best)]], lanes_[theirs][place_[std::size_t(box)]]);
        return true;
    }

    void exchange(int a, int b)
    {
        std::swap(centres_[std::size_t(a)], centres_[std::size_t(b)]);
        std::swap(lane_[std::size_t(a)], lane_[std::size_t(b)]);
        std::swap(place_[std::size_t(a)], place_[std::size_t(b)]);
    }

    const Part& part_;
    Lanes& lanes_;
    const LaneSpacing& spacing_;
    std::vector<Ends> edges_;
    std::vector<std::vector<std::size_t>> edgesOf_;
    std::vector<std::size_t> lane_, place_; // of each box
    std::vector<double> heights_;           // of the lanes
    Centres centres_;
    LineGrid grid_;
    std::vector<std::size_t> moving_; // scratch
    double tallest_ = 0;
};

} // namespace

void untangle(const Part& part, Lanes& lanes, const LaneSpacing& spacing, Cancel cancel)
{
    Untangling(part, lanes, spacing).run(cancel);
}

} // namespace conjoin::model::layout
