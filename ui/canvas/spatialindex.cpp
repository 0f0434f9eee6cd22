// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/spatialindex.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace conjoin::ui {

namespace {

constexpr double cellSize = 512;
constexpr double shadowReach = 28; // a card is seen this far beyond its border
constexpr double markReach = 28;   // an edge with its marks and their letters
constexpr double labelReach = 300;
constexpr double fewCells = 64; // a view at 100 % has fewer; in more, most of the scene is asked for

struct CellRange {
    int left, top, right, bottom;
};

CellRange cellsOf(const QRectF& rect)
{
    const auto cell = [](double value) { return int(std::floor(value / cellSize)); };
    return {cell(rect.left()), cell(rect.top()), cell(rect.right()), cell(rect.bottom())};
}

} // namespace

SpatialIndex::Grid::Area::Area(const QRectF& rect)
{
    constexpr float everything = std::numeric_limits<float>::infinity();
    const auto below = [](double value) { return std::nextafter(float(value), -everything); };
    const auto above = [](double value) { return std::nextafter(float(value), everything); };
    left = below(rect.left());
    top = below(rect.top());
    right = above(rect.right());
    bottom = above(rect.bottom());
}

template<class Visit>
void SpatialIndex::Grid::forCells(const QRectF& rect, Visit visit)
{
    const CellRange range = cellsOf(rect);
    for (int x = range.left; x <= range.right; ++x) {
        for (int y = range.top; y <= range.bottom; ++y)
            visit(QPair<int, int>(x, y));
    }
}

void SpatialIndex::Grid::addAll(const std::vector<Place>& places)
{
    QHash<QPair<int, int>, size_t> counts;
    for (const Place& place : places)
        forCells(place.rect, [&](const QPair<int, int>& cell) { ++counts[cell]; });
    cells_.reserve(counts.size());
    for (auto count = counts.cbegin(); count != counts.cend(); ++count)
        cells_[count.key()].reserve(*count);
    for (const Place& place : places)
        add(place.item, place.rect);
}

void SpatialIndex::Grid::add(int item, const QRectF& rect)
{
    items_ = std::max(items_, item + 1);
    forCells(rect, [&](const QPair<int, int>& cell) { cells_[cell].push_back({item, Area(rect)}); });
}

std::vector<int> SpatialIndex::Grid::find(const QRectF& rect) const
{
    const CellRange range = cellsOf(rect);
    const double wanted = (double(range.right) - range.left + 1) * (double(range.bottom) - range.top + 1);
    return wanted > fewCells ? findFar(rect) : findNear(rect);
}

std::vector<int> SpatialIndex::Grid::findNear(const QRectF& rect) const
{
    std::vector<int> found;
    const CellRange range = cellsOf(rect);
    for (int x = range.left; x <= range.right; ++x) {
        for (int y = range.top; y <= range.bottom; ++y) {
            const auto cell = cells_.constFind({x, y});
            if (cell == cells_.cend())
                continue;
            for (const Entry& entry : *cell) {
                if (entry.area.meets(rect))
                    found.push_back(entry.item);
            }
        }
    }
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

std::vector<int> SpatialIndex::Grid::findFar(const QRectF& rect) const
{
    // Most things lie in several cells: marking them is quicker than sorting what was found.
    std::vector<char> isFound(size_t(items_), 0);
    const CellRange range = cellsOf(rect);
    for (auto cell = cells_.cbegin(); cell != cells_.cend(); ++cell) {
        const auto [x, y] = cell.key();
        if (x < range.left || x > range.right || y < range.top || y > range.bottom)
            continue;
        const bool inside = x > range.left && x < range.right && y > range.top && y < range.bottom;
        for (const Entry& entry : *cell) {
            if (inside || entry.area.meets(rect))
                isFound[size_t(entry.item)] = 1;
        }
    }
    std::vector<int> found;
    for (size_t item = 0; item < isFound.size(); ++item) {
        if (isFound[item])
            found.push_back(int(item));
    }
    return found;
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
    std::vector<Grid::Place> places;
    for (size_t i = 0; i < scene.nodes.size(); ++i)
        places.push_back({int(i), grown(scene.nodes[i].rect, shadowReach)});
    nodes_.addAll(places);
    places.clear();
    for (size_t i = 0; i < scene.edges.size(); ++i)
        forPlaces(scene.edges[i], [&](const QRectF& rect) { places.push_back({int(i), rect}); });
    pieces_.addAll(places);
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

void SpatialIndex::Grid::renumber(const std::vector<int>& items)
{
    items_ = 0;
    for (std::vector<Entry>& cell : cells_) {
        for (Entry& entry : cell) {
            entry.item = items[size_t(entry.item)];
            items_ = std::max(items_, entry.item + 1);
        }
    }
}

void SpatialIndex::renumber(const std::vector<int>& nodes, const std::vector<int>& edges)
{
    nodes_.renumber(nodes);
    pieces_.renumber(edges);
}

ScenePainter::Part SpatialIndex::in(const QRectF& rect) const
{
    if (rect.isEmpty())
        return {};
    return {nodes_.find(rect), pieces_.find(rect)};
}

} // namespace conjoin::ui
