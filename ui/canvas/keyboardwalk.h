// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"

#include <vector>

/// Where the arrow keys lead on the canvas.
namespace conjoin::ui {

/// Of `candidates`, the node that lies best in `direction` (a unit vector) from `from`; -1 where none does.
int nearestTowards(const SceneGraph& scene, int from, QPointF direction, const std::vector<int>& candidates);

/// All cards, pills and notes the way they are read: by rows, left to right.
std::vector<int> readingOrder(const SceneGraph& scene);

} // namespace conjoin::ui
