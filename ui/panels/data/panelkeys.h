// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QKeyEvent;

namespace conjoin::ui {

/// The keys that are the panel's own wherever in it the keyboard is, before any action of the window has them.
bool isPanelKey(const QKeyEvent& event);

} // namespace conjoin::ui
