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

std::vector<Overlap> overlappingRuns(const Graph& graph, const std::vector<Route>& routes)
{
    constexpr double lineWidth = 2, leastLength = 4;

    struct Run {
        double at, from, to;
        int edge, net;
        bool vertical;
        bool first, last; // a piece that begins or ends at a dock
    };
    std::vector<Run> runs;
    for (std::size_t i = 0; i < routes.size(); ++i) {
        const std::vector<QPointF>& points = routes[i].points;
        const int shared = graph.edges[i].net;
        for (std::size_t k = 1; k < points.size(); ++k) {
            const QPointF a = points[k - 1], b = points[k];
            const bool vertical = a.x() == b.x();
            const double from = vertical ? std::min(a.y(), b.y()) : std::min(a.x(), b.x());
            const double to = vertical ? std::max(a.y(), b.y()) : std::max(a.x(), b.x());
            runs.push_back({vertical ? a.x() : a.y(), from, to, int(i), shared >= 0 ? shared : -1 - int(i),
                vertical, k == 1, k + 1 == points.size()});
        }
    }
    std::sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) {
        return std::tie(a.vertical, a.at, a.from, a.edge) < std::tie(b.vertical, b.at, b.from, b.edge);
    });
    const auto docksOf = [&](const Run& run) {
        const std::vector<QPointF>& points = routes[std::size_t(run.edge)].points;
        std::vector<QPointF> docks;
        if (run.first)
            docks.push_back(points.front());
        if (run.last)
            docks.push_back(points.back());
        return docks;
    };
    const auto shareDock = [&](const Run& a, const Run& b) {
        const std::vector<QPointF> docksA = docksOf(a), docksB = docksOf(b);
        return std::find_first_of(docksA.begin(), docksA.end(), docksB.begin(), docksB.end()) != docksA.end();
    };
    std::vector<Overlap> overlaps;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const Run& a = runs[i];
        for (std::size_t k = i + 1; k < runs.size(); ++k) {
            const Run& b = runs[k];
            if (b.vertical != a.vertical || b.at - a.at >= lineWidth)
                break;
            const double from = std::max(a.from, b.from), length = std::min(a.to, b.to) - from;
            if (a.net == b.net || length < leastLength || shareDock(a, b))
                continue;
            overlaps.push_back(
                {a.edge, b.edge, a.vertical ? QPointF(a.at, from) : QPointF(from, a.at), length, a.vertical});
        }
    }
    return overlaps;
}

} // namespace conjoin::model::layout
