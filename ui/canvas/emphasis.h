// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

/// How a theme tells what stands out from what steps back.
namespace conjoin::ui::style {

/// Shares are of the thing's own colour, widths are canvas units near and device pixels far out.
struct Strength {
    double dimmed;     ///< of a dimmed card that shows through the veil over it
    double dimmedLine; ///< of a dimmed line
    double rowFill;    ///< of the colour behind a selected row
    double farBody;    ///< of the hue in a card that is a mere box
    double farLink;    ///< of the same in a pill
    double farBorder;  ///< of the hue in the border of a box
    double quiet;      ///< of the hue in the border of a group or note
    double selected;   ///< width of the border of a selected card
    double lit;        ///< width of the border of a neighbour
    bool widthKept;    ///< whether borders are as wide on the screen when the view is zoomed out
    bool litDashed;    ///< whether that border is dashed
    bool areaBorder;   ///< whether a group that is a mere box has a border
};

/// Light and dark are calm and leave much to a tint. In high contrast whatever tells something keeps 3 : 1 to
/// what is around it, a dimmed text 4.5 : 1, and a neighbour is no selected card in another colour.
inline const Strength& strengthOf(const Theme& theme)
{
    static constexpr Strength calm{0.38, 0.28, 0.18, 0.22, 0.45, 0.7, 0.38, 2, 1, false, false, false};
    static constexpr Strength stark{0.58, 0.45, 0.42, 0.55, 0.55, 1, 1, 3, 2, true, true, true};
    return theme.kind == Theme::Kind::HighContrast ? stark : calm;
}

} // namespace conjoin::ui::style
