// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/linkgeometry.h"

#include "ui/canvas/cardstyle.h"

#include <QLineF>

#include <algorithm>
#include <cmath>
#include <limits>

namespace conjoin::ui {

namespace {

constexpr double forkLength = 12, forkHalf = 6;
constexpr double tickHalf = 5, tickAt = 7, secondTickAt = 11;
constexpr double ringRadius = 3.4;

} // namespace

QPainterPath roundedRoute(const std::vector<QPointF>& route)
{
    QPainterPath path;
    if (route.empty())
        return path;
    path.moveTo(route.front());
    for (size_t i = 1; i + 1 < route.size(); ++i) {
        const QPointF corner = route[i];
        const QPointF back = route[i - 1] - corner, ahead = route[i + 1] - corner;
        const double backLength = std::hypot(back.x(), back.y()),
                     aheadLength = std::hypot(ahead.x(), ahead.y());
        const double radius = std::min({style::routeRadius, backLength / 2, aheadLength / 2});
        constexpr double leastRadius = 0.5;
        if (radius < leastRadius) {
            path.lineTo(corner);
            continue;
        }
        path.lineTo(corner + back * (radius / backLength));
        path.quadTo(corner, corner + ahead * (radius / aheadLength));
    }
    path.lineTo(route.back());
    return path;
}

MarkShape markShape(EndMark mark, bool mixed, QPointF at, QPointF outward)
{
    const auto place = [&](double along, double across) {
        return QPointF(at.x() + outward.x() * along - outward.y() * across,
            at.y() + outward.y() * along + outward.x() * across);
    };
    MarkShape shape;
    const auto tick = [&](double along) {
        shape.strokes.moveTo(place(along, -tickHalf));
        shape.strokes.lineTo(place(along, tickHalf));
    };
    const auto fork = [&] {
        shape.strokes.moveTo(place(0, -forkHalf));
        shape.strokes.lineTo(place(forkLength, 0));
        shape.strokes.lineTo(place(0, forkHalf));
    };
    const auto ring = [&](double along) {
        const QPointF centre = place(along, 0);
        shape.ring = QRectF(centre - QPointF(ringRadius, ringRadius), QSizeF(2 * ringRadius, 2 * ringRadius));
    };
    if (mixed) {
        tick(tickAt);
        return shape;
    }
    switch (mark) {
    case EndMark::None:
        break;
    case EndMark::One:
        tick(tickAt);
        tick(secondTickAt);
        break;
    case EndMark::ZeroOrOne:
        tick(tickAt);
        ring(secondTickAt + ringRadius);
        break;
    case EndMark::Many:
        fork();
        break;
    case EndMark::ZeroOrMany:
        fork();
        ring(forkLength + ringRadius);
        break;
    case EndMark::OneOrMany:
        fork();
        tick(forkLength + 3);
        break;
    }
    return shape;
}

QPointF outwardAt(const std::vector<QPointF>& route, bool last)
{
    if (route.size() < 2)
        return {1, 0};
    const QPointF end = last ? route.back() : route.front();
    const QPointF way = (last ? route[route.size() - 2] : route[1]) - end;
    if (std::abs(way.x()) >= std::abs(way.y()))
        return {way.x() < 0 ? -1.0 : 1.0, 0};
    return {0, way.y() < 0 ? -1.0 : 1.0};
}

std::vector<QPointF> stubOf(const std::vector<QPointF>& route, bool last)
{
    const QPointF end = last ? route.back() : route.front();
    return {end, end + outwardAt(route, last) * style::stubLength};
}

double distanceTo(const std::vector<QPointF>& route, QPointF point)
{
    double nearest = std::numeric_limits<double>::max();
    for (size_t i = 1; i < route.size(); ++i) {
        const QPointF a = route[i - 1], b = route[i];
        const double x = std::clamp(point.x(), std::min(a.x(), b.x()), std::max(a.x(), b.x()));
        const double y = std::clamp(point.y(), std::min(a.y(), b.y()), std::max(a.y(), b.y()));
        nearest = std::min(nearest, std::hypot(point.x() - x, point.y() - y));
    }
    return nearest;
}

} // namespace conjoin::ui
