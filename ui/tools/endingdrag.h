// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tools/drag.h"

namespace conjoin::ui {

/// Takes an end of a line from one card to another.
class EndingDrag : public Drag {
public:
    /// `last`: the end at `to` of the edge, else the one at `from`. Of a many-to-many link only the end at a
    /// table moves.
    EndingDrag(Surface& surface, int edge, bool last);

    static bool isPossible(const SceneEdge& edge, bool last) { return !edge.manyToMany || !last; }

    void move(const Pointer& pointer) override;
    void drop(const Pointer& pointer) override;
    void cancel() override;
    void paint(QPainter& painter) const override;
    QCursor cursor() const override { return Qt::CrossCursor; }

private:
    SceneEdge edge_;
    bool last_;
    QPointF at_;
};

} // namespace conjoin::ui
