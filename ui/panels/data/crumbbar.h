// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/data/rowhistory.h"
#include "ui/theme/theme.h"

#include <QFrame>

class QHBoxLayout;
class QToolButton;

namespace conjoin::ui {

/// The way to the current row: «Students ▸ Ann Meyer 17 ▸ Classes ▸ Chemistry», and the way back and forth.
class CrumbBar : public QFrame {
    Q_OBJECT

public:
    explicit CrumbBar(const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// The last one is where one is.
    void show(const std::vector<Crumb>& crumbs, bool canGoBack, bool canGoForward);
    QStringList texts() const { return texts_; }

signals:
    void crumbChosen(int crumb);
    void backAsked();
    void forwardAsked();

private:
    void paintIcons();

    const Theme* theme_;
    QToolButton* back_;
    QToolButton* forward_;
    QWidget* way_;
    QStringList texts_;
};

} // namespace conjoin::ui
