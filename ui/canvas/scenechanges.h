// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"
#include "ui/canvas/scenelook.h"

namespace conjoin::ui {

/// What a node or edge covers with its shadow, its end marks and its role names.
std::vector<QRectF> paintedRects(
    const SceneGraph& scene, const std::vector<int>& nodes, const std::vector<int>& edges);

void addPaintedRects(std::vector<QRectF>& rects, const SceneNode& node);
void addPaintedRects(std::vector<QRectF>& rects, const SceneEdge& edge);

/// The places, in canvas units, where a scene looks different because things stand out otherwise.
std::vector<QRectF> changedRects(const SceneGraph& scene, const SceneLook& before, const SceneLook& after);

/// The places, in canvas units, where two scenes look different: an edit repaints no more than these.
std::vector<QRectF> changedRects(
    const SceneGraph& before, const SceneLook& lookBefore, const SceneGraph& after, const SceneLook& lookAfter);

} // namespace conjoin::ui
