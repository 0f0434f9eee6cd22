// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainterPath>

/// The small icons inside cards as paths, so that the screen and every export draw the same. Each is to be
/// stroked `glyphWidth` wide with round caps, and has its left middle at (0, 0).
namespace conjoin::ui {

constexpr double glyphWidth = 1.5;

const QPainterPath& tableGlyph();      ///< 14 wide
const QPainterPath& keyGlyph();        ///< 13 wide
const QPainterPath& linkGlyph();       ///< 13 wide
const QPainterPath& manyToManyGlyph(); ///< 14 wide
const QPainterPath& manyWaysGlyph();   ///< 14 wide; of a link of three or more ends
const QPainterPath& plusGlyph();       ///< 10 wide
const QPainterPath& lockGlyph();       ///< 10 wide

} // namespace conjoin::ui
