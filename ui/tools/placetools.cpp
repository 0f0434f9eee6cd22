// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/placetools.h"

#include "model/layout/cardmetrics.h"
#include "ui/canvas/arrangecommands.h"
#include "ui/canvas/canvascommands.h"
#include "ui/canvas/cardstyle.h"
#include "ui/canvas/freeplace.h"

#include <QKeyEvent>
#include <QPainter>

#include <utility>

namespace conjoin::ui {

namespace {

bool isEnter(const QKeyEvent& event)
{
    return event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
}

} // namespace

void TableTool::press(const Pointer& pointer)
{
    Surface& surface = surface_;
    surface.useTool(ToolKind::Select); // ends this tool: nothing of it is used below
    CanvasCommands(surface).newTable(pointer.scene);
}

void TableTool::move(const Pointer& pointer)
{
    at_ = pointer.scene;
    seen_ = true;
    surface_.repaintOverlay();
}

bool TableTool::key(const QKeyEvent& event)
{
    if (!isEnter(event))
        return false;
    Surface& surface = surface_;
    surface.useTool(ToolKind::Select);
    CanvasCommands(surface).newTable();
    return true;
}

void TableTool::paint(QPainter& painter) const
{
    if (!seen_)
        return;
    constexpr double width = model::layout::cardMinWidth;
    constexpr double head = model::layout::headerHeight;
    const QRectF card(at_.x() - width / 2, at_.y() - head / 2, width, head + model::layout::cardPadding);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(0.6);
    painter.setPen(QPen(surface_.theme().accent, 1.5, Qt::DashLine));
    painter.setBrush(surface_.theme().card);
    painter.drawRoundedRect(card, style::cardRadius, style::cardRadius);
    painter.setOpacity(1);
}

void NoteTool::press(const Pointer& pointer)
{
    Surface& surface = surface_;
    surface.useTool(ToolKind::Select);
    CanvasCommands(surface).newNote(pointer.scene);
}

bool NoteTool::key(const QKeyEvent& event)
{
    if (!isEnter(event))
        return false;
    Surface& surface = surface_;
    surface.useTool(ToolKind::Select);
    CanvasCommands(surface).newNote();
    return true;
}

bool GroupTool::key(const QKeyEvent& event)
{
    if (!isEnter(event))
        return false;
    Surface& surface = surface_;
    surface.useTool(ToolKind::Select);
    const QRectF field = freeField(surface, model::Group().size);
    surface.reveal(field);
    ArrangeCommands(surface).newGroup(field);
    return true;
}

void GroupTool::press(const Pointer& pointer)
{
    field_ = QRectF(pointer.scene, pointer.scene);
    pressed_ = true;
}

void GroupTool::move(const Pointer& pointer)
{
    if (!pressed_)
        return;
    field_.setBottomRight(pointer.scene);
    surface_.repaintOverlay();
}

void GroupTool::release(const Pointer& pointer)
{
    if (!pressed_)
        return;
    field_.setBottomRight(pointer.scene);
    QRectF drawn = field_.normalized();
    constexpr double click = 24; // less is no field anybody meant
    if (drawn.width() < click && drawn.height() < click)
        drawn = QRectF(drawn.topLeft(), model::Group().size);
    Surface& surface = surface_;
    surface.useTool(ToolKind::Select); // ends this tool: nothing of it is used below
    ArrangeCommands(surface).newGroup(drawn);
}

bool GroupTool::cancel()
{
    surface_.repaintOverlay();
    return std::exchange(pressed_, false);
}

void GroupTool::paint(QPainter& painter) const
{
    if (!pressed_)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(surface_.theme().accent, 1.5 / surface_.viewport().scale(), Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(field_.normalized(), style::groupRadius, style::groupRadius);
}

} // namespace conjoin::ui
