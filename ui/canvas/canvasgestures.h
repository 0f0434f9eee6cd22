// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

#include <vector>

namespace conjoin::ui {

/// Keys that mean something on the canvas only, and belong to no command of the menus.
struct CanvasGesture {
    QString name; ///< what it does, for a person
    QList<QKeySequence> keys;
    QString mouse = {}; ///< the same by hand, where the keys alone don't do it; may be empty
};

/// All of them, in the order in which a person needs them. What the keys do is in canvaskeys.cpp.
std::vector<CanvasGesture> canvasGestures();

/// How to do it, for a person: `Ctrl+arrows`, `C`, `+, =, Ctrl+wheel, pinch`.
QString waysOf(const CanvasGesture& gesture);

} // namespace conjoin::ui
