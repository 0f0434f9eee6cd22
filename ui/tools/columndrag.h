// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tools/drag.h"

namespace conjoin::ui {

/// Takes a column to another place among the columns of its card.
class ColumnDrag : public Drag {
public:
    ColumnDrag(Surface& surface, int node, int row);

    void move(const Pointer& pointer) override;
    void drop(const Pointer& pointer) override;
    void paint(QPainter& painter) const override;
    QCursor cursor() const override { return Qt::ClosedHandCursor; }

private:
    int node_, row_;
    int before_ = -1; ///< the row that it would stand above; the number of rows = at the end; -1 = where it is
};

} // namespace conjoin::ui
