// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/surface.h"

#include <QCursor>
#include <QKeyEvent>

namespace conjoin::ui {

/// A press, move or release of the pointer.
struct Pointer {
    QPointF view;  ///< pixels of the widget
    QPointF scene; ///< canvas units
    Qt::MouseButton button = Qt::NoButton;
    Qt::KeyboardModifiers modifiers;
    QPoint global; ///< where a popup would open
};

/// What the pointer does on the canvas at the moment: one state of the canvas, one class. The view hands events
/// to the current tool first.
class Tool {
public:
    explicit Tool(Surface& surface)
        : surface_(surface)
    {}
    virtual ~Tool() = default;
    Tool(const Tool&) = delete;
    Tool& operator=(const Tool&) = delete;

    virtual ToolKind kind() const = 0;
    virtual QString hint() const { return {}; } ///< what it waits for, for the status bar
    virtual QCursor cursor() const { return Qt::ArrowCursor; }

    virtual void press(const Pointer& pointer) = 0;
    virtual void move(const Pointer& pointer) = 0; ///< with or without a button held
    virtual void release(const Pointer&) {}
    virtual void doubleClick(const Pointer& pointer) { press(pointer); }
    /// A key other than Escape, before the canvas looks at it; false where the tool has no use for it.
    virtual bool key(const QKeyEvent&) { return false; }
    /// Escape: returns false where there was nothing to give up.
    virtual bool cancel() { return false; }
    /// Above the scene, in canvas units.
    virtual void paint(QPainter&) const {}

protected:
    Surface& surface_;
};

} // namespace conjoin::ui
