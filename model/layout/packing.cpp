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

std::vector<QPointF> packed(const std::vector<QSizeF>& sizes, double gap, double aspect)
{
    std::vector<std::size_t> order(sizes.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(),
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

std::vector<QPointF> inColumns(const std::vector<QSizeF>& sizes, double columnGap, double rowGap, double aspect)
{
    double area = 0, widest = 0;
    for (const QSizeF& size : sizes) {
        area += (size.width() + columnGap) * (size.height() + rowGap);
        widest = std::max(widest, size.width());
    }
    const double pitch = widest + columnGap;
    const std::size_t count =
        std::clamp(std::size_t(std::lround(std::sqrt(area * aspect) / std::max(1.0, pitch))), std::size_t(1),
            std::max(std::size_t(1), sizes.size()));
    std::vector<double> heights(count, 0);
    std::vector<QPointF> corners;
    for (const QSizeF& size : sizes) {
        const auto shortest = std::min_element(heights.begin(), heights.end());
        corners.push_back({double(shortest - heights.begin()) * pitch, *shortest});
        *shortest += size.height() + rowGap;
    }
    return corners;
}

} // namespace conjoin::model::layout
