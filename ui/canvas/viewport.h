// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QPointF>
#include <QRectF>
#include <QTransform>

namespace conjoin::ui {

/// Which part of the canvas a view shows, and how large. The canvas lies on whole device pixels, also where the
/// screen has 1.25 of them a pixel: a pan is a whole number of them, and lines stay sharp.
class Viewport {
public:
    static constexpr double leastScale = 0.02, mostScale = 4;

    double scale() const { return scale_; }
    QSizeF size() const { return size_; }
    double ratio() const { return ratio_; } ///< device pixels a pixel
    /// In device-independent pixels.
    void setSize(QSizeF size, double ratio = 1);

    QPointF toScene(QPointF view) const { return view / scale_ + origin_; }
    QPointF toView(QPointF scene) const { return (scene - origin_) * scale_; }
    QRectF toScene(const QRectF& view) const { return {toScene(view.topLeft()), view.size() / scale_}; }
    QRectF toView(const QRectF& scene) const { return {toView(scene.topLeft()), scene.size() * scale_}; }
    QRectF visible() const { return toScene(QRectF(QPointF(), size_)); }
    QTransform transform() const; ///< from canvas units to device-independent pixels

    /// By device-independent pixels; what is less than a device pixel is kept for the next time. Returns by how
    /// many device pixels the picture moved.
    QPoint panBy(QPointF view);
    /// Zooms with the canvas point under `view` staying where it is.
    void zoomAt(QPointF view, double scale);
    /// Shows all of `scene`, no larger than `most`.
    void fit(const QRectF& scene, double most = 1);
    void centreOn(QPointF scene);
    /// Moves as little as shows `scene`.
    void ensureVisible(const QRectF& scene);

private:
    void alignToPixels();

    double scale_ = 1;
    double ratio_ = 1;
    QPointF wanted_; ///< canvas point at the upper left corner
    QPointF origin_; ///< the same, on a whole device pixel
    QSizeF size_;
};

} // namespace conjoin::ui
