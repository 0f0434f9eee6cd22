// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/shadow.h"
#include "ui/theme/theme.h"
#include "ui/tools/linkmaking.h"

#include <QFrame>

namespace conjoin::ui {

/// The small panel at the pointer that asks what a drawn line shall be: a click, a digit, M for many-to-many,
/// or arrows and Enter.
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
    void mousePressEvent(QMouseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void choose(size_t index);
    void chooseKind(LinkKind kind);
    void dismiss(); ///< closes it; the canvas has the keyboard again

    std::vector<Choice> choices_;
    const Theme theme_;       ///< a copy: the canvas may change its own meanwhile
    const ui::Shadow shadow_; ///< QFrame has a Shadow, too
};

} // namespace conjoin::ui
