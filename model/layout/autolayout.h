// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/graph.h"

#include <QPointF>

#include <cstdint>
#include <vector>

namespace conjoin::model::layout {

enum class LayoutStyle {
    Network,    ///< short lines that seldom cross, in as little room as that takes
    Dependency, ///< from left to right: what others refer to first
    Grid,       ///< columns of about equal height, in the order of the boxes
    Radial      ///< around one box, by the number of edges between
};

struct LayoutOptions {
    double laneGap = 96;    ///< between two columns of boxes: the channel of their lines
    double rowGap = 48;     ///< between two boxes of a column
    double aspect = 1.6;    ///< width : height the drawing should come near
    std::uint32_t seed = 1; ///< the same graph, options and seed give the same positions
    /// Arrangements that are tried and judged by their routes; 0 = as many as the size allows, and the best one
    /// of a small drawing is polished.
    int candidates = 0;
    LayoutStyle style = LayoutStyle::Network;
    int centre = -1; ///< of a radial drawing; -1 = the most linked box of each connected part
};

/// Positions (upper left corners) for all boxes, in their order; without overlap, except of pinned boxes with
/// each other. Pinned boxes keep their place and the others gather around them; without any the drawing begins
/// at (0, 0). A cancelled run returns the positions the boxes have.
std::vector<QPointF> layOut(const Graph& graph, const LayoutOptions& options = {}, Cancel cancel = nullptr,
    const Progress& progress = {});

/// Positions for `newBoxes` near the boxes they are linked to; all other boxes stay and nothing overlaps them.
/// Returns the positions of all boxes, in their order.
std::vector<QPointF> placeNear(
    const Graph& graph, const std::vector<int>& newBoxes, const LayoutOptions& options = {});

} // namespace conjoin::model::layout
