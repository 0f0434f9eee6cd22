// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/router.h"

namespace conjoin::model::layout {

/// The cheapest I, L, Z or U from one box to the other that leaves each dock straight for `stub`; looks at no
/// other box.
Route quickRoute(const Box& from, const Box& to, const Edge& edge, double stub);

} // namespace conjoin::model::layout
