// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineF>
#include <QRectF>

#include <vector>

namespace conjoin::ui {

/// Where something that is being moved comes to rest, and the lines that show why.
struct Snap {
    QPointF shift; ///< what is added to the way so far
    std::vector<QLineF> guides;
};

/// Lines the moving rectangle up with the borders and middles of others, or spaces it evenly between two of
/// them, wherever that takes no more than `reach`; along an axis on which nothing is near, its upper left
/// corner goes to the grid. Canvas units.
Snap snapTo(const QRectF& moving, const std::vector<QRectF>& others, double reach, double grid);

} // namespace conjoin::ui
