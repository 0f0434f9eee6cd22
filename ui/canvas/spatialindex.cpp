// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/spatialindex.h"

#include <algorithm>
#include <cmath>

namespace conjoin::ui {

namespace {

constexpr double cellSize = 512;
constexpr double shadowReach = 28; // a card is seen this far beyond its border
constexpr double markReach = 20;   // an edge with its marks and role names
constexpr double labelReach = 300;

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

void SpatialIndex::Grid::remove(int item, const QRectF& rect)
{
    const CellRange range = cellsOf(rect);
    for (int x = range.left; x <= range.right; ++x) {
        for (int y = range.top; y <= range.bottom; ++y) {
            const auto it = cells_.find({x, y});
            if (it == cells_.end())
                continue;
            std::erase_if(*it, [item](const Entry& entry) { return entry.item == item; });
            if (it->empty())
                cells_.erase(it);
        }
    }
}

namespace {

QRectF grown(const QRectF& rect, double by)
{
    return rect.adjusted(-by, -by, by, by);
}

/// Calls `visit` with every rectangle in which some of the edge is seen.
template<class Visit>
void forPlaces(const SceneEdge& edge, Visit visit)
{
    for (size_t k = 1; k < edge.route.size(); ++k)
        visit(grown(QRectF(edge.route[k - 1], edge.route[k]).normalized(), markReach));
    if ((edge.stub || !edge.fromLabel.isEmpty()) && !edge.route.empty())
        visit(grown(QRectF(edge.route.front(), QSizeF(1, 1)), labelReach));
    if ((edge.stub || !edge.toLabel.isEmpty()) && !edge.route.empty())
        visit(grown(QRectF(edge.route.back(), QSizeF(1, 1)), labelReach));
}

} // namespace

SpatialIndex::SpatialIndex(const SceneGraph& scene)
{
    for (size_t i = 0; i < scene.nodes.size(); ++i)
        addNode(int(i), scene.nodes[i]);
    for (size_t i = 0; i < scene.edges.size(); ++i)
        addEdge(int(i), scene.edges[i]);
}

void SpatialIndex::addNode(int index, const SceneNode& node)
{
    nodes_.add(index, grown(node.rect, shadowReach));
}

void SpatialIndex::removeNode(int index, const SceneNode& node)
{
    nodes_.remove(index, grown(node.rect, shadowReach));
}

void SpatialIndex::addEdge(int index, const SceneEdge& edge)
{
    forPlaces(edge, [&](const QRectF& rect) { pieces_.add(index, rect); });
}

void SpatialIndex::removeEdge(int index, const SceneEdge& edge)
{
    forPlaces(edge, [&](const QRectF& rect) { pieces_.remove(index, rect); });
}

ScenePainter::Part SpatialIndex::in(const QRectF& rect) const
{
    ScenePainter::Part part;
    nodes_.find(rect, part.nodes);
    pieces_.find(rect, part.edges);
    return part;
}

} // namespace conjoin::ui
