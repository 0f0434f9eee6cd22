// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/panelkeys.h"

#include <QKeyEvent>
#include <QList>

namespace conjoin::ui {

bool isPanelKey(const QKeyEvent& event)
{
    const bool control = event.modifiers() == Qt::ControlModifier;
    if (event.modifiers() == (Qt::ControlModifier | Qt::ShiftModifier))
        return QList<int>{Qt::Key_Z, Qt::Key_D, Qt::Key_Return, Qt::Key_Enter, Qt::Key_Backtab, Qt::Key_Tab}
            .contains(event.key());
    switch (event.key()) {
    case Qt::Key_N:
    case Qt::Key_F:
    case Qt::Key_Z:
    case Qt::Key_Y:
    case Qt::Key_T:
    case Qt::Key_Period:
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_F4:
    case Qt::Key_Tab:
        return control;
    case Qt::Key_F5:
    case Qt::Key_F9:
    case Qt::Key_F10:
    case Qt::Key_F2:
    case Qt::Key_Delete:
        return event.modifiers() == Qt::NoModifier;
    default:
        return false;
    }
}

} // namespace conjoin::ui
