// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/surface.h"

namespace conjoin::ui {

/// A field of that size where nothing stands yet but groups, as near to the middle of the view as there is one:
/// where things go that nobody pointed a place out for. Canvas units, on the grid.
QRectF freeField(const Surface& surface, QSizeF size);

/// The field, moved as little as it takes to cover nothing but groups.
QRectF movedFree(const SceneGraph& scene, const QRectF& field);

} // namespace conjoin::ui
