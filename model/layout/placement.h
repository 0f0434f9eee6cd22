// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/graph.h"

namespace conjoin::model::layout {

/// Whether `rect` keeps `gap` from every rectangle of `others`.
bool isFree(const QRectF& rect, const std::vector<QRectF>& others, double gap);

/// The upper left corner nearest to that of `wanted` where it keeps `gap` from `others`, searched in widening
/// rings.
QPointF nearestFreePlace(const QRectF& wanted, const std::vector<QRectF>& others, double gap);

/// Slides boxes up and down a little so that docks become level and lines straight; no two boxes come nearer
/// than `gap` by it – or, where that is more, than `below` says of the upper one – and pinned boxes stay.
/// `below` goes by box; empty = nothing to say.
void straighten(Graph& graph, double gap, const std::vector<double>& below = {});

} // namespace conjoin::model::layout
