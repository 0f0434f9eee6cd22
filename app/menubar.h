// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/preferences.h"

#include <QMenuBar>

#include <vector>

class QToolButton;

namespace conjoin::app {

class Actions;

/// The menus of the window, and in their corner the switches of its panels.
class MenuBar : public QMenuBar {
    Q_OBJECT

public:
    MenuBar(const Actions& actions, const Preferences& preferences, QWidget* parent = nullptr);

    /// Without a document the corner offers only what works without one.
    void showDocument(bool open);

signals:
    void fileRequested(const QString& path);
    void exampleRequested(const QString& name);
    void themeChosen(conjoin::app::ThemeChoice choice);

private:
    void addFileMenu();
    void addViewMenu();
    void addDiagramMenu();
    void addCorner();

    const Actions& actions_;
    const Preferences& preferences_;
    std::vector<QToolButton*> corner_;
};

} // namespace conjoin::app
