// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QTransform>

namespace conjoin::ui {

/// Which part of the canvas a view shows, and how large.
class Viewport {
public:
    static constexpr double leastScale = 0.02, mostScale = 4;

    double scale() const { return scale_; }
    QSizeF size() const { return size_; }
    void setSize(QSizeF size) { size_ = size; }

    QPointF toScene(QPointF view) const { return view / scale_ + origin_; }
    QPointF toView(QPointF scene) const { return (scene - origin_) * scale_; }
    QRectF toScene(const QRectF& view) const { return {toScene(view.topLeft()), view.size() / scale_}; }
    QRectF toView(const QRectF& scene) const { return {toView(scene.topLeft()), scene.size() * scale_}; }
    QRectF visible() const { return toScene(QRectF(QPointF(), size_)); }
    QTransform transform() const;

    void panBy(QPointF view) { origin_ -= view / scale_; } ///< by device-independent pixels
    /// Zooms with the canvas point under `view` staying where it is.
    void zoomAt(QPointF view, double scale);
    /// Shows all of `scene`, no larger than `mostScale`.
    void fit(const QRectF& scene, double most = 1);
    void centreOn(QPointF scene);
    /// Moves as little as shows `scene`.
    void ensureVisible(const QRectF& scene);

private:
    void alignToPixels(); ///< so that a pan is a whole number of pixels, and lines stay sharp

    double scale_ = 1;
    QPointF origin_; ///< canvas point at the upper left corner
    QSizeF size_;
};

} // namespace conjoin::ui
