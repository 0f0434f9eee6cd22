// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace conjoin::ui {

/// A part of a form under a heading that folds it away; a quiet text beside the heading says what is in it.
class FoldSection : public QWidget {
    Q_OBJECT

public:
    FoldSection(const QString& title, const Theme& theme, QWidget* parent);

    void setTheme(const Theme& theme);
    void setTitle(const QString& title);
    /// What a closed one holds: `2`, `strict`; empty = nothing worth a look.
    void setSummary(const QString& summary);
    void setOpen(bool open);
    bool isOpen() const;
    QVBoxLayout* body() const { return body_; }

private:
    QPushButton* head_;
    QLabel* summary_;
    QWidget* content_;
    QVBoxLayout* body_;
    const Theme* theme_;
};

} // namespace conjoin::ui
