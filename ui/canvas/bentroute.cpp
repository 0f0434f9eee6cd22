// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/bentroute.h"

#include <QLineF>

#include <algorithm>
#include <cmath>
#include <optional>

namespace conjoin::ui {

namespace {

constexpr double stub = 24;   // what stays straight at a card
constexpr double same = 0.01; // coordinates that differ less are one

bool near(double a, double b)
{
    return std::abs(a - b) < same;
}

/// Where a line that comes from `corner` meets the card; nothing where the corner lies over or under it.
std::optional<QPointF> dock(const SceneGraph& scene, int node, int row, QPointF corner, bool acrossSides)
{
    const QRectF& rect = scene.nodes[size_t(node)].rect;
    if (acrossSides) {
        const double y = scene.rowRect(node, row).center().y();
        if (corner.x() > rect.left() && corner.x() < rect.right())
            return std::nullopt;
        return QPointF(corner.x() >= rect.right() ? rect.right() : rect.left(), y);
    }
    if (corner.y() > rect.top() && corner.y() < rect.bottom())
        return std::nullopt;
    return QPointF(rect.center().x(), corner.y() >= rect.bottom() ? rect.bottom() : rect.top());
}

bool runsThrough(const QRectF& card, const std::vector<QPointF>& route)
{
    const QRectF inside = card.adjusted(1, 1, -1, -1);
    for (size_t i = 1; i < route.size(); ++i) {
        const QRectF segment = QRectF(route[i - 1], route[i]).normalized();
        if (segment.left() < inside.right() && segment.right() > inside.left() &&
            segment.top() < inside.bottom() && segment.bottom() > inside.top())
            return true;
    }
    return false;
}

std::vector<QPointF> withoutStraightCorners(const std::vector<QPointF>& route)
{
    std::vector<QPointF> turning;
    for (const QPointF& point : route) {
        if (!turning.empty() && near(turning.back().x(), point.x()) && near(turning.back().y(), point.y()))
            continue;
        if (turning.size() >= 2) {
            const QPointF a = turning[turning.size() - 2], b = turning.back();
            const bool straight = (near(a.x(), b.x()) && near(b.x(), point.x())) ||
                                  (near(a.y(), b.y()) && near(b.y(), point.y()));
            if (straight)
                turning.pop_back();
        }
        turning.push_back(point);
    }
    return turning;
}

/// The same for a line that leaves its cards by their sides (`across`) or by their upper or lower edges.
std::vector<QPointF> bentRoute(
    const SceneGraph& scene, const SceneEdge& edge, bool firstAcross, bool lastAcross)
{
    model::Bends corners = edge.bends;
    const auto from = dock(scene, edge.from, edge.fromRow, corners.front(), firstAcross);
    const auto to = dock(scene, edge.to, edge.toRow, corners.back(), lastAcross);
    if (!from || !to)
        return {};
    if (firstAcross)
        corners.front().setY(from->y());
    else
        corners.front().setX(from->x());
    if (lastAcross)
        corners.back().setY(to->y());
    else
        corners.back().setX(to->x());
    std::vector<QPointF> route{*from};
    route.insert(route.end(), corners.begin(), corners.end());
    route.push_back(*to);
    for (size_t i = 1; i < route.size(); ++i) {
        const QPointF way = route[i] - route[i - 1];
        if (!near(way.x(), 0) && !near(way.y(), 0))
            return {}; // both ends moved the same corner: it can't follow both
    }
    if (runsThrough(scene.nodes[size_t(edge.from)].rect, route) ||
        runsThrough(scene.nodes[size_t(edge.to)].rect, route))
        return {};
    return withoutStraightCorners(route);
}

} // namespace

std::vector<QPointF> bentRoute(const SceneGraph& scene, const SceneEdge& edge)
{
    const model::Bends& corners = edge.bends;
    if (corners.empty())
        return {};
    if (corners.size() == 1) {
        const std::vector<QPointF> route = bentRoute(scene, edge, true, false);
        return route.empty() ? bentRoute(scene, edge, false, true) : route;
    }
    // Segments alternate: the one between the first two corners says how the line leaves its card.
    return bentRoute(scene, edge, near(corners[0].x(), corners[1].x()),
        near(corners[corners.size() - 2].x(), corners.back().x()));
}

void applyBends(SceneGraph& scene)
{
    for (SceneEdge& edge : scene.edges) {
        if (edge.bends.empty())
            continue;
        std::vector<QPointF> route = bentRoute(scene, edge);
        if (!route.empty())
            edge.route = std::move(route);
    }
}

bool lieAtOneHeight(QPointF a, QPointF b)
{
    return std::abs(b.x() - a.x()) >= std::abs(b.y() - a.y());
}

LinePiece pieceAt(const std::vector<QPointF>& route, QPointF at, double reach, double endReach)
{
    LinePiece piece;
    if (route.size() < 2)
        return piece;
    double length = 0;
    for (size_t i = 1; i < route.size(); ++i)
        length += QLineF(route[i - 1], route[i]).length();
    endReach = std::min(endReach, length / 3); // a short line keeps a middle
    double nearest = reach, before = 0, along = 0;
    for (size_t i = 1; i < route.size(); ++i) {
        const QPointF a = route[i - 1], b = route[i];
        const QPointF on(std::clamp(at.x(), std::min(a.x(), b.x()), std::max(a.x(), b.x())),
            std::clamp(at.y(), std::min(a.y(), b.y()), std::max(a.y(), b.y())));
        const double distance = QLineF(on, at).length();
        if (distance <= nearest) {
            nearest = distance;
            along = before + QLineF(a, on).length();
            piece = {LinePiece::Kind::Segment, int(i) - 1};
        }
        before += QLineF(a, b).length();
    }
    if (piece.kind == LinePiece::Kind::None)
        return piece;
    if (along <= endReach)
        piece.kind = LinePiece::Kind::FirstEnd;
    else if (along >= length - endReach)
        piece.kind = LinePiece::Kind::LastEnd;
    return piece;
}

model::Bends bendsAfterShift(const std::vector<QPointF>& route, int segment, double by)
{
    if (route.size() < 2 || segment < 0 || size_t(segment) + 1 >= route.size())
        return {};
    std::vector<QPointF> points = route;
    size_t first = size_t(segment), second = first + 1;
    const QPointF way = points[second] - points[first];
    const bool horizontal = lieAtOneHeight(points[first], points[second]);
    const double length = horizontal ? std::abs(way.x()) : std::abs(way.y());
    const QPointF along = length > 0 ? way / length : QPointF(1, 0);
    const double inset = std::min(stub, length / 3);
    if (second == points.size() - 1) { // docks at its end
        const QPointF stop = points[second] - along * inset;
        points.insert(points.begin() + std::ptrdiff_t(second), {stop, stop});
        // points[second] and [second + 1] are the corners beside the stub; the first one shifts.
    }
    if (first == 0) {
        const QPointF start = points[0] + along * inset;
        points.insert(points.begin() + 1, {start, start});
        first = 2;
        second = 3;
    }
    const QPointF shift = horizontal ? QPointF(0, by) : QPointF(by, 0);
    points[first] += shift;
    points[second] += shift;
    const std::vector<QPointF> turning = withoutStraightCorners(points);
    return turning.size() <= 2 ? model::Bends() : model::Bends(turning.begin() + 1, turning.end() - 1);
}

int mainSegment(const std::vector<QPointF>& route)
{
    int longest = -1;
    double most = -1;
    for (size_t i = 1; i < route.size(); ++i) {
        const double length = QLineF(route[i - 1], route[i]).length();
        const bool inner = i > 1 && i + 1 < route.size();
        if (length + (inner ? 1e6 : 0) > most) { // one that docks at no card moves freely
            most = length + (inner ? 1e6 : 0);
            longest = int(i) - 1;
        }
    }
    return longest;
}

} // namespace conjoin::ui
