// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/canvascommands.h"
#include "ui/canvas/canvasview.h"
#include "ui/tools/drag.h"
#include "ui/tools/linkdraft.h"
#include "ui/tools/tool.h"

#include <QCoreApplication>

#include <memory>
#include <variant>

namespace conjoin::ui {

/// Selects, and begins every gesture that needs no tool of its own: cards, notes and groups are moved, notes
/// and groups resized, columns put elsewhere, lines bent and ended elsewhere, and – from a card's grips, or
/// with Alt from anywhere on it – links drawn.
class SelectTool : public Tool {
    Q_DECLARE_TR_FUNCTIONS(SelectTool)

public:
    using Tool::Tool;

    ToolKind kind() const override { return ToolKind::Select; }
    QCursor cursor() const override;
    void press(const Pointer& pointer) override;
    void move(const Pointer& pointer) override;
    void release(const Pointer& pointer) override;
    void doubleClick(const Pointer& pointer) override;
    bool cancel() override;
    void paint(QPainter& painter) const override;

private:
    struct Idle {};
    struct Pressed {
        Pointer at;
        Hit hit;
        bool selectOnRelease = false; ///< it was selected before: a click selects it alone, a drag moves all
    };
    struct Banding {
        QPointF start, now;
        std::vector<ObjectRef> kept; ///< selected before, with Shift
    };
    using Dragging = std::unique_ptr<Drag>;

    void beginDrag(const Pressed& pressed, const Pointer& pointer);
    Dragging dragOf(const Pressed& pressed);
    Dragging dragOfNode(const Pressed& pressed);
    Dragging dragOfEdge(const Pressed& pressed);
    void selectBand(const Banding& band);
    void endLinking(const LinkDraft& draft, const Pointer& pointer);

    std::variant<Idle, Pressed, Banding, LinkDraft, Dragging> state_;
    QPointF at_; ///< of the pointer, pixels of the widget
};

} // namespace conjoin::ui
