// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QAction>
#include <QHash>
#include <QObject>

#include <functional>

class QMenu;
class QWidget;

namespace conjoin::app {

class Preferences;

/// Every command of the window, once: menus, shortcuts, tool strip and palette show the same QAction. Named
/// `file.save`, `diagram.layout` …; the name is the object name, too.
class Actions : public QObject {
    Q_OBJECT

public:
    /// Keys of the drawing tools and the like only work in `canvas`, so that they can be typed everywhere else.
    Actions(QWidget& window, QWidget& canvas, const Preferences& preferences);

    QAction& at(const QString& name) const;
    const QList<QAction*>& all() const { return all_; } ///< in menu order
    /// Calls `run` when the action is triggered.
    void on(const QString& name, std::function<void()> run);
    void addTo(QMenu& menu, const QStringList& names) const; ///< `-` is a separator
    void setTheme(const ui::Theme& theme);

private:
    QHash<QString, QAction*> byName_;
    QList<QAction*> all_;
    QHash<QAction*, QString> icons_;
};

/// «Save (Ctrl+S)»
QString tipOf(const QAction& action);

} // namespace conjoin::app
