// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/canvasview.h"
#include "ui/tools/linkdraft.h"

#include <QCoreApplication>

#include <optional>

namespace conjoin::ui {

/// Links two tables by two clicks, or a drag: the reference tool one to many, the link tool many to many. A
/// double-click links a table to itself.
class ConnectTool : public Tool {
    Q_DECLARE_TR_FUNCTIONS(ConnectTool)

public:
    ConnectTool(Surface& surface, ToolKind kind);

    ToolKind kind() const override { return kind_; }
    QString hint() const override;
    QCursor cursor() const override { return Qt::CrossCursor; }
    void press(const Pointer& pointer) override;
    void move(const Pointer& pointer) override;
    void release(const Pointer& pointer) override;
    void doubleClick(const Pointer& pointer) override;
    /// By keys: arrows take the other end from card to card, Enter draws the link.
    bool key(const QKeyEvent& event) override;
    bool cancel() override;
    void paint(QPainter& painter) const override;

private:
    int cardAt(const Pointer& pointer) const;
    void aimAt(int node);
    void connectTo(int node);

    ToolKind kind_;
    std::optional<LinkDraft> draft_;
};

} // namespace conjoin::ui
