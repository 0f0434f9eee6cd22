// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tools/drag.h"
#include "ui/tools/snapping.h"

namespace conjoin::ui {

/// Moves cards, pills, notes and groups: on the grid, and along guides where they line up with others. With
/// Ctrl they go exactly where the pointer takes them.
class MovingDrag : public Drag {
public:
    /// `pressed` is the node under the pointer, which all others of the selection go with; `start` is where it
    /// was pressed, canvas units.
    MovingDrag(Surface& surface, int pressed, QPointF start);

    /// Whether anything of what is selected may move.
    bool isMoving() const { return lifted_; }

    void move(const Pointer& pointer) override;
    void drop(const Pointer& pointer) override;
    void cancel() override;
    void paint(QPainter& painter) const override;
    QCursor cursor() const override { return Qt::ClosedHandCursor; }

private:
    QPointF start_;
    QRectF area_; ///< of what moves, before
    std::vector<QRectF> others_;
    std::vector<QLineF> guides_;
    bool lifted_ = false;
};

} // namespace conjoin::ui
