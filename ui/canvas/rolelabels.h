// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace conjoin::ui {

struct SceneGraph;
class SpatialIndex;

/// Gives each role name of a routed scene a free place at its end of the line: on no card, pill, other name or
/// other line. A name that finds none is not written; the properties panel has it.
void placeRoleLabels(SceneGraph& scene, const SpatialIndex& index);
/// The same for some edges, with the names of all others staying where they are.
void placeRoleLabels(SceneGraph& scene, const SpatialIndex& index, const std::vector<int>& edges);

} // namespace conjoin::ui
