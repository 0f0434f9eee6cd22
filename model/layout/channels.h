// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/lanes.h"
#include "model/layout/router.h"

namespace conjoin::model::layout {

/// `spacing` with its gaps widened where more lines run than there is room for: between the lanes, and between
/// the boxes of a lane. `placed` holds the boxes of the part, in its order, where the lanes put them; `routes`
/// are those of its edges.
LaneSpacing roomyFor(const Part& part, const Lanes& lanes, const LaneSpacing& spacing, const Graph& placed,
    const std::vector<Route>& routes);

} // namespace conjoin::model::layout
