// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/part.h"

namespace conjoin::model::layout {

/// Columns of boxes, left to right; each from top to bottom.
using Lanes = std::vector<std::vector<int>>;

struct LaneSpacing {
    double laneGap;
    double rowGap;
    bool flow; ///< small drawings read from left to right: a neighbour below costs as much as a far one beside
    // Where the usual gaps are too narrow for the lines that run there; empty = nowhere.
    std::vector<double> afterLane{}; ///< between a lane and the next
    std::vector<double> belowBox{};  ///< by box: between it and the next of its lane
    std::vector<double> linesBelow{}; ///< by box: what the lines there need at least; empty = not known

    double gapAfter(std::size_t lane) const { return lane < afterLane.size() ? afterLane[lane] : laneGap; }
    double gapBelow(int box) const { return belowBox.empty() ? rowGap : belowBox[std::size_t(box)]; }
};

/// How many lanes give the drawing about this width : height.
int usualLaneCount(const Part& part, const LaneSpacing& spacing, double aspect);

/// `count` lanes of about equal height that keep left, right, above and below of `centres`.
Lanes lanesByPlace(const Part& part, const Centres& centres, int count, const LaneSpacing& spacing);

/// One lane for each number of edges between a box and `root`.
Lanes lanesByDistance(const Part& part, int root);

/// Shortens edges by moving boxes to other lanes and places, a bad move now and then (simulated annealing).
void anneal(
    const Part& part, Lanes& lanes, const LaneSpacing& spacing, int passes, std::uint32_t seed, Cancel cancel);

/// The lanes side by side, each stacked around the common middle.
Centres stackedCentres(const Part& part, const Lanes& lanes, const LaneSpacing& spacing);

} // namespace conjoin::model::layout
