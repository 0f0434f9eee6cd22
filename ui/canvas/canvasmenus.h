// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/surface.h"

#include <functional>

class QMenu;

namespace conjoin::ui {

class CanvasView;

/// Opens the menu for what lies under the pointer, or for the selection when a key asked; each entry shows its
/// key.
void openCanvasMenu(CanvasView& view, Surface& surface, const Hit& hit, QPointF scene, QPoint global);

} // namespace conjoin::ui
