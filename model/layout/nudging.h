// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/obstaclegrid.h"
#include "model/layout/router.h"

#include <vector>

namespace conjoin::model::layout {

/// Moves parallel pieces of routes apart and into the middle of their channels; pieces of one net stay on one
/// trunk. First and last pieces stay at their rows, no piece comes nearer than before to a box than
/// `clearance`, and the routes stay orthogonal. Pieces of routes that are not `movable` stay, and the others
/// keep away from them. `nets[i]` names the net of `routes[i]`.
void nudge(std::vector<Route>& routes, const std::vector<int>& nets, const std::vector<char>& movable,
    const std::vector<Box>& boxes, const ObstacleGrid& obstacles, const RouteOptions& options);

/// Without points that repeat or lie on a straight line between their neighbours.
void simplify(std::vector<QPointF>& points);

} // namespace conjoin::model::layout
