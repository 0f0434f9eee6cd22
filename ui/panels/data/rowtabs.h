// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/data/rowhistory.h"
#include "ui/theme/theme.h"

#include <QTabBar>

#include <vector>

namespace conjoin::ui {

class RowBrowser;

/// Places that are looked at in turns, each with the way back and forth of its own. One tree shows the current
/// one; the others are read again when they are turned to. One tab alone is not seen.
class RowTabs : public QTabBar {
    Q_OBJECT

public:
    static constexpr int most = 20;

    RowTabs(const Theme& theme, RowBrowser& browser, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);

    /// Opens a place in a tab of its own behind the current one, and turns to it.
    void open(RowPlace place);
    /// The next one, or the one before; round and round.
    void turn(bool forward);
    /// Closes the current one; the last one stays.
    void closeCurrent();
    /// All but one are gone: of another database.
    void reset();

signals:
    void message(const QString& text);

private:
    void enter(int tab);
    void close(int tab);
    void name();
    void addCloseButton(int tab);

    const Theme* theme_;
    RowBrowser& browser_;
    std::vector<RowTab> tabs_; ///< the current one's entry is out of date: the browser has it
    int shown_ = 0;
    bool changing_ = false; ///< tabs come and go: which one is current is not the person's choice
};

} // namespace conjoin::ui
