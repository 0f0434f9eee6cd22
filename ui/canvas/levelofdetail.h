// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

namespace conjoin::ui {

/// How much of a card is painted: less the smaller it is on the screen.
enum class Detail {
    Block, ///< a coloured rectangle
    Boxes, ///< header and body; names float above, see overviewlabels.h
    Bars,  ///< title, rows as bars
    Full,
};

/// `scale` is device-independent pixels a canvas unit. On a fine screen, of `ratio` pixels to one of these, the
/// text of rows stays readable farther out.
constexpr Detail detailAt(double scale, double ratio = 1)
{
    constexpr double boxes = 0.10, bars = 0.28, full = 0.50,
                     fullOnFine = 0.40; // a row's text is 10 pixels high
    const double text = full + (fullOnFine - full) * std::clamp(ratio - 1, 0.0, 1.0);
    return scale < boxes  ? Detail::Block
           : scale < bars ? Detail::Boxes
           : scale < text ? Detail::Bars
                          : Detail::Full;
}

} // namespace conjoin::ui
