// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/lanes.h"

namespace conjoin::model::layout {

/// Exchanges boxes of a lane, or of lanes side by side, as long as that takes away crossings of straight lines
/// at no great cost of length.
void untangle(const Part& part, Lanes& lanes, const LaneSpacing& spacing, Cancel cancel);

} // namespace conjoin::model::layout
