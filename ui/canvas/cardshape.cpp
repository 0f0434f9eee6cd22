// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/cardshape.h"

#include <QtMath>

#include <algorithm>
#include <cmath>

namespace conjoin::ui {

QPainterPath cardTop(const QRectF& card, double height, double radius)
{
    // A strip lower than the corners begins on their arcs.
    const double angle = qRadiansToDegrees(std::asin(std::max(0.0, radius - height) / radius));
    const QSizeF corner(2 * radius, 2 * radius);
    const QRectF left(card.topLeft(), corner);
    const QRectF right(QPointF(card.right() - corner.width(), card.top()), corner);
    QPainterPath path;
    path.arcMoveTo(left, 180 - angle);
    path.arcTo(left, 180 - angle, angle - 90);
    path.arcTo(right, 90, angle - 90);
    if (height > radius) {
        path.lineTo(card.right(), card.top() + height);
        path.lineTo(card.left(), card.top() + height);
    }
    path.closeSubpath();
    return path;
}

} // namespace conjoin::ui
