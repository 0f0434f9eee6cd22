// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/cardpainter.h"
#include "ui/canvas/cardsprites.h"
#include "ui/canvas/linkpainter.h"
#include "ui/canvas/scenegraph.h"
#include "ui/canvas/scenelook.h"

namespace conjoin::ui {

/// Paints scenes: the one painter of the screen, the minimap, PNG and PDF. All in canvas units; the caller sets
/// the painter's transform. Not for two threads at once; each makes its own.
class ScenePainter {
public:
    explicit ScenePainter(const Theme& theme);

    /// What to paint of a scene, by index; whatever is in view.
    struct Part {
        std::vector<int> nodes, edges;
    };
    static Part all(const SceneGraph& scene);

    /// The canvas with its dot grid, which fades away as the scale falls.
    void paintBackground(QPainter& painter, const QRectF& exposed, double scale) const;
    void paint(QPainter& painter, const SceneGraph& scene, const SceneLook& look, const Part& part,
        double scale, bool shadows = true);

    /// Pixels of the screen a device-independent one: how far out text is painted.
    void setRatio(double ratio);

    /// Keeps pictures of cards from call to call: for what is painted again and again at one scale.
    void keepSprites(bool on) { spritesKept_ = on; }

    CardPainter& cards() { return cards_; }
    const Theme& theme() const { return theme_; }

private:
    void paintLinks(QPainter& painter, const SceneGraph& scene, const SceneLook& look,
        const std::vector<int>& edges, double scale);
    void paintLetters(QPainter& painter, const SceneGraph& scene, const SceneLook& look,
        const std::vector<int>& edges, double scale);
    void paintNode(QPainter& painter, const SceneNode& node, const NodeLook& look, double scale, bool shadows);

    Theme theme_; ///< first: the two below refer to it
    CardPainter cards_;
    LinkPainter links_;
    LinkRaster raster_;
    CardSprites sprites_;
    bool spritesKept_ = false;
    double ratio_ = 1;
};

} // namespace conjoin::ui
