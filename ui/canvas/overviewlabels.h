// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"
#include "ui/theme/theme.h"

#include <QCache>
#include <QImage>

#include <vector>

class QPainter;
class QTransform;

namespace conjoin::ui {

/// Names that float over a zoomed-out diagram at a constant size, none over another: those of the tables with
/// the most links first. Which ones depends on the zoom alone, so none comes or goes in a pan.
class OverviewLabels {
public:
    /// The scene changed.
    void forget() { scale_ = 0; }
    /// Chooses the names for a zoom, unless they are chosen. `scale` is device-independent pixels a canvas
    /// unit.
    void choose(const SceneGraph& scene, double scale);
    /// Paints in device-independent pixels; `toView` maps canvas units to them, `view` is what is seen. A name
    /// that would be cut at the left or right border moves inwards as long as it stays at its card and has
    /// room.
    void paint(QPainter& painter, const SceneGraph& scene, const QTransform& toView, const QRectF& view,
        const Theme& theme);

private:
    /// How a title is written.
    struct Name {
        QString text; ///< elided
        double width; ///< of its box, device-independent pixels
    };
    struct Label {
        int node;
        Name name;
    };
    /// What the picture of a label depends on: every frame of a far view has dozens, and text takes long.
    struct Picture {
        QString text;
        QRgb header, border, ink;
        double width, ratio;
        friend bool operator==(const Picture&, const Picture&) = default;
        friend size_t qHash(const Picture& picture, size_t seed)
        {
            return qHashMulti(seed, picture.text, picture.header, picture.border, picture.ink, picture.ratio);
        }
    };
    struct Placed;
    static constexpr int mostImages = 400; ///< a view has fewer; some 10 KB each

    const Name& nameOf(const QString& title);
    const QImage& imageOf(const Picture& picture);
    static void bringInside(std::vector<Placed>& placed, const QRectF& view);

    double scale_ = 0; ///< 0 = nothing is chosen
    std::vector<Label> labels_;
    QHash<QString, Name> names_; ///< by title
    QCache<Picture, QImage> images_{mostImages};
};

} // namespace conjoin::ui
