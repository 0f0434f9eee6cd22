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

    const QRectF& bounds() const { return m_bounds; }

private:
    struct CellRange {
        int left, top, right, bottom;
    };
    CellRange cells(const QRectF& area) const;
    int column(double x) const
    {
        return std::clamp(int((x - m_bounds.left()) / m_cellWidth), 0, m_columns - 1);
    }
    int row(double y) const { return std::clamp(int((y - m_bounds.top()) / m_cellHeight), 0, m_rows - 1); }

    const std::vector<Box>& m_boxes;
    QRectF m_bounds;
    double m_cellWidth = 1;
    double m_cellHeight = 1;
    int m_columns = 1;
    int m_rows = 1;
    std::vector<int> m_begin;  // of each cell in m_inCell, and one past the last
    std::vector<int> m_inCell; // box indexes, cell after cell
    std::vector<int> m_large;  // boxes that would fill too many cells; always visited
};

template<class Visit>
void ObstacleGrid::visit(const QRectF& area, Visit visit) const
{
    const CellRange range = cells(area);
    for (int y = range.top; y <= range.bottom; ++y) {
        for (int x = range.left; x <= range.right; ++x) {
            const std::size_t cell = std::size_t(y * m_columns + x);
            for (int i = m_begin[cell]; i < m_begin[cell + 1]; ++i)
                visit(m_inCell[std::size_t(i)]);
        }
    }
    for (const int box : m_large)
        visit(box);
}

} // namespace conjoin::model::layout
