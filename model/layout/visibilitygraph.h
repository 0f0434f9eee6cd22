// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/graph.h"
#include "model/layout/obstaclegrid.h"

#include <array>
#include <vector>

namespace conjoin::model::layout {

/// The crossings of all lines a route may run on: beside each box, and outward from each dock. Orthogonal
/// routes are paths in it, and every path in it keeps clear of the boxes.
class VisibilityGraph {
public:
    static constexpr int none = -1;

    struct Vertex {
        QPointF at;
        std::array<int, 4> next{none, none, none, none}; ///< the neighbour in the direction of each Side
    };
    using Docks = std::array<int, 4>; ///< the vertex at each side of a box; none = the edge may not dock there

    struct Spacing {
        double clearance; ///< lines keep this far from boxes
        double stub;      ///< the lines beside a box keep this far, where there is room
        double reach;     ///< longest piece of a line from where it starts
        bool escapes;     ///< a line across each dock's way out, for docks in narrow pockets
    };

    /// For `edges` of `graph`, inside `window`. The boxes and edges must be sane.
    VisibilityGraph(const Graph& graph, const ObstacleGrid& obstacles, const std::vector<int>& edges,
        const QRectF& window, const Spacing& spacing);

    /// Those at docks come first.
    const std::vector<Vertex>& vertices() const { return vertices_; }
    std::size_t dockCount() const { return dockPlaces_.size(); }

    /// Whether some path leads from one vertex to the other.
    bool areJoined(int a, int b) const { return component_[std::size_t(a)] == component_[std::size_t(b)]; }

    /// Where the edge `edges[slot]` may begin and end.
    const Docks& fromDocks(std::size_t slot) const { return docks_[2 * slot]; }
    const Docks& toDocks(std::size_t slot) const { return docks_[2 * slot + 1]; }

private:
    struct Line {
        double at;                     // y of a horizontal, x of a vertical line
        double from, to;               // its span along the other axis
        int first = none, last = none; // vertices on it; those between are each other's neighbours
    };
    struct Dock {
        QPointF at;
        Side side;
    };

    void addBesides(const Graph& graph, int box);
    int addDock(const Box& box, int index, double row, Side side);
    void addLine(QPointF through, bool horizontal, int ignored, bool ascending = true, bool descending = true);
    static void merge(std::vector<Line>& lines);
    static Line* lineAt(std::vector<Line>& lines, double at, double along);
    void cross();
    void join(int low, int high, bool horizontal);
    void append(Line& line, int vertex, bool horizontal);
    void insertDock(Line& line, int dock, bool horizontal);
    void placeDocks();
    void findComponents();

    const ObstacleGrid& obstacles_;
    QRectF window_;
    Spacing spacing_;
    std::vector<Line> horizontal_;
    std::vector<Line> vertical_;
    std::vector<Dock> dockPlaces_;
    std::vector<Vertex> vertices_; // those of dockPlaces_ come first
    std::vector<Docks> docks_;
    std::vector<int> component_; // of each vertex
};

} // namespace conjoin::model::layout
