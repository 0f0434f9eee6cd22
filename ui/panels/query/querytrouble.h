// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QFrame>

#include <functional>
#include <utility>
#include <vector>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace conjoin::ui {

/// What is wrong with a question, whole and for as long as it is, with the ways out as buttons.
class QueryTrouble : public QFrame {
    Q_OBJECT

public:
    using WayOut = std::pair<QString, std::function<void()>>;

    explicit QueryTrouble(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void say(const QString& text, std::vector<WayOut> ways = {});
    void clear();
    QString text() const;

private:
    QLabel* text_;
    QHBoxLayout* ways_;
    QToolButton* close_;
};

} // namespace conjoin::ui
