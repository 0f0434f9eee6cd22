// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/graph.h"

#include <cstdint>

namespace conjoin::tests {

/// A drawing like a real schema's: modules around popular tables, some links across, some many-to-many links
/// with their pills, some tables alone. All boxes lie at the origin. The same seed gives the same graph.
model::layout::Graph generatedGraph(int tables, std::uint32_t seed);

/// The same with boxes at random places that do not overlap: a layout nobody would like, to route in.
model::layout::Graph scatteredGraph(int tables, std::uint32_t seed);

} // namespace conjoin::tests
