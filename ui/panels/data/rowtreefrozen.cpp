// SPDX-License-Identifier: GPL-3.0-or-later
// The first column of the tree of rows stays where it is while the others are scrolled sideways, and so do
// lines that go over all columns. QTreeView lays both out as if they moved; here is what the difference comes
// to.
#include "ui/panels/data/rowheader.h"
#include "ui/panels/data/rowtreeview.h"

#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace conjoin::ui {

/// Whether the line goes over all columns. QTreeView could be told so of each, but would then look for every
/// line that it lays out among those.
bool RowTreeView::isWide(const QModelIndex& index) const
{
    const TreeNodeKind kind = model_.kind(index);
    return kind == TreeNodeKind::Relation || kind == TreeNodeKind::More || kind == TreeNodeKind::Loading ||
           kind == TreeNodeKind::Error;
}

int RowTreeView::frozenWidth() const
{
    if (header()->count() == 0)
        return 0;
    // Where it would leave too little to the others it goes with them.
    const int width = header()->sectionSize(0);
    return 5 * width <= 3 * viewport()->width() ? width : 0;
}

int RowTreeView::shiftOf(const QModelIndex& index) const
{
    const bool stays = index.isValid() && (isWide(index) || (index.column() == 0 && frozenWidth() > 0));
    return stays ? header()->offset() : 0;
}

QModelIndex RowTreeView::indexAt(const QPoint& point) const
{
    const QModelIndex index = QTreeView::indexAt({std::max(point.x(), -header()->offset()), point.y()});
    const bool frozen = point.x() >= 0 && point.x() < frozenWidth();
    if (!index.isValid()) // behind the last column the first one is as good a handle as any
        return frozen ? QTreeView::indexAt({-header()->offset(), point.y()}) : index;
    return frozen || isWide(index) ? index.siblingAtColumn(0) : index;
}

QRect RowTreeView::visualRect(const QModelIndex& index) const
{
    if (!index.isValid() || !isWide(index)) {
        const QRect rect = QTreeView::visualRect(index);
        return rect.isValid() ? rect.translated(shiftOf(index), 0) : rect;
    }
    QRect rect = QTreeView::visualRect(index.siblingAtColumn(0));
    if (rect.isValid()) {
        rect.translate(header()->offset(), 0);
        rect.setRight(std::max(header()->length() - header()->offset(), rect.left() + frozenWidth()) - 1);
    }
    return rect;
}

void RowTreeView::scrollTo(const QModelIndex& index, ScrollHint hint)
{
    QScrollBar* bar = horizontalScrollBar();
    const int before = bar->value();
    QTreeView::scrollTo(index, hint);
    const int frozen = frozenWidth();
    if (!index.isValid() || frozen == 0)
        return;
    if (isWide(index) || index.column() == 0) {
        bar->setValue(before); // it is in view wherever the others are
        return;
    }
    const int begin = header()->sectionPosition(index.column());
    const int width = header()->sectionSize(index.column());
    const int room = viewport()->width();
    if (begin - before < frozen || width > room - frozen)
        bar->setValue(begin - frozen);
    else
        bar->setValue(std::max(before, begin + width - room));
}

void RowTreeView::scrollContentsBy(int dx, int dy)
{
    QTreeView::scrollContentsBy(dx, dy);
    if (dx != 0)
        viewport()->update(); // what stays has been moved along
}

void RowTreeView::drawFrozen(
    QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& first) const
{
    QStyleOptionViewItem cell = option;
    cell.rect = visualRect(first);
    cell.rect.moveTop(option.rect.top());
    cell.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(first));
    cell.state.setFlag(QStyle::State_HasFocus, hasFocus() && currentIndex() == first);
    cell.state.setFlag(QStyle::State_MouseOver, isUnderPointer(option.rect));
    painter.save();
    painter.setClipRect(QRect(0, cell.rect.top(), frozenWidth(), cell.rect.height()), Qt::IntersectClip);
    drawBranches(&painter, QRect(0, cell.rect.top(), cell.rect.left(), cell.rect.height()), first);
    delegate_->paint(&painter, cell, first);
    painter.restore();
    painter.setPen(theme_->panelBorder); // the others go under it
    painter.drawLine(frozenWidth() - 1, cell.rect.top(), frozenWidth() - 1, cell.rect.bottom());
}

} // namespace conjoin::ui
