// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/obstaclegrid.h"

namespace conjoin::model::layout {

namespace {

constexpr double cellSize = 256;
constexpr int mostCells = 192; // along one axis
constexpr int cellsOfALargeBox = 1024;

int cellCount(double extent)
{
    return int(std::clamp(std::ceil(extent / cellSize), 1.0, double(mostCells)));
}

} // namespace

ObstacleGrid::ObstacleGrid(const std::vector<Box>& boxes)
    : boxes_(boxes)
{
    for (const Box& box : boxes)
        bounds_ |= box.rect;
    columns_ = cellCount(bounds_.width());
    rows_ = cellCount(bounds_.height());
    cellWidth_ = std::max(1.0, bounds_.width() / columns_);
    cellHeight_ = std::max(1.0, bounds_.height() / rows_);

    // Two passes: count the boxes of each cell, then fill.
    begin_.assign(std::size_t(columns_ * rows_) + 1, 0);
    const auto forCells = [this](const CellRange& range, auto&& use) {
        for (int y = range.top; y <= range.bottom; ++y)
            for (int x = range.left; x <= range.right; ++x)
                use(std::size_t(y * columns_ + x));
    };
    const auto isLarge = [](const CellRange& range) {
        return (range.right - range.left + 1) * (range.bottom - range.top + 1) > cellsOfALargeBox;
    };
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const CellRange range = cells(boxes[i].rect);
        if (isLarge(range))
            large_.push_back(int(i));
        else
            forCells(range, [this](std::size_t cell) { ++begin_[cell + 1]; });
    }
    for (std::size_t cell = 1; cell < begin_.size(); ++cell)
        begin_[cell] += begin_[cell - 1];
    inCell_.resize(std::size_t(begin_.back()));
    std::vector<int> next(begin_.begin(), begin_.end() - 1);
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const CellRange range = cells(boxes[i].rect);
        if (!isLarge(range))
            forCells(range, [&](std::size_t cell) { inCell_[std::size_t(next[cell]++)] = int(i); });
    }
}

ObstacleGrid::CellRange ObstacleGrid::cells(const QRectF& area) const
{
    return {column(area.left()), row(area.top()), column(area.right()), row(area.bottom())};
}

bool ObstacleGrid::isFree(QPointF point, double clearance) const
{
    bool free = true;
    const QRectF around(point.x() - clearance, point.y() - clearance, 2 * clearance, 2 * clearance);
    visit(around, [&](int i) {
        const QRectF& r = boxes_[std::size_t(i)].rect;
        if (point.x() > r.left() - clearance && point.x() < r.right() + clearance &&
            point.y() > r.top() - clearance && point.y() < r.bottom() + clearance)
            free = false;
    });
    return free;
}

double ObstacleGrid::reach(QPointF from, Side direction, double limit, double clearance, int ignored) const
{
    const bool horizontal = isHorizontal(direction);
    const bool ascending = direction == Side::Right || direction == Side::Bottom;
    const double start = horizontal ? from.x() : from.y();
    const double across = horizontal ? from.y() : from.x();
    double best = limit;
    const auto meet = [&](int i) {
        if (i == ignored)
            return;
        const QRectF& r = boxes_[std::size_t(i)].rect;
        const double low = (horizontal ? r.left() : r.top()) - clearance;
        const double high = (horizontal ? r.right() : r.bottom()) + clearance;
        const double acrossLow = (horizontal ? r.top() : r.left()) - clearance;
        const double acrossHigh = (horizontal ? r.bottom() : r.right()) + clearance;
        if (across <= acrossLow || across >= acrossHigh)
            return;
        if (ascending && high > start)
            best = std::min(best, std::max(0.0, low - start));
        else if (!ascending && low < start)
            best = std::min(best, std::max(0.0, start - high));
    };
    // Cell by cell outward, until the next one begins beyond what was met.
    const double origin = horizontal ? bounds_.left() : bounds_.top();
    const double size = horizontal ? cellWidth_ : cellHeight_;
    const auto index = [&](double v) { return horizontal ? column(v) : row(v); };
    const int last = ascending ? index(start + limit + clearance) : index(start - limit - clearance);
    const int step = ascending ? 1 : -1;
    for (int cell = index(ascending ? start - clearance : start + clearance);; cell += step) {
        const double middle = origin + (cell + 0.5) * size;
        const double nearest = ascending ? origin + cell * size - start : start - (origin + (cell + 1) * size);
        if (nearest - clearance > best)
            break;
        visit(horizontal ? QRectF(middle, across - clearance, 0, 2 * clearance)
                         : QRectF(across - clearance, middle, 2 * clearance, 0),
            meet);
        if (cell == last)
            break;
    }
    return best;
}

} // namespace conjoin::model::layout
