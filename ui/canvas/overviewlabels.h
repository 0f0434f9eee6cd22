// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"
#include "ui/theme/theme.h"

#include <vector>

class QPainter;
class QTransform;

namespace conjoin::ui {

/// Names that float over a zoomed-out diagram at a constant size, none over another: those of the tables with
/// the most links first. Which ones depends on the zoom alone, so none comes or goes in a pan.
class OverviewLabels {
public:
    /// The scene or the theme changed.
    void forget() { scale_ = 0; }
    /// Chooses the names for a zoom, unless they are chosen. `scale` is device-independent pixels a canvas
    /// unit.
    void choose(const SceneGraph& scene, double scale);
    /// Paints in device-independent pixels; `toView` maps canvas units to them, `view` is what is seen.
    void paint(QPainter& painter, const SceneGraph& scene, const QTransform& toView, const QRectF& view,
        const Theme& theme) const;

private:
    struct Label {
        int node;
        QString text;
        double width;
    };

    double scale_ = 0; ///< 0 = nothing is chosen
    std::vector<Label> labels_;
};

} // namespace conjoin::ui
