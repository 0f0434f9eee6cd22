// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QRectF>

class QPainter;

namespace conjoin::ui {

/// The soft shadow under cards: one small image, stretched in nine parts around any rectangle.
class Shadow {
public:
    explicit Shadow(const QColor& color);
    void paint(QPainter& painter, const QRectF& rect) const;

private:
    QImage image_;
};

} // namespace conjoin::ui
