// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCompleter;

namespace conjoin::ui {

/// Makes the list of a completer look like that of a choice. A list in a window of its own is nobody's child,
/// so no rule of the style sheet can tell it from any other.
void dressCompletions(QCompleter& completer);

} // namespace conjoin::ui
