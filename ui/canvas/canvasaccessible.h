// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace conjoin::ui {

class CanvasView;

/// Makes canvas views readable to assistive technology: a child a card, pill, note and reference, named like
/// «Table Student, 2 columns, linked to Class through Enrollment». Cheap to call again.
void installCanvasAccessibility();

/// Tells assistive technology that the selected card, column or line has the keyboard now.
void tellFocus(CanvasView& view);

} // namespace conjoin::ui
