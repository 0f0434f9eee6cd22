// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace conjoin::ui {

/// Makes the program's font that of all widgets. Call it before the first one is made: until the event loop
/// runs, Qt tells widgets that exist nothing of a new font.
void setWindowFont();

} // namespace conjoin::ui
