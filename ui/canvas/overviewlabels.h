// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"
#include "ui/theme/theme.h"

#include <vector>

class QPainter;

namespace conjoin::ui {

/// Names that float over a zoomed-out diagram at a constant size, none over another: those of the tables with
/// the most links first. Paints in device-independent pixels; `toView` maps canvas units to them.
void paintOverviewLabels(QPainter& painter, const SceneGraph& scene, const std::vector<int>& nodes,
    const QTransform& toView, const Theme& theme);

} // namespace conjoin::ui
