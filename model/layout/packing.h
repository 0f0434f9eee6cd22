// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QSizeF>

#include <vector>

namespace conjoin::model::layout {

/// Upper left corners for rectangles `gap` apart that together come near `aspect` = width : height (skyline
/// packing).
std::vector<QPointF> packed(const std::vector<QSizeF>& sizes, double gap, double aspect);

/// Upper left corners for boxes in columns of about equal height, in their order.
std::vector<QPointF> inColumns(
    const std::vector<QSizeF>& sizes, double columnGap, double rowGap, double aspect);

} // namespace conjoin::model::layout
