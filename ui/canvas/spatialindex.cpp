// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/spatialindex.h"

#include <algorithm>
#include <cmath>

namespace conjoin::ui {

namespace {

constexpr double cellSize = 512;
constexpr double shadowReach = 28; // a card is seen this far beyond its border
constexpr double markReach = 20;   // an edge with its marks and role names
constexpr double labelReach = 240;

struct CellRange {
    int left, top, right, bottom;
};

CellRange cellsOf(const QRectF& rect)
{
    const auto cell = [](double value) { return int(std::floor(value / cellSize)); };
    return {cell(rect.left()), cell(rect.top()), cell(rect.right()), cell(rect.bottom())};
}

void makeUnique(std::vector<int>& items)
{
    std::ranges::sort(items);
    items.erase(std::unique(items.begin(), items.end()), items.end());
}

} // namespace

void SpatialIndex::Grid::add(int item, const QRectF& rect)
{
    const CellRange range = cellsOf(rect);
    for (int x = range.left; x <= range.right; ++x) {
        for (int y = range.top; y <= range.bottom; ++y)
            cells_[{x, y}].push_back({item, rect});
    }
}

void SpatialIndex::Grid::find(const QRectF& rect, std::vector<int>& found) const
{
    const auto take = [&](const std::vector<Entry>& entries) {
        for (const Entry& entry : entries) {
            if (entry.rect.intersects(rect))
                found.push_back(entry.item);
        }
    };
    const CellRange range = cellsOf(rect);
    const double wanted = (double(range.right) - range.left + 1) * (double(range.bottom) - range.top + 1);
    if (wanted > double(cells_.size())) { // zoomed out: there are fewer cells than the view spans
        for (const auto& entries : cells_)
            take(entries);
    } else {
        for (int x = range.left; x <= range.right; ++x) {
            for (int y = range.top; y <= range.bottom; ++y) {
                const auto it = cells_.constFind({x, y});
                if (it != cells_.cend())
                    take(*it);
            }
        }
    }
    makeUnique(found);
}

SpatialIndex::SpatialIndex(const SceneGraph& scene)
{
    const auto grown = [](const QRectF& rect, double by) { return rect.adjusted(-by, -by, by, by); };
    for (size_t i = 0; i < scene.nodes.size(); ++i)
        nodes_.add(int(i), grown(scene.nodes[i].rect, shadowReach));
    for (size_t i = 0; i < scene.edges.size(); ++i) {
        const SceneEdge& edge = scene.edges[i];
        for (size_t k = 1; k < edge.route.size(); ++k)
            pieces_.add(int(i), grown(QRectF(edge.route[k - 1], edge.route[k]).normalized(), markReach));
        if (!edge.fromLabel.isEmpty() && !edge.route.empty())
            pieces_.add(int(i), grown(QRectF(edge.route.front(), QSizeF(1, 1)), labelReach));
        if (!edge.toLabel.isEmpty() && !edge.route.empty())
            pieces_.add(int(i), grown(QRectF(edge.route.back(), QSizeF(1, 1)), labelReach));
    }
}

ScenePainter::Part SpatialIndex::in(const QRectF& rect) const
{
    ScenePainter::Part part;
    nodes_.find(rect, part.nodes);
    pieces_.find(rect, part.edges);
    return part;
}

} // namespace conjoin::ui
