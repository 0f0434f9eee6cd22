// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QHash>
#include <QTabWidget>

#include <array>

class QSplitter;
class QToolButton;

namespace conjoin::app {

/// The tabs below the canvas: folded away to their bar, beside the canvas, or all over the centre. Each kind of
/// panel keeps a height of its own – rows want more room than a script.
class BottomPanel : public QTabWidget {
    Q_OBJECT

public:
    enum class Room { Little, Much };

    /// Becomes the lower part of `splitter`; what is above it gives way.
    BottomPanel(QSplitter& splitter, const ui::Theme& theme);

    void addPanel(QWidget* panel, const QString& icon, const QString& title, Room room = Room::Little);
    void setTheme(const ui::Theme& theme);
    /// Unfolds, shows the panel and gives it the keyboard.
    void showPanel(QWidget* panel);
    /// Puts the keyboard where the shown panel wants it.
    void focusPanel();

    bool isFolded() const { return folded_; }
    void setFolded(bool folded);
    /// All over the centre, with nothing above it.
    bool isMaximised() const { return maximised_; }
    void setMaximised(bool maximised);

    /// Pixels; 0 = never chosen.
    int heightFor(Room room) const { return heights_[size_t(room)]; }
    void setHeightFor(Room room, int height);

signals:
    /// A person asked for this panel, by its tab or by a command; it has the keyboard now.
    void panelShown(QWidget* panel);
    void foldedChanged(bool folded);
    void maximisedChanged(bool maximised);

protected:
    void showEvent(QShowEvent* event) override;

private:
    Room room() const;
    void applyHeight();
    void showTab(int index);
    void showState();

    QSplitter& splitter_;
    const ui::Theme* theme_;
    QToolButton* maximise_;
    QToolButton* fold_;
    QHash<QWidget*, QString> icons_;
    QHash<QWidget*, Room> rooms_;
    std::array<int, 2> heights_{};
    bool folded_ = false;
    bool maximised_ = false;
};

} // namespace conjoin::app
