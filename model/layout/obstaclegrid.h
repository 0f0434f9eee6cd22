// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/graph.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace conjoin::model::layout {

/// Boxes found by place: a raster of cells, each with the boxes that touch it. Holds a reference to the boxes.
class ObstacleGrid {
public:
    explicit ObstacleGrid(const std::vector<Box>& boxes);

    /// Calls `visit(index)` for every box whose cells `area` touches: a superset of the boxes that touch it,
    /// and a box may come more than once.
    template<class Visit>
    void visit(const QRectF& area, Visit visit) const;

    /// Whether `point` lies nearer than `clearance` to no box.
    bool isFree(QPointF point, double clearance) const;

    /// How far a ray from `from` runs before it comes nearer than `clearance` to a box other than `ignored`
    /// (-1: none is ignored), but not farther than `limit`.
    double reach(QPointF from, Side direction, double limit, double clearance, int ignored = -1) const;

    const QRectF& bounds() const { return bounds_; }

private:
    struct CellRange {
        int left, top, right, bottom;
    };
    /// A box as rays along a row or column of cells meet it: its extent along the ray, and across.
    struct Span {
        double low, high;
        double acrossLow, acrossHigh;
        int box;
        double highest; // high of this one and of all before it
    };
    /// The boxes of each row or column of cells, by their low border: a ray finds the first one ahead at once.
    struct Strips {
        std::vector<int> begin; // of each strip in `spans`, and one past the last
        std::vector<Span> spans;
    };
    struct Ray;

    CellRange cells(const QRectF& area) const;
    int column(double x) const { return std::clamp(int((x - bounds_.left()) / cellWidth_), 0, columns_ - 1); }
    int row(double y) const { return std::clamp(int((y - bounds_.top()) / cellHeight_), 0, rows_ - 1); }
    static bool isLarge(const CellRange& range);
    Span spanOf(int box, bool horizontal) const;
    Strips strips(bool horizontal) const;

    const std::vector<Box>& boxes_;
    QRectF bounds_;
    double cellWidth_ = 1;
    double cellHeight_ = 1;
    int columns_ = 1;
    int rows_ = 1;
    std::vector<int> begin_;  // of each cell in inCell_, and one past the last
    std::vector<int> inCell_; // box indexes, cell after cell
    std::vector<int> large_;  // boxes that would fill too many cells; always visited
    Strips inRow_, inColumn_; // without the large ones
};

template<class Visit>
void ObstacleGrid::visit(const QRectF& area, Visit visit) const
{
    const CellRange range = cells(area);
    for (int y = range.top; y <= range.bottom; ++y) {
        for (int x = range.left; x <= range.right; ++x) {
            const std::size_t cell = std::size_t(y * columns_ + x);
            for (int i = begin_[cell]; i < begin_[cell + 1]; ++i)
                visit(inCell_[std::size_t(i)]);
        }
    }
    for (const int box : large_)
        visit(box);
}

} // namespace conjoin::model::layout
