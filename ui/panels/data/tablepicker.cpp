// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/tablepicker.h"

#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTimer>

namespace conjoin::ui {

TablePicker::TablePicker(QWidget* parent)
    : QComboBox(parent)
{
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    completer()->setCompletionMode(QCompleter::PopupCompletion);
    completer()->setFilterMode(Qt::MatchContains);
    setMinimumWidth(200);
    setMaxVisibleItems(20);
}

void TablePicker::focusInEvent(QFocusEvent* event)
{
    QComboBox::focusInEvent(event);
    // After the click that gave the focus, which puts the cursor into the name.
    QTimer::singleShot(0, lineEdit(), &QLineEdit::selectAll);
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
