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
    inRow_ = strips(true);
    inColumn_ = strips(false);
}

bool ObstacleGrid::isLarge(const CellRange& range)
{
    return (range.right - range.left + 1) * (range.bottom - range.top + 1) > cellsOfALargeBox;
}

ObstacleGrid::Span ObstacleGrid::spanOf(int box, bool horizontal) const
{
    const QRectF& r = boxes_[std::size_t(box)].rect;
    return horizontal ? Span{r.left(), r.right(), r.top(), r.bottom(), box, r.right()}
                      : Span{r.top(), r.bottom(), r.left(), r.right(), box, r.bottom()};
}

ObstacleGrid::Strips ObstacleGrid::strips(bool horizontal) const
{
    std::vector<Span> all;
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
        if (!isLarge(cells(boxes_[i].rect)))
            all.push_back(spanOf(int(i), horizontal));
    }
    std::sort(all.begin(), all.end(), [](const Span& a, const Span& b) { return a.low < b.low; });
    const auto forStrips = [&](const Span& span, auto&& use) {
        const CellRange range = cells(boxes_[std::size_t(span.box)].rect);
        for (int i = horizontal ? range.top : range.left; i <= (horizontal ? range.bottom : range.right); ++i)
            use(std::size_t(i));
    };
    Strips strips;
    strips.begin.assign(std::size_t(horizontal ? rows_ : columns_) + 1, 0);
    for (const Span& span : all)
        forStrips(span, [&](std::size_t strip) { ++strips.begin[strip + 1]; });
    for (std::size_t strip = 1; strip < strips.begin.size(); ++strip)
        strips.begin[strip] += strips.begin[strip - 1];
    strips.spans.resize(std::size_t(strips.begin.back()));
    std::vector<int> next(strips.begin.begin(), strips.begin.end() - 1);
    for (const Span& span : all) {
        forStrips(span, [&](std::size_t strip) {
            const std::size_t at = std::size_t(next[strip]++);
            strips.spans[at] = span;
            if (int(at) > strips.begin[strip])
                strips.spans[at].highest = std::max(span.high, strips.spans[at - 1].highest);
        });
    }
    return strips;
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

struct ObstacleGrid::Ray {
    double start, across; // along the ray, and its place across
    bool ascending;
    double clearance;
    int ignored;
    double best; // how far it runs as far as is known

    bool meets(const Span& span) const
    {
        return span.box != ignored && across > span.acrossLow - clearance &&
               across < span.acrossHigh + clearance;
    }

    void meet(const Span& span)
    {
        if (!meets(span))
            return;
        if (ascending && span.high + clearance > start)
            best = std::min(best, std::max(0.0, span.low - clearance - start));
        else if (!ascending && span.low - clearance < start)
            best = std::min(best, std::max(0.0, start - (span.high + clearance)));
    }

    /// The spans of one strip.
    void run(const Span* begin, const Span* end)
    {
        const Span* const ahead =
            std::partition_point(begin, end, [this](const Span& span) { return span.low - clearance < start; });
        // Behind the start: what reaches up to it, or what a descending ray meets.
        for (const Span* span = ahead; span != begin;) {
            --span;
            const double beyond = start - (span->highest + clearance); // of this one and those before it
            if (ascending ? beyond >= 0 : beyond >= best)
                break;
            meet(*span);
        }
        if (!ascending)
            return;
        for (const Span* span = ahead; span != end && span->low - clearance - start < best; ++span)
            meet(*span);
    }
};

double ObstacleGrid::reach(QPointF from, Side direction, double limit, double clearance, int ignored) const
{
    const bool horizontal = isHorizontal(direction);
    const bool ascending = direction == Side::Right || direction == Side::Bottom;
    Ray ray{horizontal ? from.x() : from.y(), horizontal ? from.y() : from.x(), ascending, clearance, ignored,
        limit};
    const Strips& strips = horizontal ? inRow_ : inColumn_;
    const auto index = [&](double across) { return horizontal ? row(across) : column(across); };
    const int last = index(ray.across + clearance);
    for (int strip = index(ray.across - clearance); strip <= last; ++strip)
        ray.run(strips.spans.data() + strips.begin[std::size_t(strip)],
            strips.spans.data() + strips.begin[std::size_t(strip) + 1]);
    for (const int box : large_)
        ray.meet(spanOf(box, horizontal));
    return ray.best;
}

} // namespace conjoin::model::layout
