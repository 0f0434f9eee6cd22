// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/tablepicker.h"

#include "ui/theme/completions.h"

#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>

#include <utility>

namespace conjoin::ui {

TablePicker::TablePicker(QWidget* parent)
    : QComboBox(parent)
{
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    completer()->setCompletionMode(QCompleter::PopupCompletion);
    completer()->setFilterMode(Qt::MatchContains);
    dressCompletions(*completer());
    setMinimumWidth(200);
    setMaxVisibleItems(20);
    lineEdit()->installEventFilter(this);
}

void TablePicker::focusInEvent(QFocusEvent* event)
{
    QComboBox::focusInEvent(event);
    // Not where the focus only comes back – from the list of completions, from another window –: what was typed
    // so far would go with the next letter. Tab has marked the text by itself.
    entered_ = event->reason() == Qt::MouseFocusReason;
    if (event->reason() == Qt::OtherFocusReason || event->reason() == Qt::ShortcutFocusReason)
        lineEdit()->selectAll();
}

bool TablePicker::eventFilter(QObject* watched, QEvent* event)
{
    // The press that gave the focus puts the cursor into the name.
    if (watched == lineEdit() && event->type() == QEvent::MouseButtonRelease &&
        std::exchange(entered_, false) && !lineEdit()->hasSelectedText())
        lineEdit()->selectAll();
    return QComboBox::eventFilter(watched, event);
}

void TablePicker::focusOutEvent(QFocusEvent* event)
{
    if (event->reason() != Qt::PopupFocusReason) // the list of completions takes it for a while
        showCurrent();
    QComboBox::focusOutEvent(event);
}

void TablePicker::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        showCurrent();
        lineEdit()->selectAll();
    }
    QComboBox::keyPressEvent(event);
}

void TablePicker::showCurrent()
{
    if (findText(currentText(), Qt::MatchExactly) < 0)
        setEditText(itemText(currentIndex()));
}

} // namespace conjoin::ui
