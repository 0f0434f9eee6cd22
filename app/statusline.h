// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QColor>
#include <QStatusBar>

class QLabel;
class QToolButton;

namespace conjoin::ui {
class ElidedLabel;
}

namespace conjoin::app {

/// The foot of the window: what a tool expects next, rows that wait, problems, database, dialect, zoom.
class StatusLine : public QStatusBar {
    Q_OBJECT

public:
    explicit StatusLine(const ui::Theme& theme, QWidget* parent = nullptr);

    void setTheme(const ui::Theme& theme);
    /// A sentence, or several lines of an error: on one line, as much of it as there is room for, and whole in
    /// its tip.
    void showHint(const QString& text);
    /// An empty name = none. `color` is that of the saved connection, invalid = none.
    void showDatabase(
        const QString& name, const QColor& color = {}, bool production = false, bool readOnly = false);
    void showDialect(const QString& name);
    void showProblems(int errors, int warnings);
    void showPendingRows(int count);
    void showZoom(double zoom);

signals:
    void databaseClicked();
    void problemsClicked();

private:
    void paintIcons();

    const ui::Theme* theme_;
    ui::ElidedLabel* hint_;
    QLabel* pending_;
    QToolButton* problems_;
    QToolButton* database_;
    QLabel* dialect_;
    QLabel* zoom_;
    int errors_ = 0, warnings_ = 0;
    bool connected_ = false;
    bool production_ = false;
    QColor databaseColor_;
};

} // namespace conjoin::app
