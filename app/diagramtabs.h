// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/document.h"

#include <QFrame>

class QLineEdit;
class QTabBar;
class QToolButton;

namespace conjoin::ui {
class EditSession;
}

namespace conjoin::app {

class Actions;

/// The diagrams of the schema as a row of tabs, shown as soon as there are two; a double-click on one, or
/// rename(), types its name.
class DiagramTabs : public QFrame {
    Q_OBJECT

public:
    explicit DiagramTabs(ui::EditSession& session, QWidget* parent = nullptr);

    void addActions(const Actions& actions); ///< the button for a new one, and the menu of a tab
    void rename();
    void step(int by); ///< to the next or previous diagram, around the ends
    int count() const;

signals:
    void resized(); ///< it came, went or got wider: the owner places it

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void keepName();

    ui::EditSession& session_;
    QTabBar* tabs_;
    QToolButton* add_;
    QLineEdit* field_ = nullptr; ///< while a name is typed
    DiagramId renamed_;
    bool filling_ = false;
};

} // namespace conjoin::app
