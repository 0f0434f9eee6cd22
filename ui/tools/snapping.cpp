// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/snapping.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace conjoin::ui {

namespace {

/// A rectangle seen along one axis: where it begins and ends there, and across.
struct Span {
    double low, high, acrossLow, acrossHigh;
    double middle() const { return (low + high) / 2; }
    std::array<double, 3> stops() const { return {low, middle(), high}; }
};

Span spanOf(const QRectF& rect, Qt::Orientation axis)
{
    return axis == Qt::Horizontal ? Span{rect.left(), rect.right(), rect.top(), rect.bottom()}
                                  : Span{rect.top(), rect.bottom(), rect.left(), rect.right()};
}

bool besideEachOther(const Span& a, const Span& b)
{
    return a.acrossLow < b.acrossHigh && b.acrossLow < a.acrossHigh;
}

class Axis {
public:
    Axis(const QRectF& moving, const std::vector<QRectF>& others, double reach, Qt::Orientation axis)
        : axis_(axis)
        , moving_(spanOf(moving, axis))
        , reach_(reach)
    {
        for (const QRectF& other : others)
            others_.push_back(spanOf(other, axis));
    }

    std::optional<double> shift()
    {
        for (const Span& other : others_) {
            for (const double stop : other.stops()) {
                for (const double own : moving_.stops())
                    consider(stop - own);
            }
        }
        if (const auto gap = evenGap())
            consider(*gap);
        return best_;
    }

    /// Lines through everything that stands at the same stop after the shift.
    void addGuides(std::vector<QLineF>& guides, double shift, double acrossShift) const
    {
        Span rest = moving_;
        rest.low += shift;
        rest.high += shift;
        rest.acrossLow += acrossShift;
        rest.acrossHigh += acrossShift;
        for (const double stop : rest.stops()) {
            double from = rest.acrossLow, to = rest.acrossHigh;
            bool shared = false;
            for (const Span& other : others_) {
                const auto stops = other.stops();
                if (std::ranges::none_of(stops, [&](double s) { return std::abs(s - stop) < same; }))
                    continue;
                shared = true;
                from = std::min(from, other.acrossLow);
                to = std::max(to, other.acrossHigh);
            }
            if (shared)
                guides.push_back(
                    axis_ == Qt::Horizontal ? QLineF(stop, from, stop, to) : QLineF(from, stop, to, stop));
        }
    }

private:
    static constexpr double same = 0.01;

    void consider(double shift)
    {
        if (std::abs(shift) <= reach_ && (!best_ || std::abs(shift) < std::abs(*best_)))
            best_ = shift;
    }

    /// What makes the gaps to the nearest neighbours on both sides equal.
    std::optional<double> evenGap() const
    {
        const Span* before = nullptr;
        const Span* after = nullptr;
        for (const Span& other : others_) {
            if (!besideEachOther(other, moving_))
                continue;
            if (other.high <= moving_.low + reach_ && (!before || other.high > before->high))
                before = &other;
            if (other.low >= moving_.high - reach_ && (!after || other.low < after->low))
                after = &other;
        }
        if (!before || !after)
            return std::nullopt;
        return (before->high + after->low) / 2 - moving_.middle();
    }

    Qt::Orientation axis_;
    Span moving_;
    std::vector<Span> others_;
    double reach_;
    std::optional<double> best_;
};

} // namespace

Snap snapTo(const QRectF& moving, const std::vector<QRectF>& others, double reach, double grid)
{
    Axis across(moving, others, reach, Qt::Horizontal), down(moving, others, reach, Qt::Vertical);
    const auto toGrid = [grid](double at) { return std::round(at / grid) * grid - at; };
    const std::optional<double> x = across.shift(), y = down.shift();
    Snap snap;
    snap.shift = {x.value_or(toGrid(moving.left())), y.value_or(toGrid(moving.top()))};
    if (x)
        across.addGuides(snap.guides, snap.shift.x(), snap.shift.y());
    if (y)
        down.addGuides(snap.guides, snap.shift.y(), snap.shift.x());
    return snap;
}

} // namespace conjoin::ui
