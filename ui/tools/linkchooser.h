// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"
#include "ui/tools/linkmaking.h"

#include <QFrame>

namespace conjoin::ui {

/// The small popup at the pointer that asks what a drawn line shall be: a click, a digit, or arrows and Enter.
class LinkChooser : public QFrame {
    Q_OBJECT

public:
    struct Choice {
        LinkKind kind;
        QString sentence;
    };

    LinkChooser(const std::vector<Choice>& choices, const Theme& theme, QWidget* parent);

    void openAt(QPoint global);

signals:
    void chosen(conjoin::ui::LinkKind kind);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void choose(size_t index);

    std::vector<Choice> choices_;
    const Theme theme_; ///< a copy: the canvas may change its own meanwhile
};

} // namespace conjoin::ui
