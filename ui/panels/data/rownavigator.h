// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resulttree.h"
#include "ui/panels/data/rowhistory.h"
#include "ui/theme/theme.h"

#include <QObject>

class QMenu;

namespace conjoin::ui {

class DepthExpander;
class RowBrowser;
class RowTreeView;

/// From row to row: into one, along a key, to what refers to it, a look at what is around it, many levels at
/// once.
class RowNavigator : public QObject {
    Q_OBJECT

public:
    RowNavigator(const Theme& theme, RowBrowser& browser, RowTreeView& view, ResultTreeModel& model);

    void setTheme(const Theme& theme) { theme_ = &theme; }
    DepthExpander& expander() { return *expander_; }

    /// Makes the stored row of that place the root.
    void enter(const QModelIndex& index);
    /// The same in a tab of its own.
    void enterInTab(const QModelIndex& index);
    /// The same as enter() of a row that may be nowhere in the tree; `trail` is the way that led to it.
    void enterRow(const RowPtr& row, std::vector<Crumb> trail);
    /// Goes to the row that the cell, or the to-one group, refers to.
    void follow(const QModelIndex& index);
    /// The tables whose rows belong to that one, with counts; choosing one goes there.
    void showReferencing(const QModelIndex& index);
    /// What is around the row, in a small frame beside it.
    void peek(const QModelIndex& index);
    /// The value of a cell where there is room for it, to be edited where it may be.
    void showValue(const QModelIndex& index);
    /// Everything that can be done from that place, by name.
    void showMenu(const QModelIndex& index, const QPoint& at);

signals:
    void message(const QString& text);
    void tabAsked(const conjoin::ui::RowPlace& place);
    /// The menu of a place is about to be shown: whoever can do something there adds it.
    void menuFilled(QMenu* menu, const QModelIndex& index);

private:
    /// Nothing, and a message, where the row has no key to find it by.
    std::optional<RowPlace> placeOf(const RowPtr& row, std::vector<Crumb> trail);
    std::vector<Crumb> trailTo(const QModelIndex& index) const;
    void openValue(const QModelIndex& index); ///< of one that is whole
    void enterRelated(const RowPtr& row, const orm::Association& association, const QModelIndex& index);
    /// The row of that place, or the one whose group it is.
    RowPtr rowAt(const QModelIndex& index) const;
    RowPtr referredAt(const QModelIndex& index) const;
    QString labelOf(const RowObject& row) const;
    QString countText(const RowObject& row, int association) const;
    QRect cellOf(const QModelIndex& index) const;

    const Theme* theme_;
    RowBrowser& browser_;
    RowTreeView& view_;
    ResultTreeModel& model_;
    DepthExpander* expander_;
};

} // namespace conjoin::ui
