// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/keyboardwalk.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace conjoin::ui {

int nearestTowards(const SceneGraph& scene, int from, QPointF direction, const std::vector<int>& candidates)
{
    constexpr double acrossCost = 2; // what lies straight ahead comes before what is near but aside
    const QPointF start = scene.nodes[size_t(from)].rect.center();
    int best = -1;
    double least = std::numeric_limits<double>::max();
    for (const int candidate : candidates) {
        const QPointF way = scene.nodes[size_t(candidate)].rect.center() - start;
        const double along = QPointF::dotProduct(way, direction);
        const double across = std::abs(way.x() * direction.y() - way.y() * direction.x());
        if (candidate == from || along <= 1 || across > 2 * along)
            continue;
        const double cost = along + acrossCost * across;
        if (cost < least) {
            least = cost;
            best = candidate;
        }
    }
    return best;
}

std::optional<QPointF> directionOf(int key)
{
    switch (key) {
    case Qt::Key_Left:
        return QPointF(-1, 0);
    case Qt::Key_Right:
        return QPointF(1, 0);
    case Qt::Key_Up:
        return QPointF(0, -1);
    case Qt::Key_Down:
        return QPointF(0, 1);
    default:
        return std::nullopt;
    }
}

std::vector<int> readingOrder(const SceneGraph& scene)
{
    constexpr double band = 160; // cards whose upper edges are this near stand in one row
    std::vector<int> order;
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        if (scene.nodes[i].kind != NodeKind::Group)
            order.push_back(int(i));
    }
    std::ranges::stable_sort(order, {}, [&](int i) {
        const QRectF& rect = scene.nodes[size_t(i)].rect;
        return std::tuple(std::floor(rect.top() / band), rect.left());
    });
    return order;
}

} // namespace conjoin::ui
