// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"

#include <optional>
#include <vector>

/// Where the arrow keys lead on the canvas.
namespace conjoin::ui {

/// Of `candidates`, the node that lies best in `direction` (a unit vector) from `from`; -1 where none does.
int nearestTowards(const SceneGraph& scene, int from, QPointF direction, const std::vector<int>& candidates);

/// The unit vector of an arrow key; nothing for any other key.
std::optional<QPointF> directionOf(int key);

/// All cards, pills and notes the way they are read: by rows, left to right.
std::vector<int> readingOrder(const SceneGraph& scene);

} // namespace conjoin::ui
