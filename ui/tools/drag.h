// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tools/tool.h"

namespace conjoin::ui {

/// One gesture of the select tool, from the first move of the pointer with the button held until it is let go.
class Drag {
public:
    explicit Drag(Surface& surface)
        : surface_(surface)
    {}
    virtual ~Drag() = default;
    Drag(const Drag&) = delete;
    Drag& operator=(const Drag&) = delete;

    virtual void move(const Pointer& pointer) = 0;
    virtual void drop(const Pointer& pointer) = 0;
    virtual void cancel() {}               ///< Escape: everything is as it was before
    virtual void paint(QPainter&) const {} ///< above the scene, in canvas units
    virtual QCursor cursor() const { return Qt::ArrowCursor; }

protected:
    Surface& surface_;
};

} // namespace conjoin::ui
