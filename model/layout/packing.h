// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QSizeF>

#include <vector>

namespace conjoin::model::layout {

/// Upper left corners for rectangles `gap` apart that together come near `aspect` = width : height (skyline
/// packing). The tallest comes first, but with `keepLast` the last one after all others.
std::vector<QPointF> packed(const std::vector<QSizeF>& sizes, double gap, double aspect, bool keepLast = false);

/// Upper left corners for boxes in so many columns of about equal height, in their order; a column is as wide
/// as its widest box.
std::vector<QPointF> inColumns(
    const std::vector<QSizeF>& sizes, std::size_t columns, double columnGap, double rowGap);

} // namespace conjoin::model::layout
