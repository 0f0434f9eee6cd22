// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/lanes.h"

namespace conjoin::model::layout {

/// The stacks of `lanes` with their boxes slid up and down until docks of neighbours are level, as far as the
/// order allows.
Centres alignedCentres(const Part& part, const Lanes& lanes, const LaneSpacing& spacing);

} // namespace conjoin::model::layout
