// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <array>
#include <functional>

class QFormLayout;
class QToolButton;
class QWidget;

namespace conjoin::ui {

using HueButtons = std::array<QToolButton*, model::subjectHues>;

/// A row of the subject colours; `chosen(hue)` is called when one is clicked.
void addHueButtons(
    QWidget& form, QFormLayout* fields, HueButtons& buttons, const std::function<void(int)>& chosen);
/// Rings the colour that is chosen; -1 = none.
void showHue(const HueButtons& buttons, const Theme& theme, int hue, bool enabled);

} // namespace conjoin::ui
