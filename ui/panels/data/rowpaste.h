// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resulttree.h"

#include <QObject>

namespace conjoin::ui {

class RowLinker;
class RowTreeView;

/// What a pasted line names. A comma may part fields or be one of the name: a row that is called like the whole
/// line is the one that is meant, else one that is called like its first field. Written as it is stored goes
/// before in other letter case.
struct PastedName {
    QString line;  ///< up to its first tab, quotes taken off
    QString field; ///< as CSV
    QString made;  ///< of a new row: the field where all lines look like those of a table, else the line

    bool operator==(const PastedName&) const = default;
};

/// Each name once; empty lines name nothing.
std::vector<PastedName> namesOf(const QString& pasted);

/// Rows that were copied here are linked to the group that they are pasted into. Lines of another program are
/// links, too: each names a row by its label or its key. What names no row becomes a new one or is left out, as
/// the person says once for all of them.
class RowPaste : public QObject {
    Q_OBJECT

public:
    RowPaste(ChangeSet& changes, ResultTreeModel& model, RowTreeView& view, RowLinker& linker);

    void setSource(RowSource source) { source_ = std::move(source); }

public slots:
    void paste(const QModelIndex& index, const QString& text);

signals:
    void message(const QString& text);

private:
    struct Found {
        PastedName name;
        std::vector<sql::Row> rows; ///< none, the one, or several that are called so
    };
    bool pasteRows(const QModelIndex& index, const QString& text);
    static Result<std::vector<Found>> look(sql::Connection& connection, const orm::ModelRegistry& registry,
        int model, const RowLabels::Template& called, const std::vector<PastedName>& names);
    void take(const RowPtr& owner, const QString& association, const std::vector<Found>& found);
    void link(const RowPtr& owner, const QString& association, const std::vector<Found>& found, bool create);

    ChangeSet& changes_;
    ResultTreeModel& model_;
    RowTreeView& view_;
    RowLinker& linker_;
    RowSource source_;
};

} // namespace conjoin::ui
