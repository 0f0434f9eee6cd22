// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace conjoin::ui {

/// Fusion, with what a style sheet can't say: lists of choices drop below their field and are drawn like any
/// other list, the letters of mnemonics are underlined only while Alt is held, a button is as calm as any other
/// after its menu, and tips have round corners.
class WindowStyle : public QProxyStyle {
    Q_OBJECT

public:
    WindowStyle();

    using QProxyStyle::polish;
    void polish(QApplication* application) override;
    void polish(QWidget* widget) override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
        QStyleHintReturn* returned) const override;
    QIcon standardIcon(StandardPixmap which, const QStyleOption* option, const QWidget* widget) const override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showMnemonics(bool shown);
    void letMouseGo();

    bool mnemonics_ = false;
};

} // namespace conjoin::ui
