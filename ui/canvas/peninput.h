// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QPointF>

#include <functional>

class QMouseEvent;
class QTabletEvent;

namespace conjoin::ui {

/// A pen on a tablet as the mouse that it stands for: it presses, draws, drags and taps twice, with the places
/// between two pixels that a tablet knows and a mouse does not. The window system would make mouse events of it
/// too, but only after a detour that rounds them and lets a hand's tremble end a double tap.
class PenInput {
public:
    /// `deliver` gets each mouse event; it is the view's own handler.
    explicit PenInput(std::function<void(QMouseEvent&)> deliver)
        : deliver_(std::move(deliver))
    {}

    void take(const QTabletEvent& event);

private:
    bool endsDoubleTap(QPointF at) const;

    std::function<void(QMouseEvent&)> deliver_;
    QElapsedTimer sinceTap_;
    QPointF lastTap_;
    bool tapped_ = false; ///< once, and the second may follow
};

} // namespace conjoin::ui
