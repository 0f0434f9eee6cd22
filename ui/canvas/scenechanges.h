// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"
#include "ui/canvas/scenelook.h"

namespace conjoin::ui {

/// What a node or edge covers with its shadow, its end marks and its role names.
std::vector<QRectF> paintedRects(
    const SceneGraph& scene, const std::vector<int>& nodes, const std::vector<int>& edges);

/// The places, in canvas units, where two scenes look different: an edit repaints no more than these.
std::vector<QRectF> changedRects(
    const SceneGraph& before, const SceneLook& lookBefore, const SceneGraph& after, const SceneLook& lookAfter);

} // namespace conjoin::ui
