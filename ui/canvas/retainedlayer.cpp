// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/retainedlayer.h"

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

void RetainedLayer::scroll(QPoint by)
{
    const double ratio = image_.devicePixelRatio();
    const QPointF exact = QPointF(by) * ratio;
    const QPoint pixels = exact.toPoint();
    const bool whole = QPointF(pixels) == exact;
    if (!whole || std::abs(pixels.x()) >= image_.width() || std::abs(pixels.y()) >= image_.height()) {
        invalidate();
        return;
    }
    const int dx = pixels.x(), dy = pixels.y();
    const auto bytes = size_t(image_.width() - std::abs(dx)) * 4;
    const int from = dx < 0 ? -dx : 0, to = dx > 0 ? dx : 0;
    const int rows = image_.height() - std::abs(dy);
    for (int i = 0; i < rows; ++i) {
        const int target = dy > 0 ? image_.height() - 1 - i : i; // never over a line that is still to be copied
        uchar* line = image_.scanLine(target);
        const uchar* source = image_.constScanLine(target - dy);
        std::memmove(line + size_t(to) * 4, source + size_t(from) * 4, bytes);
    }
    stale_.translate(by);
    const QRect all(QPoint(), size_);
    stale_ += QRegion(all).subtracted(all.translated(by));
    stale_ &= all;
}

} // namespace conjoin::ui
