// SPDX-License-Identifier: GPL-3.0-or-later
// From cell to cell while a person types into the tree of rows.
#include "ui/panels/data/rowtreeview.h"

#include <QScopedValueRollback>

#include <algorithm>

namespace conjoin::ui {

QModelIndex RowTreeView::nextCell(const QModelIndex& index, bool forward) const
{
    // What a person fills in, in this order: the link's own attributes, then the columns of a new row.
    const QModelIndex parent = index.parent();
    const int rows = model_.rowCount(parent);
    const auto stops = [&](int row) {
        std::vector<QModelIndex> cells;
        const QModelIndex first = model_.index(row, 0, parent);
        if (model_.kind(first) == TreeNodeKind::Link) {
            cells.push_back(first);
            return cells;
        }
        const RowPtr& object = model_.object(first);
        if (!object || (!object->draft && !model_.link(first)))
            return cells; // what is stored is not a form
        const RowSection section = model_.section(first);
        const int count = int(section.cells.size());
        const bool pending = model_.link(first) != nullptr;
        const auto add = [&](int from, int to) {
            for (int column = from; column < to; ++column) {
                const QModelIndex cell = first.siblingAtColumn(column);
                if (cell.flags() & Qt::ItemIsEditable)
                    cells.push_back(cell);
            }
        };
        if (pending && object->draft)
            add(0, 1);
        add(section.junctionBegin, count);
        if (object->draft)
            add(pending ? 1 : 0, section.junctionBegin);
        return cells;
    };
    const std::vector<QModelIndex> own = stops(index.row());
    const auto here = std::find(own.begin(), own.end(), index);
    if (here == own.end()) { // a cell that Tab does not stop at: the first one it does
        if (forward && !own.empty())
            return own.front();
    } else if (forward ? here + 1 != own.end() : here != own.begin()) {
        return forward ? *(here + 1) : *(here - 1);
    }
    // Out of a draft's own row: into its first group.
    const QModelIndex first = index.siblingAtColumn(0);
    if (forward && model_.kind(index) == TreeNodeKind::Row && isExpanded(first)) {
        for (int i = 0; i < model_.rowCount(first); ++i) {
            const QModelIndex group = model_.index(i, 0, first);
            const QModelIndex line = isExpanded(group) ? model_.linkLine(group) : QModelIndex();
            if (line.isValid())
                return line;
        }
    }
    const int step = forward ? 1 : -1;
    for (int row = index.row() + step; row >= 0 && row < rows; row += step) {
        const std::vector<QModelIndex> cells = stops(row);
        if (!cells.empty())
            return forward ? cells.front() : cells.back();
    }
    return {};
}

void RowTreeView::editCell(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    wantedCurrent_.clear(); // the person is elsewhere now
    setCurrentIndex(index);
    scrollTo(index);
    if (!(index.flags() & Qt::ItemIsEditable))
        return;
    if (model_.isLarge(index))
        emit valueAsked(index);
    else
        QTreeView::edit(index, AllEditTriggers, nullptr);
}

bool RowTreeView::edit(const QModelIndex& index, EditTrigger trigger, QEvent* event)
{
    // Letters that are commands elsewhere must not begin to overwrite a stored value.
    if (trigger == AnyKeyPressed && (!(index.flags() & Qt::ItemIsEditable) || model_.isLarge(index)))
        return false;
    return QTreeView::edit(index, trigger, event);
}

QWidget* RowTreeView::openEditor() const
{
    return state() == EditingState ? indexWidget(currentIndex()) : nullptr;
}

void RowTreeView::keepTyped()
{
    if (QWidget* editor = openEditor())
        commitData(editor);
}

void RowTreeView::leave()
{
    QAbstractScrollArea::focusNextPrevChild(true); // that of a view of items goes to its next cell
}

void RowTreeView::closeEditor(QWidget* editor, QAbstractItemDelegate::EndEditHint hint)
{
    // Losing the keyboard while it is closed, an editor asks to be closed once more.
    if (editor == closing_)
        return;
    const QScopedValueRollback<QWidget*> closing(closing_, editor);
    const QModelIndex index = currentIndex();
    const bool forward = hint == QAbstractItemDelegate::EditNextItem;
    const bool move = forward || hint == QAbstractItemDelegate::EditPreviousItem;
    const bool entered = hint == QAbstractItemDelegate::SubmitModelCache && RowDelegate::wasEntered(editor);
    QTreeView::closeEditor(editor, move ? QAbstractItemDelegate::NoHint : hint);
    if (move)
        goOnByTab(index, forward);
    else if (entered)
        goDown(index);
}

bool RowTreeView::isForm(const QModelIndex& index) const
{
    const RowPtr& row = model_.object(index);
    return model_.kind(index) == TreeNodeKind::Link || model_.link(index) || (row && row->draft);
}

void RowTreeView::goOnByTab(const QModelIndex& index, bool forward)
{
    const QModelIndex next = isForm(index) ? nextCell(index, forward) : QModelIndex();
    if (next.isValid())
        editCell(next);
    else if (const QModelIndex beside = besideCell(index, forward); beside.isValid())
        setCurrentIndex(beside);
}

QModelIndex RowTreeView::besideCell(const QModelIndex& index, bool forward) const
{
    const auto columnsOf = [this](const QModelIndex& line) {
        return model_.object(line) ? std::max(1, int(model_.section(line).cells.size())) : 1;
    };
    const int column = index.column() + (forward ? 1 : -1);
    if (column >= 0 && column < columnsOf(index))
        return index.siblingAtColumn(column);
    QModelIndex line = index.siblingAtColumn(0);
    do { // the names of a group's columns are no place to be
        line = forward ? indexBelow(line) : indexAbove(line);
        line = line.siblingAtColumn(0);
    } while (line.isValid() && !(line.flags() & Qt::ItemIsSelectable));
    return line.isValid() && !forward ? line.siblingAtColumn(columnsOf(line) - 1) : line;
}

/// To the same column of the row below, as in a spreadsheet. What is new is a form, where Enter ends the cell
/// alone.
void RowTreeView::goDown(const QModelIndex& index)
{
    const auto isStored = [this](const QModelIndex& place) {
        const RowPtr& row = model_.object(place);
        return row && !row->draft && !model_.link(place);
    };
    if (!index.isValid() || !isStored(index))
        return;
    const QModelIndex below = index.siblingAtRow(index.row() + 1);
    if (below.isValid() && isStored(below))
        setCurrentIndex(below);
}

} // namespace conjoin::ui
