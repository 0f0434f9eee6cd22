// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/freeplace.h"

#include "model/layout/placement.h"

#include <cmath>

namespace conjoin::ui {

QRectF freeField(const Surface& surface, QSizeF size)
{
    constexpr double grid = 8;
    const QPointF corner = surface.viewport().visible().center() - QPointF(size.width() / 2, size.height() / 2);
    const QPointF snapped(std::round(corner.x() / grid) * grid, std::round(corner.y() / grid) * grid);
    return movedFree(surface.scene(), QRectF(snapped, size));
}

QRectF movedFree(const SceneGraph& scene, const QRectF& field)
{
    constexpr double gap = 48;
    std::vector<QRectF> taken;
    for (const SceneNode& node : scene.nodes) {
        if (node.kind != NodeKind::Group)
            taken.push_back(node.rect);
    }
    return {model::layout::nearestFreePlace(field, taken, gap), field.size()};
}

} // namespace conjoin::ui
