// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/viewport.h"

#include <algorithm>
#include <cmath>

namespace conjoin::ui {

namespace {

constexpr double fitMarginX = 48;   // pixels around a fitted diagram
constexpr double fitMarginY = 72;   // above and below: room for strips that float over the canvas
constexpr double revealMargin = 32; // pixels around what is brought into view

} // namespace

QTransform Viewport::transform() const
{
    return QTransform(scale_, 0, 0, scale_, -origin_.x() * scale_, -origin_.y() * scale_);
}

void Viewport::alignToPixels()
{
    const double pixels = scale_ * ratio_;
    origin_ = QPointF(std::round(wanted_.x() * pixels), std::round(wanted_.y() * pixels)) / pixels;
}

void Viewport::setSize(QSizeF size, double ratio)
{
    size_ = size;
    ratio_ = ratio;
    alignToPixels();
}

QPoint Viewport::panBy(QPointF view)
{
    const QPointF before = origin_;
    wanted_ -= view / scale_;
    alignToPixels();
    constexpr double most = 1e6; // more than any view is wide
    const QPointF moved = (before - origin_) * scale_ * ratio_;
    return {int(std::lround(std::clamp(moved.x(), -most, most))),
        int(std::lround(std::clamp(moved.y(), -most, most)))};
}

void Viewport::zoomAt(QPointF view, double scale)
{
    const QPointF fixed = toScene(view);
    scale_ = std::clamp(scale, leastScale, mostScale);
    wanted_ = fixed - view / scale_;
    alignToPixels();
}

void Viewport::fit(const QRectF& scene, double most)
{
    if (scene.isEmpty() || size_.isEmpty())
        return;
    const double width = std::max(1.0, size_.width() - 2 * fitMarginX);
    const double height = std::max(1.0, size_.height() - 2 * fitMarginY);
    scale_ =
        std::clamp(std::min({width / scene.width(), height / scene.height(), most}), leastScale, mostScale);
    centreOn(scene.center());
}

void Viewport::centreOn(QPointF scene)
{
    wanted_ = scene - QPointF(size_.width(), size_.height()) / (2 * scale_);
    alignToPixels();
}

void Viewport::ensureVisible(const QRectF& scene)
{
    const double margin = revealMargin / scale_;
    const QRectF wanted = scene.adjusted(-margin, -margin, margin, margin);
    const QRectF shown = visible();
    if (shown.contains(scene)) // also right at the edge: a view must not move by itself
        return;
    if (wanted.width() > shown.width() || wanted.height() > shown.height()) {
        centreOn(scene.center());
        return;
    }
    const double dx =
        std::min(0.0, wanted.left() - shown.left()) + std::max(0.0, wanted.right() - shown.right());
    const double dy =
        std::min(0.0, wanted.top() - shown.top()) + std::max(0.0, wanted.bottom() - shown.bottom());
    wanted_ = origin_ + QPointF(dx, dy);
    alignToPixels();
}

} // namespace conjoin::ui
