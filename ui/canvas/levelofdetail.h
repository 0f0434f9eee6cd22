// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace conjoin::ui {

/// How much of a card is painted: less the smaller it is on the screen.
enum class Detail {
    Block, ///< a coloured rectangle
    Boxes, ///< header and body; names float above, see overviewlabels.h
    Bars,  ///< title, rows as bars
    Full,
};

/// `scale` is device-independent pixels a canvas unit.
constexpr Detail detailAt(double scale)
{
    constexpr double boxes = 0.10, bars = 0.28, full = 0.50;
    return scale < boxes  ? Detail::Block
           : scale < bars ? Detail::Boxes
           : scale < full ? Detail::Bars
                          : Detail::Full;
}

} // namespace conjoin::ui
