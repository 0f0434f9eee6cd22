// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resulttree.h"
#include "ui/panels/data/rowpicker.h"

#include <QObject>

namespace conjoin::ui {

class RowTreeView;

/// What a person does to rows in the tree, as changes that wait: link, create, unlink, delete, empty.
class RowActions : public QObject {
    Q_OBJECT

public:
    RowActions(ChangeSet& changes, ResultTreeModel& model, RowTreeView& view);

    void setSource(RowSource source) { source_ = std::move(source); }
    /// A draft of the shown table, on top, with its groups open and the first cell to be typed into.
    void newRow();

signals:
    void message(const QString& text);

private:
    bool refuseReadOnly();
    void pick(const QModelIndex& index, const RowChoice& choice, bool goOn);
    void remove(const QModelIndex& index);
    void unlink(const QModelIndex& index);
    void setNull(const QModelIndex& index);
    void askToDelete(const RowPtr& row, const sql::DeleteReport& report);
    /// The draft of what a person named; the name goes into its label.
    RowPtr draftNamed(int model, const QString& label) const;

    ChangeSet& changes_;
    ResultTreeModel& model_;
    RowTreeView& view_;
    RowSource source_;
};

} // namespace conjoin::ui
