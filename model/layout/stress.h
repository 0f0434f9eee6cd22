// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/part.h"

namespace conjoin::model::layout {

/// Centres whose distances come near those along the edges, longest extent left to right. Boxes may overlap.
/// Stress by stochastic gradient descent (Zheng, Pawar, Goodman 2018); sparse, with pivots, above some hundred
/// boxes (Ortmann, Klimenta, Brandes 2016).
Centres stressCentres(const Part& part, std::uint32_t seed, Cancel cancel);

/// Length of the shortest way along neighbours from `source` to every box.
std::vector<double> distancesFrom(const Part& part, int source);

} // namespace conjoin::model::layout
