// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/deletionplan.h"
#include "ui/models/resulttree.h"
#include "ui/theme/theme.h"

#include <QObject>

class QMenu;

namespace conjoin::ui {

class RowTreeView;

/// Taking rows and links away, as changes that wait. Unlink is about the link and never about the row at its
/// other end; delete is about the row and shows first what goes with it.
class RowRemoval : public QObject {
    Q_OBJECT

public:
    RowRemoval(const Theme& theme, ChangeSet& changes, ResultTreeModel& model, RowTreeView& view);

    void setTheme(const Theme& theme) { theme_ = &theme; }
    void setSource(RowSource source) { source_ = std::move(source); }
    /// Where deleting takes more rows than that along, the name of the table is typed first; -1 = never.
    void setTypedBeyond(qint64 rows) { typedBeyond_ = rows; }

public slots:
    /// Both: that place, or all that are selected where it is one of them.
    void remove(const QModelIndex& index);
    void unlink(const QModelIndex& index);
    /// Lets the link lead to another row, which the person picks.
    void pointElsewhere(const QModelIndex& index);
    /// Adds to the menu of a place what can be done here.
    void fillMenu(QMenu* menu, const QModelIndex& index);
    /// Shows what deleting that stored row would do.
    void plan(const conjoin::ui::RowPtr& row);

signals:
    void message(const QString& text);

private:
    bool refuseReadOnly();
    QModelIndexList placesWith(const QModelIndex& index) const;
    void planAll(const std::vector<RowPtr>& rows);
    /// False: the link can't just go, and the person is asked what shall become of it.
    bool setUnlinked(const QModelIndex& index, bool unlinked);
    void leaveLinked(const QModelIndex& index);
    void stage(const std::vector<RowPtr>& rows, const sql::DeletionPlan& plan,
        const std::function<sql::Row(const sql::DeletionStep&)>& targetOf);
    void cannotBeEmpty(const QModelIndex& index, const QString& key);
    void pickOther(const RowPtr& owner, const orm::Association& association, const RowPtr& target,
        const RowPtr& junction, const LinkPtr& pending, const RowPtr& pendingOwner);

    const Theme* theme_;
    ChangeSet& changes_;
    ResultTreeModel& model_;
    RowTreeView& view_;
    RowSource source_;
    qint64 typedBeyond_ = -1;
};

} // namespace conjoin::ui
