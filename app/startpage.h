// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QStringList>
#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace conjoin::ui {
class Banner;
}

namespace conjoin::app {

class Actions;

/// What is shown when nothing is open: the ways to begin.
class StartPage : public QWidget {
    Q_OBJECT

public:
    StartPage(const Actions& actions, const ui::Theme& theme, QWidget* parent = nullptr);

    void setTheme(const ui::Theme& theme);
    void showRecent(const QStringList& files);
    ui::Banner& banner() const { return *banner_; }

signals:
    void exampleRequested(const QString& name);
    void fileRequested(const QString& path);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QPushButton* addButton(QVBoxLayout& column, const QString& text, const QString& icon);
    void placeBanner();

    const ui::Theme* theme_;
    QLabel* logo_;
    ui::Banner* banner_;
    QVBoxLayout* recent_;
    QStringList recentFiles_;
    std::vector<std::pair<QPushButton*, QString>> icons_;
};

} // namespace conjoin::app
