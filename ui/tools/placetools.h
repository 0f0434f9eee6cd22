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
    QString hint() const override { return tr("Click where the new table goes"); }
    QCursor cursor() const override { return Qt::CrossCursor; }
    void press(const Pointer& pointer) override;
    void move(const Pointer& pointer) override;
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
    QString hint() const override { return tr("Click where the note goes"); }
    QCursor cursor() const override { return Qt::CrossCursor; }
    void press(const Pointer& pointer) override;
    void move(const Pointer&) override {}
};

} // namespace conjoin::ui
