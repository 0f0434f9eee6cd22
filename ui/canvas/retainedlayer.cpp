// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/retainedlayer.h"

#include <QPainter>

#include <cmath>
#include <cstring>

namespace conjoin::ui {

void RetainedLayer::setSize(QSize size, double ratio)
{
    if (size == size_ && image_.devicePixelRatio() == ratio && !image_.isNull())
        return;
    size_ = size;
    const QSize pixels(int(std::ceil(size.width() * ratio)), int(std::ceil(size.height() * ratio)));
    image_ = QImage(pixels.expandedTo(QSize(1, 1)), QImage::Format_RGB32);
    image_.setDevicePixelRatio(ratio);
    invalidate();
}

void RetainedLayer::invalidate(const QRectF& view)
{
    const double ratio = image_.devicePixelRatio();
    const QRect pixels = QRectF(view.topLeft() * ratio, view.size() * ratio).toAlignedRect();
    stale_ += pixels.adjusted(-1, -1, 1, 1) & image_.rect();
}

void RetainedLayer::scroll(QPoint by)
{
    const int dx = by.x(), dy = by.y();
    if (std::abs(dx) >= image_.width() || std::abs(dy) >= image_.height()) {
        invalidate();
        return;
    }
    const auto bytes = size_t(image_.width() - std::abs(dx)) * 4;
    const int from = dx < 0 ? -dx : 0, to = dx > 0 ? dx : 0;
    const int rows = image_.height() - std::abs(dy);
    for (int i = 0; i < rows; ++i) {
        const int target = dy > 0 ? image_.height() - 1 - i : i; // never over a line that is still to be copied
        uchar* line = image_.scanLine(target);
        const uchar* source = image_.constScanLine(target - dy);
        std::memmove(line + size_t(to) * 4, source + size_t(from) * 4, bytes);
    }
    const QRect all = image_.rect();
    stale_.translate(by);
    stale_ += QRegion(all).subtracted(all.translated(by));
    stale_ &= all;
}

QImage RetainedLayer::pixels()
{
    return QImage(image_.bits(), image_.width(), image_.height(), image_.bytesPerLine(), image_.format());
}

void RetainedLayer::paint(QPainter& painter) const
{
    painter.drawImage(QPointF(0, 0), image_);
}

void RetainedLayer::paintStretched(QPainter& painter, const QTransform& stretch, const QColor& around) const
{
    const QRectF view{QPointF(), QSizeF(size_)};
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    const QRect covered = stretch.mapRect(view).toAlignedRect();
    for (const QRect& rest : QRegion(view.toAlignedRect()).subtracted(covered.adjusted(1, 1, -1, -1)))
        painter.fillRect(rest, around);
    // Only what is seen is resized.
    const QRectF seen = stretch.inverted().mapRect(view) & view;
    const double ratio = image_.devicePixelRatio();
    painter.drawImage(stretch.mapRect(seen), image_, QRectF(seen.topLeft() * ratio, seen.size() * ratio));
    painter.restore();
}

} // namespace conjoin::ui
