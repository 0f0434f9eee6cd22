// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QRegion>
#include <QTransform>

class QPainter;

namespace conjoin::ui {

/// The painted scene, kept between frames: a pan shifts it and paints only the strips that came into view, a
/// drag paints over it, a zoom stretches it until there is time to paint it anew. All in device pixels unless
/// said otherwise.
class RetainedLayer {
public:
    /// In device-independent pixels. A new size paints all anew.
    void setSize(QSize size, double ratio);
    void invalidate() { stale_ = image_.rect(); }
    void invalidate(const QRectF& view); ///< device-independent pixels
    /// Shifts what is painted.
    void scroll(QPoint by);

    const QRegion& stale() const { return stale_; }
    void setFresh() { stale_ = {}; }
    /// To paint on: the pixels of the layer themselves, one unit each.
    QImage pixels();
    double ratio() const { return image_.devicePixelRatio(); }

    /// What was painted, into a widget of the same size.
    void paint(QPainter& painter) const;
    /// The same moved and resized by `stretch`, which maps device-independent pixels of the picture to those of
    /// the widget. The coarse way: it lasts for some frames only.
    void paintStretched(QPainter& painter, const QTransform& stretch, const QColor& around) const;

private:
    QSize size_;
    QImage image_;
    QRegion stale_;
};

} // namespace conjoin::ui
