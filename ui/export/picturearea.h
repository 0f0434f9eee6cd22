// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"

namespace conjoin::ui {

/// What a picture shows: the whole diagram and some air.
inline QRectF pictureArea(const SceneGraph& scene)
{
    constexpr double air = 48;
    const QRectF bounds = scene.nodes.empty() ? QRectF(0, 0, 320, 200) : scene.bounds();
    return bounds.adjusted(-air, -air, air, air).toAlignedRect();
}

} // namespace conjoin::ui
