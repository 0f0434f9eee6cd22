// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tools/drag.h"

#include <optional>

namespace conjoin::ui {

/// A border or corner of a selected note or group.
struct ResizeGrip {
    int node = -1;
    Qt::Edges edges;
};

/// The grip under a point of the widget; nothing where the selection has none there.
std::optional<ResizeGrip> resizeGripAt(const Surface& surface, QPointF view);
QCursor cursorOf(const ResizeGrip& grip);
/// The corners that can be taken, of the selected note or group.
void paintResizeGrips(QPainter& painter, const Surface& surface);

/// Makes a note or a group larger or smaller.
class ResizeDrag : public Drag {
public:
    ResizeDrag(Surface& surface, const ResizeGrip& grip, QPointF start);

    void move(const Pointer& pointer) override;
    void drop(const Pointer& pointer) override;
    void paint(QPainter& painter) const override;
    QCursor cursor() const override { return cursorOf(grip_); }

private:
    ResizeGrip grip_;
    QPointF start_;
    QRectF before_, now_;
};

} // namespace conjoin::ui
