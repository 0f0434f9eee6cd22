// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/graph.h"

#include <algorithm>
#include <cmath>

namespace conjoin::model::layout {

namespace {

constexpr double farthest = 1e9;
constexpr double largest = 1e6;

double number(double value, double least, double most)
{
    return std::isnan(value) ? least : std::clamp(value, least, most);
}

double coordinate(double value)
{
    return std::isnan(value) ? 0 : std::clamp(value, -farthest, farthest);
}

} // namespace

QPointF dock(const Box& box, double row, Side side)
{
    const QRectF& r = box.rect;
    switch (side) {
    case Side::Left:
        return {r.left(), r.top() + row};
    case Side::Right:
        return {r.right(), r.top() + row};
    case Side::Top:
        return {r.left() + r.width() / 2, r.top()};
    case Side::Bottom:
        break;
    }
    return {r.left() + r.width() / 2, r.bottom()};
}

bool hasEnds(const Graph& graph, const Edge& edge)
{
    const int count = int(graph.boxes.size());
    return edge.from >= 0 && edge.from < count && edge.to >= 0 && edge.to < count;
}

Graph sanitised(const Graph& graph)
{
    Graph result = graph;
    for (Box& box : result.boxes) {
        const QRectF r = box.rect;
        box.rect = QRectF(coordinate(r.x()), coordinate(r.y()), number(r.width(), 1, largest),
            number(r.height(), 1, largest));
    }
    for (Edge& edge : result.edges) {
        if (!hasEnds(result, edge))
            continue;
        edge.fromRow = number(edge.fromRow, 0, result.boxes[std::size_t(edge.from)].rect.height());
        edge.toRow = number(edge.toRow, 0, result.boxes[std::size_t(edge.to)].rect.height());
    }
    return result;
}

} // namespace conjoin::model::layout
