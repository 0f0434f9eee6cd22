// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resulttree.h"

#include <QMimeData>
#include <QObject>

namespace conjoin::ui {

/// Rows on their way to a group, by the mouse or by the clipboard. For other programs they are text.
class RowsMime : public QMimeData {
    Q_OBJECT

public:
    /// `database` is the address of the database that they are in.
    RowsMime(std::vector<RowPtr> rows, std::shared_ptr<const orm::ModelRegistry> registry, QString database,
        const QString& text);

    const std::vector<RowPtr>& rows() const { return rows_; }
    /// Whether the rows are of these tables as they are known now: else nobody knows what they are any more.
    bool isOf(const RowSource& source) const;

private:
    const std::vector<RowPtr> rows_;
    const std::shared_ptr<const orm::ModelRegistry> registry_;
    const QString database_;
};

/// Where rows can be linked to: a group, or a cell that refers to a row.
struct LinkPlace {
    QModelIndex index; ///< of the group, or of the cell
    RowPtr owner;
    const orm::Association* association = nullptr;

    bool isValid() const { return association != nullptr; }
};

/// Links rows that are there to what they were brought to, as changes that wait.
class RowLinker : public QObject {
    Q_OBJECT

public:
    RowLinker(ChangeSet& changes, ResultTreeModel& model, QObject* parent = nullptr);

    void setSource(RowSource source) { source_ = std::move(source); }
    const RowSource& source() const { return source_; }

    /// What rows of that model are linked to at that index: the cell, where it refers to one of them, else the
    /// group that the index is, or is in. Not valid where there is neither.
    LinkPlace placeAt(const QModelIndex& index, int model) const;
    /// Why the rows can't be linked there, as a sentence; empty where they can.
    QString refusal(const LinkPlace& place, const std::vector<RowPtr>& rows) const;
    /// What linking them would come to: «Link Art to Ann».
    QString offer(const LinkPlace& place, const std::vector<RowPtr>& rows) const;
    /// Links those that are not linked yet, in one step to undo. They must not be refused.
    void link(const LinkPlace& place, const std::vector<RowPtr>& rows);
    /// Reads rows again that came from elsewhere – a search, another tab – without those that they refer to, by
    /// whose labels their cells show them.
    void readWhole(const std::vector<RowPtr>& rows);

signals:
    void read(); ///< rows that are shown may look otherwise now
    void message(const QString& text);
    void linked(const conjoin::ui::RowPtr& owner, const conjoin::ui::LinkPtr& link);

private:
    bool isLinked(const LinkPlace& place, const RowObject& row) const;
    QString nameOf(const std::vector<RowPtr>& rows) const;

    ChangeSet& changes_;
    ResultTreeModel& model_;
    RowSource source_;
};

} // namespace conjoin::ui
