// SPDX-License-Identifier: GPL-3.0-or-later
// What the keys of the tree of rows do (DATA_PANEL's map of the keyboard).
#include "ui/panels/data/rowtreeview.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>

#include <algorithm>
#include <iterator>
#include <memory>

namespace conjoin::ui {

void RowTreeView::toLinkLine()
{
    for (QModelIndex index = currentIndex().siblingAtColumn(0); index.isValid(); index = index.parent()) {
        if (model_.kind(index) == TreeNodeKind::Relation) {
            expand(index);
            if (const QModelIndex line = model_.linkLine(index); line.isValid())
                editCell(line);
            else
                editLinkLineOf(index);
            return;
        }
    }
}

void RowTreeView::editLinkLineOf(const QModelIndex& group)
{
    setCurrentIndex(group);
    const auto wait = std::make_shared<QMetaObject::Connection>();
    *wait = connect(
        &model_, &QAbstractItemModel::rowsInserted, this,
        [this, wait, group = QPersistentModelIndex(group)] {
            const bool still = group.isValid() && currentIndex().siblingAtColumn(0) == group;
            const QModelIndex line = still ? model_.linkLine(group) : QModelIndex();
            if (still && !line.isValid())
                return;
            disconnect(*wait);
            editCell(line);
        },
        Qt::QueuedConnection);
}

void RowTreeView::openGroup(const QModelIndex& row, int association)
{
    expand(row);
    const QString name = model_.registry().at(model_.object(row)->model).associations[size_t(association)].name;
    const QModelIndex group = model_.relation(row, name);
    if (!group.isValid())
        return;
    expand(group);
    setCurrentIndex(group);
    scrollTo(group);
}

/// Where the program takes the keyboard, that row alone is selected, whatever keys a person holds down: the
/// Ctrl of Ctrl+Enter would select it beside the one before.
QItemSelectionModel::SelectionFlags RowTreeView::selectionCommand(
    const QModelIndex& index, const QEvent* event) const
{
    return event ? QTreeView::selectionCommand(index, event)
                 : QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows;
}

/// Home and End stay in the row, as in any grid; the line that links is one cell, in whichever column the keyboard
/// comes to it.
QModelIndex RowTreeView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    const QModelIndex here = currentIndex();
    if ((action == MoveHome || action == MoveEnd) && here.isValid() && !(modifiers & Qt::ControlModifier)) {
        const int columns = std::max(1, int(model_.section(here).cells.size()));
        return here.siblingAtColumn(action == MoveHome || !model_.object(here) ? 0 : columns - 1);
    }
    const QModelIndex next = QTreeView::moveCursor(action, modifiers);
    return next.isValid() && model_.kind(next) == TreeNodeKind::Link ? next.siblingAtColumn(0) : next;
}

bool RowTreeView::takeKey(QKeyEvent* event)
{
    const QModelIndex index = currentIndex();
    const bool control = event->modifiers() & Qt::ControlModifier;
    if (event->modifiers() == Qt::ControlModifier && event->key() == Qt::Key_Z) {
        emit undoAsked();
        return true;
    }
    if (takeChord(*event, index))
        return true;
    if (!index.isValid())
        return false;
    const QModelIndex first = index.siblingAtColumn(0);
    const TreeNodeKind kind = model_.kind(index);
    const bool row = kind == TreeNodeKind::Row || kind == TreeNodeKind::Edge;
    switch (event->key()) {
    case Qt::Key_Right:
        goRight(index);
        return true;
    case Qt::Key_Left:
        goLeft(index);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (control && event->modifiers() & Qt::ShiftModifier) {
            emit tabAsked(index);
            return true;
        }
        if (control) {
            emit enterAsked(index);
            return true;
        }
        if (row && index.column() == 0 && model_.isShownAbove(first)) {
            setCurrentIndex(model_.placeAbove(first));
            scrollTo(currentIndex());
            return true;
        }
        [[fallthrough]];
    case Qt::Key_F2:
        if (event->key() == Qt::Key_F2 && event->modifiers() & Qt::ShiftModifier && model_.attribute(index)) {
            emit valueAsked(index);
            return true;
        }
        if (kind == TreeNodeKind::More || kind == TreeNodeKind::Error)
            goOn(first, event->modifiers() & Qt::ShiftModifier);
        else if (index.flags() & Qt::ItemIsEditable)
            editCell(index);
        else if (event->key() == Qt::Key_F2 && model_.attribute(index))
            emit lockedAsked(index);
        else if (const int relation = model_.relationColumn(index); relation >= 0)
            openGroup(first, relation);
        else
            setExpanded(first, !isExpanded(first));
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab: {
        if (control)
            return false;
        const bool forward = event->key() == Qt::Key_Tab;
        goOnByTab(index, forward);
        return currentIndex() != index || state() == EditingState; // behind the last cell it leaves
    }
    case Qt::Key_Space:
        if (kind == TreeNodeKind::More || kind == TreeNodeKind::Error)
            goOn(first, event->modifiers() & Qt::ShiftModifier);
        else if (kind == TreeNodeKind::Relation)
            setExpanded(first, !isExpanded(first));
        else if (row)
            selectionModel()->select(index, QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
        else
            return false;
        return true;
    case Qt::Key_Delete:
        if (row)
            emit removeAsked(index);
        return true;
    case Qt::Key_V:
        if (!control || (!model_.association(index) && !model_.picks(index)))
            return false;
        emit pasteAsked(index, QGuiApplication::clipboard()->text());
        return true;
    case Qt::Key_0:
        if (control && row)
            emit nullAsked(index);
        return control;
    case Qt::Key_D:
        if (event->modifiers() != Qt::ControlModifier)
            return false;
        if (row)
            emit defaultAsked(index);
        return true;
    case Qt::Key_J:
    case Qt::Key_L:
    case Qt::Key_U:
        // In a cell that is typed into, a letter is a letter; the commands hold on groups and in the label
        // column.
        if (event->modifiers() & ~Qt::ShiftModifier || kind == TreeNodeKind::Link ||
            (row && (index.column() > 0 || model_.object(index)->draft)))
            return false;
        if (event->key() == Qt::Key_J && model_.association(index)) {
            cycleJunctionColumns(index);
            return true;
        }
        if (event->key() == Qt::Key_L && row && event->modifiers() & Qt::ShiftModifier &&
            model_.association(index)) {
            emit pointElsewhereAsked(index);
            return true;
        }
        if (event->key() == Qt::Key_L && model_.association(index)) {
            toLinkLine();
            return true;
        }
        if (event->key() == Qt::Key_U && row && model_.association(index)) {
            emit unlinkAsked(index);
            return true;
        }
        return false;
    default:
        return false;
    }
}

bool RowTreeView::takeChord(const QKeyEvent& event, const QModelIndex& index)
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    if (modifiers == Qt::ControlModifier && (event.key() == Qt::Key_Home || event.key() == Qt::Key_End)) {
        emit edgeAsked(event.key() == Qt::Key_End);
        return true;
    }
    if (event.key() == Qt::Key_G && modifiers == Qt::ControlModifier) {
        emit goToAsked();
        return true;
    }
    if (event.key() == Qt::Key_K && modifiers == (Qt::ControlModifier | Qt::ShiftModifier)) {
        emit columnsAsked(index);
        return true;
    }
    if (event.key() == Qt::Key_F && modifiers == (Qt::ControlModifier | Qt::ShiftModifier)) {
        emit filterRowAsked();
        return true;
    }
    if (event.key() == Qt::Key_F4 && (modifiers == Qt::NoModifier || modifiers == Qt::ShiftModifier)) {
        if (index.isValid() && modifiers == Qt::ShiftModifier)
            emit referencingAsked(index);
        else if (index.isValid())
            emit followAsked(index);
        return true;
    }
    const bool shifted = modifiers == (Qt::ControlModifier | Qt::ShiftModifier);
    if (event.key() == Qt::Key_Right && (modifiers == Qt::ControlModifier || shifted)) {
        if (index.isValid())
            emit depthAsked(index, shifted ? 3 : 2);
        return true;
    }
    if (modifiers == Qt::AltModifier && event.key() == Qt::Key_F1) {
        if (index.isValid())
            emit peekAsked(index);
        return true;
    }
    if (modifiers == Qt::AltModifier && (event.key() == Qt::Key_Left || event.key() == Qt::Key_Right)) {
        if (event.key() == Qt::Key_Left)
            emit backAsked();
        else
            emit forwardAsked();
        return true;
    }
    if (modifiers == Qt::AltModifier && (event.key() == Qt::Key_Up || event.key() == Qt::Key_Down)) {
        const SortWish wish = event.key() == Qt::Key_Up ? SortWish::Ascending : SortWish::Descending;
        if (index.isValid() && !model_.groupColumn(index).isEmpty())
            emit groupSortAsked(index, wish);
        else if (index.isValid() && !index.parent().isValid() && model_.attribute(index))
            emit sortAsked(index.column(), wish);
        return true;
    }
    return false;
}

/// The chords of takeChord(), which no action of the window may take away.
static bool isChord(const QKeyEvent& event)
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    switch (event.key()) {
    case Qt::Key_F4:
        return modifiers == Qt::NoModifier || modifiers == Qt::ShiftModifier;
    case Qt::Key_F:
    case Qt::Key_K:
        return modifiers == (Qt::ControlModifier | Qt::ShiftModifier);
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_0: // NULL, and the default
    case Qt::Key_D:
    case Qt::Key_G:
        return modifiers == Qt::ControlModifier;
    case Qt::Key_Right:
        return modifiers == Qt::AltModifier || modifiers == Qt::ControlModifier ||
               modifiers == (Qt::ControlModifier | Qt::ShiftModifier);
    case Qt::Key_F1:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Left:
        return modifiers == Qt::AltModifier;
    default:
        return false;
    }
}

bool RowTreeView::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && state() != EditingState &&
        isChord(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QTreeView::event(event);
}

bool RowTreeView::viewportEvent(QEvent* event)
{
    // The pointer that rests on a row while Alt is held peeks at it.
    if (event->type() == QEvent::ToolTip && QGuiApplication::keyboardModifiers() == Qt::AltModifier) {
        const QModelIndex index = indexAt(static_cast<QHelpEvent*>(event)->pos());
        if (index.isValid())
            emit peekAsked(index);
        return true;
    }
    return QTreeView::viewportEvent(event);
}

void RowTreeView::contextMenuEvent(QContextMenuEvent* event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (!byKey && index.isValid() && !selectionModel()->isRowSelected(index.row(), index.parent()))
        setCurrentIndex(index);
    const QPoint at = byKey ? viewport()->mapToGlobal(visualRect(index).bottomLeft()) : event->globalPos();
    emit menuAsked(index, at);
    event->accept();
}

QModelIndexList RowTreeView::selectedPlaces() const
{
    QModelIndexList places;
    for (const QModelIndex& index : selectionModel()->selectedRows()) {
        const TreeNodeKind kind = model_.kind(index);
        if (kind == TreeNodeKind::Row || kind == TreeNodeKind::Edge || kind == TreeNodeKind::Relation)
            places.append(index);
    }
    return places;
}

void RowTreeView::goRight(const QModelIndex& index)
{
    const QModelIndexList places = selectedPlaces();
    if (places.size() > 1 && index.column() == 0) {
        // Many at once: first all rows show their groups, then all groups theirs. One turn of the event loop,
        // so one statement an association.
        const auto closed = [this](const QModelIndex& place) {
            return !isExpanded(place) && model_.hasChildren(place);
        };
        QModelIndexList toOpen;
        std::copy_if(places.begin(), places.end(), std::back_inserter(toOpen), closed);
        if (toOpen.isEmpty()) {
            for (const QModelIndex& place : places) {
                for (int i = 0; i < model_.rowCount(place); ++i) {
                    const QModelIndex child = model_.index(i, 0, place);
                    if (model_.kind(child) == TreeNodeKind::Relation && closed(child))
                        toOpen.append(child);
                }
            }
        }
        openAll(toOpen);
        return;
    }
    const QModelIndex first = index.siblingAtColumn(0);
    const TreeNodeKind kind = model_.kind(index);
    const bool row = kind == TreeNodeKind::Row || kind == TreeNodeKind::Edge;
    if (index.column() == 0 && !isExpanded(first) && model_.hasChildren(first))
        expand(first);
    else if (row && index.column() + 1 < int(model_.section(index).cells.size()))
        setCurrentIndex(index.siblingAtColumn(index.column() + 1));
    else if (!row && model_.rowCount(first) > 0)
        setCurrentIndex(model_.index(0, 0, first));
}

void RowTreeView::goLeft(const QModelIndex& index)
{
    const QModelIndexList places = selectedPlaces();
    if (places.size() > 1 && index.column() == 0) {
        for (const QModelIndex& place : places)
            collapse(place);
        return;
    }
    const QModelIndex first = index.siblingAtColumn(0);
    if (index.column() > 0)
        setCurrentIndex(index.siblingAtColumn(index.column() - 1));
    else if (isExpanded(first))
        collapse(first);
    else if (first.parent().isValid())
        setCurrentIndex(first.parent());
}

void RowTreeView::goOn(const QModelIndex& line, bool all)
{
    if (all && model_.kind(line) == TreeNodeKind::More)
        emit allAsked(line);
    else
        model_.continueAt(line);
}

void RowTreeView::cycleJunctionColumns(const QModelIndex& index)
{
    switch (model_.junctionColumns(index)) {
    case JunctionColumns::Attributes:
        model_.setJunctionColumns(index, JunctionColumns::Keys);
        break;
    case JunctionColumns::Keys:
        model_.setJunctionColumns(index, JunctionColumns::Hidden);
        break;
    case JunctionColumns::Hidden:
        model_.setJunctionColumns(index, JunctionColumns::Attributes);
        break;
    }
}

} // namespace conjoin::ui
