// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/part.h"

namespace conjoin::model::layout {

/// Upper left corners with `centre` in the middle and the others around it, in the direction of what they hang
/// at by the fewest edges, and farther out than that; each as near to the middle as the others leave it, and
/// `gap` from them. All of it comes near `aspect` = width : height. The uppermost leftmost corner is (0, 0).
std::vector<QPointF> radialPlaces(const Part& part, int centre, double gap, double aspect);

/// The box with the most neighbours.
int mostLinked(const Part& part);

} // namespace conjoin::model::layout
