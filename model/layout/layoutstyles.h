// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/lanes.h"

namespace conjoin::model::layout {

struct LayoutOptions;

/// One lane for each step of dependency: what refers to nothing stands left, and every box right of those that
/// it refers to; the pill of a link right of its ends. Where boxes refer to each other in a ring, one of the
/// references counts for nothing. A lane that would be much taller than the drawing is parted. `graph` is that
/// of the part.
Lanes lanesByDependency(const Part& part, const Graph& graph, const LaneSpacing& spacing, double aspect);

/// Upper left corners for all boxes of a graph in columns of about equal height, whatever their lines: in their
/// order, but pills behind the first of their ends, and boxes of one group together.
std::vector<QPointF> gridPlaces(const Graph& graph, const LayoutOptions& options);

} // namespace conjoin::model::layout
