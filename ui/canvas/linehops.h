// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"

#include <span>
#include <vector>

/// Where lines cross, the level one hops over the upright one, so that nobody takes the crossing for a corner
/// of both.
namespace conjoin::ui {

constexpr double hopRadius = 4;
constexpr double leastHopScale = 0.6; ///< further out a hop is a speck

/// A straight piece of a line. Pieces of one net may lie on each other, and don't hop over each other.
struct StraightPiece {
    int net = -1;
    QPointF from, to;
    double fromRoom = 0, toRoom = 0; ///< how much of its ends are corners and marks, where no hop fits
};

/// On the level pieces of the net at `y`, over the uprights from `first` to `last`. Crossings that are close
/// together share one.
struct LineHop {
    int net = -1;
    double y = 0, first = 0, last = 0;

    friend bool operator==(const LineHop&, const LineHop&) = default;
};

/// By net, then from above, then from the left. What there is at a spot depends on pieces less than 20 units
/// around it only: a part of a picture may be painted without the rest.
std::vector<LineHop> findHops(const std::vector<StraightPiece>& pieces);

/// The hops of some lines of a scene.
class LineHops {
public:
    /// None.
    LineHops() = default;
    /// Of these edges, as far as they are seen in `area`.
    LineHops(const SceneGraph& scene, const std::vector<int>& edges, const QRectF& area);

    bool empty() const { return hops_.empty(); }
    /// From the left, on the piece from `a` to `b` of a line of this net.
    std::span<const LineHop> on(int net, QPointF a, QPointF b) const;

private:
    std::vector<LineHop> hops_;
};

/// Those of one line.
class EdgeHops {
public:
    EdgeHops() = default;
    EdgeHops(const LineHops& hops, const SceneGraph& scene, int edge);

    std::span<const LineHop> on(QPointF a, QPointF b) const
    {
        return hops_ ? hops_->on(net_, a, b) : std::span<const LineHop>();
    }

private:
    const LineHops* hops_ = nullptr;
    int net_ = -1;
};

} // namespace conjoin::ui
