// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/shadow.h"

#include <QPainter>
#include <QTransform>

#include <algorithm>
#include <array>
#include <cmath>

namespace conjoin::ui {

namespace {

constexpr int reach = 24;  // how far it spreads beyond the card
constexpr int corner = 40; // side of the image's unstretched corners
constexpr int middle = 2;  // what is stretched
constexpr int side = 2 * corner + middle;
constexpr double rounding = 12;
constexpr double inset = 4; // it begins a little under the card
constexpr double sigma = 7.5;
constexpr double drop = 4; // light comes from above

} // namespace

Shadow::Shadow(const QColor& color)
    : image_(side, side, QImage::Format_ARGB32_Premultiplied)
{
    for (int y = 0; y < side; ++y) {
        auto* line = reinterpret_cast<QRgb*>(image_.scanLine(y));
        for (int x = 0; x < side; ++x) {
            // Distance to the card's rounded outline, which lies `reach` inside the image.
            const double near = reach + rounding, far = side - reach - rounding;
            const double dx = std::max({near - x - 0.5, x + 0.5 - far, 0.0});
            const double dy = std::max({near - y - 0.5, y + 0.5 - far, 0.0});
            const double outside = std::max(0.0, std::hypot(dx, dy) - rounding + inset);
            const double strength = std::exp(-outside * outside / (2 * sigma * sigma));
            const int alpha = int(std::lround(color.alpha() * strength));
            line[x] = qPremultiply(qRgba(color.red(), color.green(), color.blue(), alpha));
        }
    }
}

void Shadow::paint(QPainter& painter, const QRectF& rect) const
{
    const QRectF outer = rect.adjusted(-reach, -reach + drop, reach, reach + drop);
    // A card lower than two corners (a pill) gets shorter ones.
    const double cx = std::min<double>(corner, outer.width() / 2),
                 cy = std::min<double>(corner, outer.height() / 2);
    // On whole pixels: else the parts would leave gaps between them, or lie on each other.
    const QTransform device = painter.deviceTransform();
    const auto onPixel = [](double value, double scale, double shift) {
        return scale > 0 ? (std::round(value * scale + shift) - shift) / scale : value;
    };
    const auto x = [&](double value) { return onPixel(value, device.m11(), device.dx()); };
    const auto y = [&](double value) { return onPixel(value, device.m22(), device.dy()); };
    const std::array<double, 4> xs{
        x(outer.left()), x(outer.left() + cx), x(outer.right() - cx), x(outer.right())};
    const std::array<double, 4> ys{
        y(outer.top()), y(outer.top() + cy), y(outer.bottom() - cy), y(outer.bottom())};
    constexpr std::array<double, 4> source{0, corner, corner + middle, side};
    // Smoothed edges would let the canvas through where two parts meet.
    const bool antialiased = painter.testRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (size_t row = 0; row < 3; ++row) {
        for (size_t column = 0; column < 3; ++column) {
            const bool insideCard = row == 1 && column == 1;
            const QRectF target(QPointF(xs[column], ys[row]), QPointF(xs[column + 1], ys[row + 1]));
            if (insideCard || target.width() <= 0 || target.height() <= 0)
                continue;
            painter.drawImage(target, image_,
                QRectF(QPointF(source[column], source[row]), QPointF(source[column + 1], source[row + 1])));
        }
    }
    painter.setRenderHint(QPainter::Antialiasing, antialiased);
}

} // namespace conjoin::ui
