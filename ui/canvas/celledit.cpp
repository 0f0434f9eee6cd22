// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/celledit.h"

#include <QKeyEvent>

namespace conjoin::ui {

CellEdit::CellEdit(QWidget* parent, KeyTaker takeKey)
    : QLineEdit(parent)
    , takeKey_(std::move(takeKey))
{}

bool CellEdit::event(QEvent* event)
{
    // Here and not in keyPressEvent(): QWidget uses up Tab before that, and single keys must not be shortcuts
    // now.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (!(key.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))) {
            event->accept();
            return true;
        }
    }
    if (event->type() == QEvent::KeyPress && takeKey_(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QLineEdit::event(event);
}

} // namespace conjoin::ui
