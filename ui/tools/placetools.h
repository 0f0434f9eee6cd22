// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/canvasview.h"
#include "ui/tools/tool.h"

#include <QCoreApplication>

namespace conjoin::ui {

/// One click makes a table there, its name being typed.
class TableTool : public Tool {
    Q_DECLARE_TR_FUNCTIONS(TableTool)

public:
    using Tool::Tool;

    ToolKind kind() const override { return ToolKind::Table; }
    QString hint() const override { return tr("Click where the new table goes, or press Enter"); }
    QCursor cursor() const override { return Qt::CrossCursor; }
    void press(const Pointer& pointer) override;
    void move(const Pointer& pointer) override;
    bool key(const QKeyEvent& event) override;
    void paint(QPainter& painter) const override;

private:
    QPointF at_;
    bool seen_ = false;
};

/// One click makes a note there, its text being typed.
class NoteTool : public Tool {
    Q_DECLARE_TR_FUNCTIONS(NoteTool)

public:
    using Tool::Tool;

    ToolKind kind() const override { return ToolKind::Note; }
    QString hint() const override { return tr("Click where the note goes, or press Enter"); }
    QCursor cursor() const override { return Qt::CrossCursor; }
    void press(const Pointer& pointer) override;
    void move(const Pointer&) override {}
    bool key(const QKeyEvent& event) override;
};

/// A drag draws a group, its title being typed; a click makes one of the usual size.
class GroupTool : public Tool {
    Q_DECLARE_TR_FUNCTIONS(GroupTool)

public:
    using Tool::Tool;

    ToolKind kind() const override { return ToolKind::Group; }
    QString hint() const override
    {
        return tr("Drag a field around the tables that belong together, or press Enter");
    }
    QCursor cursor() const override { return Qt::CrossCursor; }
    void press(const Pointer& pointer) override;
    void move(const Pointer& pointer) override;
    void release(const Pointer& pointer) override;
    bool key(const QKeyEvent& event) override;
    bool cancel() override;
    void paint(QPainter& painter) const override;

private:
    QRectF field_; ///< from where it was pressed
    bool pressed_ = false;
};

} // namespace conjoin::ui
