// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/linkgeometry.h"

#include "ui/canvas/cardstyle.h"
#include "ui/canvas/markletters.h"

#include <QLineF>

#include <algorithm>
#include <cmath>
#include <limits>

namespace conjoin::ui {

namespace {

constexpr double forkLength = 12, forkHalf = 6;
constexpr double tickHalf = 5, tickAt = 7, secondTickAt = 11;
constexpr double ringRadius = 3.4;

/// To `end`, over the hops of the piece from `a` to `b`.
void addPiece(QPainterPath& path, QPointF a, QPointF b, QPointF end, const EdgeHops& hops)
{
    constexpr double turn = 180; // degrees
    const auto arch = [&](const LineHop& hop, bool rightwards) {
        const QRectF left(hop.first - hopRadius, hop.y - hopRadius, 2 * hopRadius, 2 * hopRadius);
        const QRectF right = left.translated(hop.last - hop.first, 0);
        const double side = rightwards ? turn : 0, quarter = rightwards ? -turn / 2 : turn / 2;
        path.arcTo(rightwards ? left : right, side, quarter); // a line leads there, and over to the other one
        path.arcTo(rightwards ? right : left, turn / 2, quarter);
    };
    const std::span<const LineHop> found = hops.on(a, b);
    if (a.x() < b.x()) {
        for (const LineHop& hop : found)
            arch(hop, true);
    } else {
        for (size_t i = found.size(); i-- > 0;)
            arch(found[i], false);
    }
    path.lineTo(end);
}

} // namespace

double bendRadius(std::span<const QPointF> route, size_t bend, const EdgeHops& hops)
{
    const QPointF corner = route[bend];
    double radius = style::routeRadius;
    for (const QPointF& other : {route[bend - 1], route[bend + 1]}) {
        radius = std::min(radius, std::hypot(other.x() - corner.x(), other.y() - corner.y()) / 2);
        for (const LineHop& hop : hops.on(corner, other)) {
            const double away = std::min(std::abs(hop.first - corner.x()), std::abs(hop.last - corner.x()));
            radius = std::min(radius, away - hopRadius - 2); // and a pixel to round
        }
    }
    return std::max(radius, 0.0);
}

QPainterPath roundedRoute(std::span<const QPointF> route, const EdgeHops& hops)
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
        const double radius = bendRadius(route, i, hops);
        constexpr double leastRadius = 0.5;
        if (radius < leastRadius) {
            addPiece(path, route[i - 1], corner, corner, hops);
            continue;
        }
        addPiece(path, route[i - 1], corner, corner + back * (radius / backLength), hops);
        path.quadTo(corner, corner + ahead * (radius / aheadLength));
    }
    if (route.size() > 1)
        addPiece(path, route[route.size() - 2], route.back(), route.back(), hops);
    return path;
}

double dashedEnd(const SceneEdge& edge)
{
    // A line that was bent by hand to another side of the pill just ends there.
    if (!edge.hangs || edge.route.size() < 2 || outwardAt(edge.route, true).y() >= 0)
        return 0;
    const double last = QLineF(edge.route.back(), edge.route[edge.route.size() - 2]).length();
    const bool straight = edge.route.size() == 2; // down from its table: the other arm joins it
    return straight ? std::min(style::hangingDrop, last / 2) : last;
}

const SceneEdge* otherArm(const SceneGraph& scene, int edge)
{
    const SceneEdge& arm = scene.edges[size_t(edge)];
    if (!arm.hangs)
        return nullptr;
    for (const int beside : {edge - 1, edge + 1}) { // the arms of a link follow each other
        const bool exists = beside >= 0 && size_t(beside) < scene.edges.size();
        if (exists && scene.edges[size_t(beside)].object == arm.object)
            return &scene.edges[size_t(beside)];
    }
    return nullptr;
}

namespace {

using Points = std::vector<QPointF>;

double lengthOf(QPointF way)
{
    return std::abs(way.x()) + std::abs(way.y()); // upright or level
}

double lengthOf(const Points& route)
{
    double length = 0;
    for (size_t i = 1; i < route.size(); ++i)
        length += lengthOf(route[i] - route[i - 1]);
    return length;
}

/// Of length one.
QPointF directionOf(QPointF way)
{
    const double length = lengthOf(way);
    return length > 0 ? way / length : QPointF();
}

/// How far both run on each other, from where they end. None where that were all of one.
double togetherFromEnd(const Points& a, const Points& b)
{
    const double together = sharedFromEnd(a, b);
    return together + 2 * style::routeRadius < std::min(lengthOf(a), lengthOf(b)) ? together : 0;
}

/// Cuts a piece off the end, which is returned from the end on.
Points cutFromEnd(Points& route, double length)
{
    Points cut{route.back()};
    while (route.size() > 1) {
        const QPointF way = route[route.size() - 2] - route.back();
        const double piece = lengthOf(way);
        if (piece >= length) {
            route.back() += directionOf(way) * length;
            cut.push_back(route.back());
            if (piece == length)
                route.pop_back(); // where the line bent anyway
            break;
        }
        length -= piece;
        route.pop_back();
        cut.push_back(route.back());
    }
    return cut;
}

} // namespace

HangingLine hangingLine(const SceneEdge& edge, const SceneEdge* other)
{
    HangingLine parts;
    parts.line = edge.route;
    const double together = other ? togetherFromEnd(edge.route, other->route) : 0;
    parts.dashed = cutFromEnd(parts.line, together > 0 ? together : dashedEnd(edge));
    if (together <= 0 || parts.line.size() < 2)
        return parts;
    Points further = other->route;
    cutFromEnd(further, together);
    if (further.size() < 2)
        return parts;
    // Around the corner, where the line has one here: both arms make the same.
    const QPointF corner = parts.line.back();
    const QPointF back = parts.line[parts.line.size() - 2] - corner,
                  ahead = further[further.size() - 2] - corner;
    if ((back.x() == 0) == (ahead.x() == 0))
        return parts;
    const double radius = std::min({style::routeRadius, lengthOf(back) / 2, lengthOf(ahead) / 2});
    parts.line.push_back(corner + directionOf(ahead) * (2 * radius));
    const QPointF onwards = directionOf(corner - parts.dashed[parts.dashed.size() - 2]);
    if (onwards == directionOf(back) || onwards == directionOf(ahead))
        parts.dashed.back() += onwards * radius; // to where the line begins to turn
    return parts;
}

bool isBare(const SceneEdge& edge, bool last)
{
    const bool arm = edge.manyToMany && last && !edge.hangs;
    return (last ? edge.toMark : edge.fromMark) == EndMark::None && !arm;
}

EndMark shownMark(const SceneEdge& edge, bool last)
{
    const EndMark mark = last ? edge.toMark : edge.fromMark;
    return last && edge.plainTo && mark == EndMark::Whole ? EndMark::NumberOne : mark;
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
    const auto diamond = [&](double share) {
        const double middle = forkLength / 2;
        shape.strokes.moveTo(place(middle - share * middle, 0));
        shape.strokes.lineTo(place(middle, -share * tickHalf));
        shape.strokes.lineTo(place(middle + share * middle, 0));
        shape.strokes.lineTo(place(middle, share * tickHalf));
        shape.strokes.closeSubpath();
    };
    const auto ring = [&](double along) {
        const QPointF centre = place(along, 0);
        shape.ring = QRectF(centre - QPointF(ringRadius, ringRadius), QSizeF(2 * ringRadius, 2 * ringRadius));
    };
    constexpr double dotRadius = 3.4;
    const auto dot = [&] { // strokes so close that they fill it
        for (double radius = 0.6; radius <= dotRadius; radius += 1)
            shape.strokes.addEllipse(place(dotRadius, 0), radius, radius);
    };
    if (mixed && (mark == EndMark::One || mark == EndMark::ZeroOrOne)) {
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
    case EndMark::Dot:
    case EndMark::DotOrNone:
    case EndMark::DotAtLeastOne:
        dot();
        break;
    case EndMark::Diamond:
        diamond(1);
        break;
    case EndMark::Whole:
        if (mixed)
            break;
        for (const double part : {1.0, 0.8, 0.6, 0.4, 0.2}) // strokes so close that they fill it
            diamond(part);
        break;
    case EndMark::NumberOne:
    case EndMark::NumberZeroOrOne:
    case EndMark::NumberZeroOrMany:
    case EndMark::NumberOneOrMany:
        break; // letters alone
    }
    return shape;
}

double markPen(EndMark mark, bool manyToMany)
{
    return mark == EndMark::Whole ? style::fillingWidth
           : manyToMany           ? style::linkMarkWidth
                                  : style::referenceWidth;
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

std::array<QPointF, 2> stubOf(const std::vector<QPointF>& route, bool last)
{
    const QPointF end = last ? route.back() : route.front();
    return {end, end + outwardAt(route, last) * style::stubLength};
}

double distanceTo(std::span<const QPointF> route, QPointF point)
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
