// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QRegion>

namespace conjoin::ui {

/// The painted scene, kept between frames: a pan shifts it and paints only the strips that came into view, a
/// drag paints over it.
class RetainedLayer {
public:
    /// In device-independent pixels. A new size paints all anew.
    void setSize(QSize size, double ratio);
    void invalidate() { stale_ = QRect(QPoint(), size_); }
    void invalidate(const QRect& rect) { stale_ += rect; }
    /// Shifts what is painted.
    void scroll(QPoint by);

    const QRegion& stale() const { return stale_; } ///< device-independent pixels
    void setFresh() { stale_ = {}; }
    QImage& image() { return image_; }

private:
    QSize size_;
    QImage image_;
    QRegion stale_;
};

} // namespace conjoin::ui
