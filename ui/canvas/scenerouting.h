// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"

#include <vector>

namespace conjoin::ui {

/// Finds the routes of all edges around the cards and pills; notes and groups are no obstacles.
void routeScene(SceneGraph& scene);

/// The same, but takes over from `previous` – the scene before an edit – every route that still fits: only
/// edges of nodes that moved, grew or came, and edges in their way, are found anew.
void routeScene(SceneGraph& scene, const SceneGraph& previous);

/// Quick routes, looking at their two nodes only, for these edges: the frames of a drag.
void routeQuickly(SceneGraph& scene, const std::vector<int>& edges);

} // namespace conjoin::ui
