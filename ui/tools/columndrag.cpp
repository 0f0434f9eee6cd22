// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/columndrag.h"

#include "ui/canvas/canvascommands.h"

#include <QPainter>

#include <algorithm>

namespace conjoin::ui {

ColumnDrag::ColumnDrag(Surface& surface, int node, int row)
    : Drag(surface)
    , node_(node)
    , row_(row)
{}

void ColumnDrag::move(const Pointer& pointer)
{
    const SceneGraph& scene = surface_.scene();
    const SceneNode& card = scene.nodes[size_t(node_)];
    const int count = int(card.rows.size());
    before_ = -1;
    if (pointer.scene.x() >= card.rect.left() && pointer.scene.x() <= card.rect.right()) {
        int at = 0;
        while (at < count && scene.rowRect(node_, at).center().y() < pointer.scene.y())
            ++at;
        if (at != row_ && at != row_ + 1)
            before_ = at;
    }
    surface_.repaintOverlay();
}

void ColumnDrag::drop(const Pointer&)
{
    if (before_ < 0)
        return;
    const auto& rows = surface_.scene().nodes[size_t(node_)].rows;
    // Derived columns stand among the own ones on the card, but have no place in their order.
    const auto own = std::count_if(rows.begin(), rows.begin() + before_,
        [](const CardRow& row) { return std::holds_alternative<ColumnId>(row.object); });
    CanvasCommands(surface_).placeColumn(int(own) - (before_ > row_ ? 1 : 0));
}

void ColumnDrag::paint(QPainter& painter) const
{
    if (before_ < 0)
        return;
    const SceneGraph& scene = surface_.scene();
    const int count = int(scene.nodes[size_t(node_)].rows.size());
    const QRectF row = scene.rowRect(node_, std::min(before_, count - 1));
    const double y = before_ < count ? row.top() : row.bottom();
    constexpr double inset = 8, width = 2, knob = 3;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(surface_.theme().accent, width, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(row.left() + inset, y), QPointF(row.right() - inset, y));
    painter.setBrush(surface_.theme().accent);
    painter.setPen(Qt::NoPen);
    painter.drawEllipse(QPointF(row.left() + inset, y), knob, knob);
}

} // namespace conjoin::ui
