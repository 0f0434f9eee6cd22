// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>

namespace conjoin::ui {

/// While it lives, a unit of `painter` is a pixel of its device, counted from the device's corner: what is
/// painted on whole numbers is sharp, whatever the scale of the canvas and of the screen. Goes back to the
/// transform before.
class DevicePixels {
public:
    explicit DevicePixels(QPainter& painter)
        : painter_(painter)
        , before_(painter.worldTransform())
        , toDevice_(painter.deviceTransform())
    {
        // A widget's painter also shifts and scales below the world transform.
        const QTransform below = before_.inverted() * toDevice_;
        painter.setWorldTransform(below.inverted());
    }
    ~DevicePixels() { painter_.setWorldTransform(before_); }
    DevicePixels(const DevicePixels&) = delete;
    DevicePixels& operator=(const DevicePixels&) = delete;

    /// From what was a unit before to device pixels.
    const QTransform& toDevice() const { return toDevice_; }

private:
    QPainter& painter_;
    QTransform before_;
    QTransform toDevice_;
};

} // namespace conjoin::ui
