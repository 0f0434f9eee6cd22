// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/rolelabels.h"

#include "model/layout/cardmetrics.h"
#include "ui/canvas/cardstyle.h"
#include "ui/canvas/linkgeometry.h"
#include "ui/canvas/spatialindex.h"

#include <algorithm>
#include <array>

namespace conjoin::ui {

namespace {

constexpr double besideLine = 2;   // between a name's box and its line
constexpr double betweenNames = 2; // and around it
constexpr std::array along{22.0, 40.0, 64.0};

QSizeF sizeOf(const QString& label)
{
    const double width =
        model::layout::textWidth(label, style::roleTextSize, model::layout::TextWeight::Regular);
    return {std::min(width, style::roleRoom) + 2 * style::rolePadding, style::roleHeight};
}

/// The boxes beside the line's end, best first: near the end, above or right of the line.
std::vector<QRectF> candidates(QPointF at, QPointF outward, const QSizeF& size)
{
    std::vector<QRectF> found;
    for (const double distance : along) {
        const QPointF near = at + outward * distance;
        if (outward.y() != 0) {
            const double top = outward.y() > 0 ? near.y() : near.y() - size.height();
            found.emplace_back(QPointF(near.x() + besideLine, top), size);
            found.emplace_back(QPointF(near.x() - besideLine - size.width(), top), size);
        } else {
            const double left = outward.x() > 0 ? near.x() : near.x() - size.width();
            found.emplace_back(QPointF(left, near.y() - besideLine - size.height()), size);
            found.emplace_back(QPointF(left, near.y() + besideLine), size);
        }
    }
    return found;
}

bool crosses(const std::vector<QPointF>& route, const QRectF& rect)
{
    for (size_t i = 1; i < route.size(); ++i) {
        const QRectF piece = QRectF(route[i - 1], route[i]).normalized();
        if (piece.left() < rect.right() && piece.right() > rect.left() && piece.top() < rect.bottom() &&
            piece.bottom() > rect.top())
            return true;
    }
    return false;
}

bool isFree(
    const SceneGraph& scene, const SpatialIndex& index, const QRectF& rect, const std::vector<QRectF>& taken)
{
    const QRectF wanted = rect.adjusted(-betweenNames, -betweenNames, betweenNames, betweenNames);
    if (std::ranges::any_of(taken, [&](const QRectF& other) { return other.intersects(wanted); }))
        return false;
    const ScenePainter::Part near = index.in(wanted);
    const bool onNode = std::ranges::any_of(near.nodes, [&](int i) {
        const SceneNode& node = scene.nodes[size_t(i)];
        return node.kind != NodeKind::Group && node.rect.intersects(wanted);
    });
    return !onNode &&
           std::ranges::none_of(near.edges, [&](int i) { return crosses(scene.edges[size_t(i)].route, rect); });
}

} // namespace

void placeRoleLabels(SceneGraph& scene, const SpatialIndex& index)
{
    std::vector<QRectF> taken;
    for (SceneEdge& edge : scene.edges) {
        for (const bool last : {false, true}) {
            const QString& label = last ? edge.toLabel : edge.fromLabel;
            QRectF& place = last ? edge.toLabelRect : edge.fromLabelRect;
            place = {};
            if (label.isEmpty() || edge.route.size() < 2)
                continue;
            const QPointF at = last ? edge.route.back() : edge.route.front();
            for (const QRectF& rect : candidates(at, outwardAt(edge.route, last), sizeOf(label))) {
                if (isFree(scene, index, rect, taken)) {
                    place = rect;
                    taken.push_back(rect);
                    break;
                }
            }
        }
    }
}

} // namespace conjoin::ui
