// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/changeset.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace conjoin::ui {

/// The strip that says what waits to be written, why it was refused, and holds the buttons. Hidden while
/// nothing waits.
class ChangeStrip : public QFrame {
    Q_OBJECT

public:
    explicit ChangeStrip(QWidget* parent = nullptr);

    void show(const ChangeSet& changes, bool writing);
    void setError(const QString& text); ///< empty: none
    void setSqlShown(bool shown);

signals:
    void insertAsked();
    void discardAsked();
    void sqlToggled(bool shown);

private:
    QLabel* summary_;
    QLabel* error_;
    QPushButton* sql_;
    QPushButton* discard_;
    QPushButton* insert_;
};

} // namespace conjoin::ui
