// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/visibilitygraph.h"

#include <limits>
#include <map>
#include <tuple>

namespace conjoin::model::layout {

namespace {

constexpr double raster = 16; // lines beside boxes snap to it, so that those of neighbours coincide
constexpr double unreachable = std::numeric_limits<double>::infinity();

constexpr std::array allSides{Side::Left, Side::Right, Side::Top, Side::Bottom};

} // namespace

VisibilityGraph::VisibilityGraph(const Graph& graph, const ObstacleGrid& obstacles,
    const std::vector<int>& edges, const QRectF& window, const Spacing& spacing)
    : obstacles_(obstacles)
    , window_(window)
    , spacing_(spacing)
{
    std::vector<char> seen(graph.boxes.size(), 0);
    obstacles.visit(window, [&](int box) {
        if (!seen[std::size_t(box)] && window.intersects(graph.boxes[std::size_t(box)].rect))
            addBesides(graph, box);
        seen[std::size_t(box)] = 1;
    });

    // Edges that dock at the same place share the vertex there.
    std::map<std::tuple<int, Side, double>, int> known;
    const auto docksAt = [&](int box, double row, Edge::Kind kind) {
        Docks docks{none, none, none, none};
        for (const Side side : allSides) {
            if (!mayDock(graph.boxes[std::size_t(box)], kind, side))
                continue;
            const auto [it, isNew] = known.try_emplace({box, side, isHorizontal(side) ? row : 0}, none);
            if (isNew)
                it->second = addDock(graph.boxes[std::size_t(box)], box, row, side);
            docks[std::size_t(side)] = it->second;
        }
        return docks;
    };
    docks_.reserve(2 * edges.size());
    for (const int index : edges) {
        const Edge& edge = graph.edges[std::size_t(index)];
        docks_.push_back(docksAt(edge.from, edge.fromRow, edge.kind));
        docks_.push_back(docksAt(edge.to, edge.toRow, edge.kind));
    }

    for (const Dock& dock : dockPlaces_)
        vertices_.push_back({dock.at});
    merge(horizontal_);
    merge(vertical_);
    cross();
    placeDocks();
    findComponents();
}

// A line on each side of the box; where a neighbour is near, in the middle between both.
void VisibilityGraph::addBesides(const Graph& graph, int box)
{
    const QRectF& r = graph.boxes[std::size_t(box)].rect;
    const double roomy = 2 * spacing_.stub + raster;
    for (const Side side : allSides) {
        const bool horizontalSide = isHorizontal(side);
        const bool low = side == Side::Left || side == Side::Top;
        QPointF at = dock(graph.boxes[std::size_t(box)], r.height() / 2, side);
        double& coordinate = horizontalSide ? at.rx() : at.ry();
        const double room = obstacles_.reach(at, side, roomy, 0, box);
        if (room < roomy)
            coordinate += (low ? -1 : 1) * room / 2;
        else if (low)
            coordinate = std::floor((coordinate - spacing_.stub) / raster) * raster;
        else
            coordinate = std::ceil((coordinate + spacing_.stub) / raster) * raster;
        if (obstacles_.isFree(at, spacing_.clearance))
            addLine(at, !horizontalSide, none);
    }
}

int VisibilityGraph::addDock(const Box& box, int index, double row, Side side)
{
    const QPointF at = dock(box, row, side);
    const bool ascending = side == Side::Right || side == Side::Bottom;
    addLine(at, isHorizontal(side), index, ascending, !ascending);
    dockPlaces_.push_back({at, side});
    if (spacing_.escapes) {
        const double room = obstacles_.reach(at, side, 2 * spacing_.stub, spacing_.clearance, index);
        const QPointF way = isHorizontal(side) ? QPointF(room / 2, 0) : QPointF(0, room / 2);
        addLine(ascending ? at + way : at - way, !isHorizontal(side), none);
    }
    return int(dockPlaces_.size()) - 1;
}

void VisibilityGraph::addLine(QPointF through, bool horizontal, int ignored, bool ascending, bool descending)
{
    const double along = horizontal ? through.x() : through.y();
    const double at = horizontal ? through.y() : through.x();
    const double low = horizontal ? window_.left() : window_.top();
    const double high = horizontal ? window_.right() : window_.bottom();
    if (at < (horizontal ? window_.top() : window_.left()) ||
        at > (horizontal ? window_.bottom() : window_.right()))
        return;
    const auto reach = [&](Side direction, double limit) {
        return limit <= 0 ? 0
                          : obstacles_.reach(through, direction, std::min(limit, spacing_.reach),
                                spacing_.clearance, ignored);
    };
    const double from = descending ? along - reach(horizontal ? Side::Left : Side::Top, along - low) : along;
    const double to = ascending ? along + reach(horizontal ? Side::Right : Side::Bottom, high - along) : along;
    (horizontal ? horizontal_ : vertical_).push_back({at, from, to});
}

// Sorts by place and joins lines that overlap.
void VisibilityGraph::merge(std::vector<Line>& lines)
{
    std::sort(lines.begin(), lines.end(),
        [](const Line& a, const Line& b) { return std::tie(a.at, a.from) < std::tie(b.at, b.from); });
    std::vector<Line> merged;
    for (Line& line : lines) {
        if (!merged.empty() && merged.back().at == line.at && line.from <= merged.back().to)
            merged.back().to = std::max(merged.back().to, line.to);
        else
            merged.push_back(std::move(line));
    }
    lines = std::move(merged);
}

VisibilityGraph::Line* VisibilityGraph::lineAt(std::vector<Line>& lines, double at, double along)
{
    auto it = std::upper_bound(lines.begin(), lines.end(), std::pair(at, along),
        [](const auto& key, const Line& line) { return key < std::pair(line.at, line.from); });
    if (it == lines.begin())
        return nullptr;
    --it;
    return it->at == at && it->from <= along && along <= it->to ? &*it : nullptr;
}

void VisibilityGraph::cross()
{
    // Horizontal lines by columns of the window, so that a vertical one meets only those of its column.
    constexpr int mostColumns = 256;
    const double width = std::max(512.0, window_.width() / (mostColumns - 1));
    const auto column = [&](double x) {
        return std::size_t(std::clamp((x - window_.left()) / width, 0.0, mostColumns - 1.0));
    };
    std::vector<std::vector<int>> byColumn(mostColumns);
    for (std::size_t i = 0; i < horizontal_.size(); ++i)
        for (std::size_t c = column(horizontal_[i].from); c <= column(horizontal_[i].to); ++c)
            byColumn[c].push_back(int(i));
    const auto firstFrom = [&](const std::vector<int>& lines, double y) {
        return std::lower_bound(lines.begin(), lines.end(), y,
            [this](int line, double from) { return horizontal_[std::size_t(line)].at < from; });
    };

    // At once, for there are tens of thousands.
    std::size_t most = vertices_.size();
    for (const Line& vertical : vertical_) {
        const std::vector<int>& near = byColumn[column(vertical.at)];
        most += std::size_t(
            firstFrom(near, std::nextafter(vertical.to, unreachable)) - firstFrom(near, vertical.from));
    }
    vertices_.reserve(most);

    for (Line& vertical : vertical_) {
        const std::vector<int>& near = byColumn[column(vertical.at)];
        for (auto it = firstFrom(near, vertical.from); it != near.end(); ++it) {
            Line& horizontal = horizontal_[std::size_t(*it)];
            if (horizontal.at > vertical.to)
                break;
            if (horizontal.from > vertical.at || horizontal.to < vertical.at)
                continue;
            const int vertex = int(vertices_.size());
            vertices_.push_back({{vertical.at, horizontal.at}});
            append(vertical, vertex, false);
            append(horizontal, vertex, true);
        }
    }
}

void VisibilityGraph::join(int low, int high, bool horizontal)
{
    vertices_[std::size_t(low)].next[std::size_t(horizontal ? Side::Right : Side::Bottom)] = high;
    vertices_[std::size_t(high)].next[std::size_t(horizontal ? Side::Left : Side::Top)] = low;
}

void VisibilityGraph::append(Line& line, int vertex, bool horizontal)
{
    if (line.first == none)
        line.first = vertex;
    else
        join(line.last, vertex, horizontal);
    line.last = vertex;
}

void VisibilityGraph::insertDock(Line& line, int dock, bool horizontal)
{
    const auto place = [&](int vertex) {
        const QPointF at = vertices_[std::size_t(vertex)].at;
        return std::pair(horizontal ? at.x() : at.y(), vertex);
    };
    int before = none, after = line.first;
    while (after != none && place(after) < place(dock)) {
        before = after;
        after = vertices_[std::size_t(after)].next[std::size_t(horizontal ? Side::Right : Side::Bottom)];
    }
    if (before == none)
        line.first = dock;
    else
        join(before, dock, horizontal);
    if (after == none)
        line.last = dock;
    else
        join(dock, after, horizontal);
}

void VisibilityGraph::placeDocks()
{
    for (std::size_t i = 0; i < dockPlaces_.size(); ++i) {
        const auto& [at, side] = dockPlaces_[i];
        const bool horizontal = isHorizontal(side);
        Line* line = horizontal ? lineAt(horizontal_, at.y(), at.x()) : lineAt(vertical_, at.x(), at.y());
        if (line)
            insertDock(*line, int(i), horizontal);
    }
    // A line may touch a dock from inside where boxes overlap or abut: no way leads through the own box.
    for (std::size_t i = 0; i < dockPlaces_.size(); ++i) {
        const Side inward = opposite(dockPlaces_[i].side);
        int& inside = vertices_[i].next[std::size_t(inward)];
        if (inside == none)
            continue;
        vertices_[std::size_t(inside)].next[std::size_t(opposite(inward))] = none;
        inside = none;
    }
}

// A search for a way that does not exist would look at everything.
void VisibilityGraph::findComponents()
{
    component_.assign(vertices_.size(), none);
    std::vector<int> open;
    for (std::size_t first = 0; first < vertices_.size(); ++first) {
        if (component_[first] != none)
            continue;
        component_[first] = int(first);
        open.push_back(int(first));
        while (!open.empty()) {
            const int vertex = open.back();
            open.pop_back();
            for (const int next : vertices_[std::size_t(vertex)].next) {
                if (next == none || component_[std::size_t(next)] != none)
                    continue;
                component_[std::size_t(next)] = int(first);
                open.push_back(next);
            }
        }
    }
}

} // namespace conjoin::model::layout
