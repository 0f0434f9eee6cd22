// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/changeset.h"

#include <QSet>
#include <QStringList>

namespace conjoin::ui {

class ResultTreeModel;
class RowTreeView;

/// Where a person is once what waited is written.
struct PlaceAfter {
    QStringList pinned{}; ///< keys of the rows that are new now: to be seen, on whichever page they are
    QSet<QString> open{}; ///< paths of the tree
    QString current{};    ///< the path of the current place; empty where there is none
};

/// Asked while the tree still shows what was written: what was open below a draft is open again below the row
/// that it became, and the keyboard is on the new row, else where it was, else on the next row that stays.
PlaceAfter placeAfterWriting(const RowTreeView& view, const ResultTreeModel& model,
    const RowChangeReport& report, const ChangeSet::Compiled& compiled);

} // namespace conjoin::ui
