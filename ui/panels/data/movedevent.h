// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMouseEvent>

#include <memory>

namespace conjoin::ui {

/// The same event so many pixels further to the left, for what is shown elsewhere than it was laid out.
inline std::unique_ptr<QMouseEvent> movedLeft(const QMouseEvent& event, int pixels)
{
    return std::make_unique<QMouseEvent>(event.type(), event.position() - QPointF(pixels, 0),
        event.scenePosition(), event.globalPosition(), event.button(), event.buttons(), event.modifiers(),
        event.pointingDevice());
}

} // namespace conjoin::ui
