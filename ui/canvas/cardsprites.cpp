// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/cardsprites.h"

#include "model/document/objects.h"
#include "ui/canvas/devicepixels.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace conjoin::ui {

namespace {

constexpr double shadowReach = 30;       // canvas units a card is seen beyond its border
constexpr double mostPixels = 2'000'000; // 8 MB: a table of hundreds of columns, or a very large scale
constexpr qint64 leastRoom = 8 * 1024;   // KiB

/// KiB for one and a half pictures as large as the one that is painted: what is in view, and what came into it
/// last.
qsizetype roomFor(const QPaintDevice& device)
{
    constexpr qint64 bytesPerPixel = 4;
    return qsizetype(std::max(leastRoom, 3 * bytesPerPixel * device.width() * device.height() / 2 / 1024));
}

} // namespace

bool CardSprites::paint(QPainter& painter, const SceneNode& node, const Paint& paint)
{
    const QTransform toDevice = painter.deviceTransform();
    const double scale = toDevice.m11();
    const int margin = int(std::ceil(shadowReach * scale));
    const QSizeF size = node.rect.size() * scale + QSizeF(2 * margin + 1, 2 * margin + 1);
    if (size.width() * size.height() > mostPixels)
        return false;

    const Key key{model::idValue(node.object), scale};
    const QPointF corner = node.rect.topLeft();
    SceneNode atOrigin = node;
    atOrigin.rect.moveTo(0, 0);
    const Sprite* sprite = sprites_.object(key);
    if (!sprite || !(sprite->node == atOrigin)) {
        auto made = std::make_unique<Sprite>();
        made->margin = margin;
        made->image = QImage(size.toSize(), QImage::Format_ARGB32_Premultiplied);
        made->image.fill(Qt::transparent);
        QPainter spritePainter(&made->image);
        spritePainter.translate(margin, margin);
        spritePainter.scale(scale, scale);
        paint(spritePainter, atOrigin);
        spritePainter.end();
        made->node = std::move(atOrigin);
        sprite = made.get();
        const auto cost = qsizetype(made->image.sizeInBytes() / 1024 + 1);
        sprites_.setMaxCost(roomFor(*painter.device()));
        if (!sprites_.insert(key, made.release(), cost))
            return false;
    }
    const QPointF exact = toDevice.map(corner);
    const QPoint at(int(std::lround(exact.x())) - sprite->margin, int(std::lround(exact.y())) - sprite->margin);
    const DevicePixels pixels(painter);
    painter.drawImage(at, sprite->image);
    return true;
}

} // namespace conjoin::ui
