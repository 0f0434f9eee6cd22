// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/packing.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace conjoin::model::layout {

namespace {

/// The upper contour of what is packed so far, in a strip of a given width.
class Skyline {
public:
    explicit Skyline(double width)
        : steps_{{0, 0}}
        , width_(width)
    {}

    /// The highest free place, the leftmost of equals.
    QPointF place(QSizeF size)
    {
        QPointF best(0, std::numeric_limits<double>::infinity());
        for (const Step& step : steps_) {
            if (step.x > 0 && step.x + size.width() > width_)
                break;
            if (const double y = heightOver(step.x, step.x + size.width()); y < best.y())
                best = {step.x, y};
        }
        cover(best.x(), best.x() + size.width(), best.y() + size.height());
        return best;
    }

private:
    struct Step {
        double x; // to the x of the next step
        double y;
    };

    double heightOver(double from, double to) const
    {
        double y = 0;
        for (std::size_t i = 0; i < steps_.size(); ++i) {
            const double end =
                i + 1 < steps_.size() ? steps_[i + 1].x : std::numeric_limits<double>::infinity();
            if (steps_[i].x < to && end > from)
                y = std::max(y, steps_[i].y);
        }
        return y;
    }

    void cover(double from, double to, double y)
    {
        std::vector<Step> steps;
        double atEnd = 0;
        for (const Step& step : steps_) {
            if (step.x <= to)
                atEnd = step.y;
            if (step.x < from || step.x > to)
                steps.push_back(step);
        }
        steps.push_back({from, y});
        steps.push_back({to, atEnd});
        std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.x < b.x; });
        steps_ = std::move(steps);
    }

    std::vector<Step> steps_;
    double width_;
};

} // namespace

std::vector<QPointF> packed(const std::vector<QSizeF>& sizes, double gap, double aspect, bool keepLast)
{
    std::vector<std::size_t> order(sizes.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end() - (keepLast && !order.empty() ? 1 : 0),
        [&](std::size_t a, std::size_t b) { return sizes[a].height() > sizes[b].height(); });
    double area = 0, widest = 0;
    for (const QSizeF& size : sizes) {
        area += (size.width() + gap) * (size.height() + gap);
        widest = std::max(widest, size.width() + gap);
    }
    std::vector<QPointF> best(sizes.size());
    double bestScore = std::numeric_limits<double>::infinity();
    for (const double stretch : {0.9, 1.0, 1.1, 1.25, 1.4, 1.6, 1.9}) {
        Skyline skyline(std::max(widest, std::sqrt(area * aspect) * stretch));
        std::vector<QPointF> corners(sizes.size());
        double width = 1, height = 1;
        for (const std::size_t i : order) {
            corners[i] = skyline.place(sizes[i] + QSizeF(gap, gap));
            width = std::max(width, corners[i].x() + sizes[i].width());
            height = std::max(height, corners[i].y() + sizes[i].height());
        }
        const double score = width * height * (1 + 0.6 * std::abs(std::log(width / height / aspect)));
        if (score < bestScore) {
            bestScore = score;
            best = std::move(corners);
        }
    }
    return best;
}

std::vector<QPointF> inColumns(
    const std::vector<QSizeF>& sizes, std::size_t columns, double columnGap, double rowGap)
{
    columns = std::max<std::size_t>(1, columns);
    std::vector<double> heights(columns, 0), widths(columns, 0);
    std::vector<std::size_t> column;
    std::vector<QPointF> corners;
    for (const QSizeF& size : sizes) {
        const auto shortest = std::size_t(std::min_element(heights.begin(), heights.end()) - heights.begin());
        column.push_back(shortest);
        corners.emplace_back(0, heights[shortest]);
        heights[shortest] += size.height() + rowGap;
        widths[shortest] = std::max(widths[shortest], size.width() + columnGap);
    }
    std::vector<double> lefts(columns, 0);
    std::partial_sum(widths.begin(), widths.end() - 1, lefts.begin() + 1);
    for (std::size_t i = 0; i < corners.size(); ++i)
        corners[i].setX(lefts[column[i]]);
    return corners;
}

} // namespace conjoin::model::layout
