// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace conjoin::ui {

/// Picks a table from a list or by typing a part of its name: what is typed replaces the name that is shown,
/// and what names no table gives way to it again.
class TablePicker : public QComboBox {
    Q_OBJECT

public:
    explicit TablePicker(QWidget* parent = nullptr);

protected:
    // The line edit's focus is the combo box's own: events come here.
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showCurrent();

    bool entered_ = false; ///< the mouse button that gave the focus is still down
};

} // namespace conjoin::ui
