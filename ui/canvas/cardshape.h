// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainterPath>

namespace conjoin::ui {

/// The upper `height` of a card's outline, round at its upper corners by `radius`: what header and band fill.
QPainterPath cardTop(const QRectF& card, double height, double radius);

} // namespace conjoin::ui
