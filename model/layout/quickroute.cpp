// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/quickroute.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace conjoin::model::layout {

namespace {

QPointF outward(QPointF p, Side side, double distance)
{
    switch (side) {
    case Side::Left:
        return {p.x() - distance, p.y()};
    case Side::Right:
        return {p.x() + distance, p.y()};
    case Side::Top:
        return {p.x(), p.y() - distance};
    case Side::Bottom:
        break;
    }
    return {p.x(), p.y() + distance};
}

QPointF transposed(QPointF p)
{
    return {p.y(), p.x()};
}

using Points = std::vector<QPointF>;

// Both sides are left or right; nothing where the boxes leave no room between them.
std::optional<Points> alongX(QPointF a, bool aRight, QPointF b, bool bRight, double stub)
{
    double x = 0;
    if (aRight == bRight) {
        x = aRight ? std::max(a.x(), b.x()) + stub : std::min(a.x(), b.x()) - stub;
    } else {
        if ((aRight ? b.x() - a.x() : a.x() - b.x()) < 2 * stub)
            return {};
        if (a.y() == b.y())
            return Points{a, b};
        x = (a.x() + b.x()) / 2;
    }
    return Points{a, {x, a.y()}, {x, b.y()}, b};
}

std::optional<Points> connect(QPointF a, Side aSide, QPointF b, Side bSide, double stub)
{
    const bool aAlongX = isHorizontal(aSide);
    if (aAlongX && isHorizontal(bSide))
        return alongX(a, aSide == Side::Right, b, bSide == Side::Right, stub);
    if (!aAlongX && !isHorizontal(bSide)) {
        auto points = alongX(transposed(a), aSide == Side::Bottom, transposed(b), bSide == Side::Bottom, stub);
        if (points)
            std::transform(points->begin(), points->end(), points->begin(), transposed);
        return points;
    }
    // One bend: it must lie outward of both docks.
    const QPointF bend = aAlongX ? QPointF(b.x(), a.y()) : QPointF(a.x(), b.y());
    const QPointF aOut = outward(a, aSide, stub), bOut = outward(b, bSide, stub);
    const auto beyond = [bend](QPointF out, Side side) {
        switch (side) {
        case Side::Left:
            return bend.x() <= out.x();
        case Side::Right:
            return bend.x() >= out.x();
        case Side::Top:
            return bend.y() <= out.y();
        case Side::Bottom:
            break;
        }
        return bend.y() >= out.y();
    };
    if (!beyond(aOut, aSide) || !beyond(bOut, bSide))
        return {};
    return Points{a, bend, b};
}

double cost(const Points& points)
{
    constexpr double bendCost = 48;
    double sum = bendCost * double(points.size());
    for (std::size_t i = 1; i < points.size(); ++i)
        sum += std::abs(points[i].x() - points[i - 1].x()) + std::abs(points[i].y() - points[i - 1].y());
    return sum;
}

// A row that refers to itself: over the box from one side to the other.
Route aroundBox(const Box& box, double row, double stub)
{
    const QRectF out = box.rect.adjusted(-stub, -stub, stub, stub);
    const QPointF right = dock(box, row, Side::Right), left = dock(box, row, Side::Left);
    return {{right, {out.right(), right.y()}, out.topRight(), out.topLeft(), {out.left(), left.y()}, left},
        Side::Right, Side::Left, false};
}

} // namespace

Route quickRoute(const Box& from, const Box& to, const Edge& edge, double stub)
{
    if (edge.from == edge.to && edge.fromRow == edge.toRow)
        return aroundBox(from, edge.fromRow, stub);

    constexpr std::array sides{Side::Right, Side::Left, Side::Bottom, Side::Top};
    Route best;
    double bestCost = std::numeric_limits<double>::infinity();
    for (const Side first : sides) {
        for (const Side last : sides) {
            if (!mayDock(from, edge.kind, first) || !mayDock(to, edge.kind, last))
                continue;
            const auto points =
                connect(dock(from, edge.fromRow, first), first, dock(to, edge.toRow, last), last, stub);
            if (!points || cost(*points) >= bestCost)
                continue;
            bestCost = cost(*points);
            best = {*points, first, last, false};
        }
    }
    return best;
}

} // namespace conjoin::model::layout
