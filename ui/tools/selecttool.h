// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/canvascommands.h"
#include "ui/canvas/canvasview.h"
#include "ui/tools/linkdraft.h"
#include "ui/tools/tool.h"

#include <variant>

namespace conjoin::ui {

/// Selects, moves, and – from a card's grips, or with Alt from anywhere on it – links.
class SelectTool : public Tool {
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
    struct Moving {
        QPointF start, first; ///< where the pointer was, where the first card is
    };
    struct Banding {
        QPointF start, now;
        std::vector<ObjectRef> kept; ///< selected before, with Shift
    };

    void beginDrag(const Pressed& pressed, const Pointer& pointer);
    void beginMoving(const Pressed& pressed);
    void selectBand(const Banding& band);
    void endLinking(const LinkDraft& draft, const Pointer& pointer);

    std::variant<Idle, Pressed, Moving, Banding, LinkDraft> state_;
};

} // namespace conjoin::ui
