// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace conjoin::ui {

class CanvasView;
class Surface;

/// Selects the shortest way between the two selected tables, with the tables on the way, and tells the view its
/// JOIN.
void showPath(CanvasView& view, Surface& surface);

} // namespace conjoin::ui
