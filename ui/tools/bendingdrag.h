// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tools/drag.h"

namespace conjoin::ui {

/// Shifts a segment of a line: the bends that come of it stay until they are reset.
class BendingDrag : public Drag {
public:
    BendingDrag(Surface& surface, int edge, int segment, QPointF start);

    void move(const Pointer& pointer) override;
    void drop(const Pointer& pointer) override;
    void paint(QPainter& painter) const override;
    QCursor cursor() const override;

private:
    SceneEdge edge_; ///< as it will be
    std::vector<QPointF> before_;
    int segment_;
    QPointF start_;
};

} // namespace conjoin::ui
