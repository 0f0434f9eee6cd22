// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/data/rowlinker.h"
#include "ui/theme/theme.h"

#include <QPersistentModelIndex>
#include <QTimer>

class QDrag;
class QDragMoveEvent;
class QMouseEvent;

namespace conjoin::ui {

class RowTreeView;
class DropGlow;

/// What hangs at the pointer while rows are dragged: their name in a pill. `from` is what they are taken from.
void dressRowDrag(QDrag& drag, const QString& name, const QWidget& from, const Theme& theme);

/// Rows are dragged by their labels and dropped on a group, or on a cell that refers to one: that links them.
/// On the way a tab is turned to, a row or group opened, by waiting above it. Text that is dropped on a group
/// is pasted into it.
class RowDrag : public QObject {
    Q_OBJECT

public:
    RowDrag(const Theme& theme, ResultTreeModel& model, RowTreeView& view, RowLinker& linker);

    void setTheme(const Theme& theme) { theme_ = &theme; }
    /// What is said at the pointer now; empty where nothing is dragged.
    QString said() const;

signals:
    void message(const QString& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool press(const QMouseEvent& event);
    void begin();
    std::vector<RowPtr> rowsToDrag() const;
    void hover(QDragMoveEvent& event);
    void drop(QDropEvent& event);
    void show(const QMimeData& brought, const QPoint& at);
    void leave();
    void openHovered();
    void scroll();

    const Theme* theme_;
    ResultTreeModel& model_;
    RowTreeView& view_;
    RowLinker& linker_;
    DropGlow* glow_;
    QPersistentModelIndex pressed_; ///< the row that the button went down on
    QPoint pressedAt_;
    bool held_ = false; ///< the row is one of several selected ones, which stay so until the button goes up
    QPersistentModelIndex hovered_;
    QPoint hoveredAt_;
    QString refused_; ///< why what is dragged can't be dropped where it is
    QTimer opening_, scrolling_;
};

} // namespace conjoin::ui
