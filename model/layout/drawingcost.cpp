// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/drawingcost.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace conjoin::model::layout {

namespace {

struct Piece {
    double at;
    double from, to;
    int net;
};

// Joins pieces of one net that touch, so that a trunk is crossed once.
void joinTrunks(std::vector<Piece>& pieces)
{
    std::sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) {
        return std::tie(a.net, a.at, a.from) < std::tie(b.net, b.at, b.from);
    });
    std::vector<Piece> joined;
    for (const Piece& piece : pieces) {
        if (!joined.empty() && joined.back().net == piece.net && joined.back().at == piece.at &&
            piece.from <= joined.back().to)
            joined.back().to = std::max(joined.back().to, piece.to);
        else
            joined.push_back(piece);
    }
    pieces = std::move(joined);
}

} // namespace

DrawingCost drawingCost(const Graph& graph, const std::vector<Route>& routes)
{
    DrawingCost cost;
    std::vector<Piece> horizontal, vertical;
    for (std::size_t i = 0; i < routes.size(); ++i) {
        const std::vector<QPointF>& points = routes[i].points;
        const int shared = graph.edges[i].net;
        const int net = shared >= 0 ? shared : -1 - int(i);
        cost.bends += std::max(0, int(points.size()) - 2);
        for (std::size_t k = 1; k < points.size(); ++k) {
            const QPointF a = points[k - 1], b = points[k];
            cost.length += (b - a).manhattanLength();
            if (a.y() == b.y())
                horizontal.push_back({a.y(), std::min(a.x(), b.x()), std::max(a.x(), b.x()), net});
            else
                vertical.push_back({a.x(), std::min(a.y(), b.y()), std::max(a.y(), b.y()), net});
        }
    }
    joinTrunks(horizontal);
    joinTrunks(vertical);
    std::sort(vertical.begin(), vertical.end(), [](const Piece& a, const Piece& b) { return a.at < b.at; });
    for (const Piece& h : horizontal) {
        auto v = std::upper_bound(vertical.begin(), vertical.end(), h.from,
            [](double x, const Piece& piece) { return x < piece.at; });
        for (; v != vertical.end() && v->at < h.to; ++v)
            if (v->net != h.net && v->from < h.at && h.at < v->to)
                ++cost.crossings;
    }
    return cost;
}

} // namespace conjoin::model::layout
