// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/surface.h"

#include <QKeyEvent>

namespace conjoin::ui {

class CanvasView;

/// What the keys do on the canvas while no tool and no editor wants them. Returns false where a key means
/// nothing.
bool handleCanvasKey(CanvasView& view, Surface& surface, const QKeyEvent& key);

/// Tab: to the next card as the diagram is read; false at its end.
bool selectNextCard(Surface& surface, bool forward);

} // namespace conjoin::ui
