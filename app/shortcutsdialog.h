// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QKeySequenceEdit;
class QLabel;
class QPushButton;
class QTreeWidget;

namespace conjoin::app {

class Actions;
class Preferences;

/// Every command with its keys, which can be changed; and what the keys do on the diagram.
class ShortcutsDialog : public QDialog {
    Q_OBJECT

public:
    ShortcutsDialog(const Actions& actions, Preferences& preferences, QWidget* parent = nullptr);

private:
    void addHeading(const QString& text);
    void showCurrent();
    void assign();

    const Actions& actions_;
    Preferences& preferences_;
    QTreeWidget* list_;
    QKeySequenceEdit* keys_;
    QPushButton* set_;
    QLabel* note_;
};

} // namespace conjoin::app
