// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

namespace conjoin::ui {

/// What a panel on the rows of a database shows while none is open, with the button of the next move.
class NoDatabasePage : public QFrame {
    Q_OBJECT

public:
    /// `hint` says what will be here.
    explicit NoDatabasePage(const QString& hint, QWidget* parent = nullptr);

signals:
    void connectRequested();
};

} // namespace conjoin::ui
