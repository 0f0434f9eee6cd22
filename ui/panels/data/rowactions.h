// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resulttree.h"
#include "ui/panels/data/rowpicker.h"

#include <QObject>

namespace conjoin::ui {

class RowTreeView;

/// The draft of what a person named; the name goes into what rows of the model are called by.
RowPtr draftNamed(const RowSource& source, int model, const QString& label);

/// The rows that a row is linked to by one many-to-many association, and the junction's rows.
struct LinksOfRow {
    QString association;
    std::vector<sql::Row> targets, junctions;
};

/// What a person does to rows in the tree, as changes that wait: link, create, empty.
class RowActions : public QObject {
    Q_OBJECT

public:
    RowActions(ChangeSet& changes, ResultTreeModel& model, RowTreeView& view);

    void setSource(RowSource source) { source_ = std::move(source); }
    /// A draft of the shown table, on top, with its groups open and the first cell to be typed into.
    void newRow();
    /// A new row like the current one; asks whether its links are wanted, too.
    void duplicate();

signals:
    void message(const QString& text);
    /// A row that exists was picked for a new link.
    void linked(const conjoin::ui::RowPtr& owner, const conjoin::ui::LinkPtr& link);

private:
    bool refuseReadOnly();
    void askForLinks(const RowPtr& row, const std::vector<LinksOfRow>& links, size_t count);
    void copy(const RowPtr& row, const std::vector<LinksOfRow>& links);
    QModelIndex nextToSay(const QModelIndex& link) const;
    void pick(const QModelIndex& index, const RowChoice& choice, bool goOn);
    void repoint(const QModelIndex& index, const RowChoice& choice);
    void sayWhyLocked(const QModelIndex& index);
    void setNull(const QModelIndex& index);

    ChangeSet& changes_;
    ResultTreeModel& model_;
    RowTreeView& view_;
    RowSource source_;
};

} // namespace conjoin::ui
