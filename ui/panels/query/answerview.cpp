// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/query/answerview.h"

#include "ui/panels/data/rowdrag.h"

#include <QDrag>
#include <QHeaderView>

namespace conjoin::ui {

AnswerView::AnswerView(const Theme& theme, QWidget* parent)
    : QTreeView(parent)
    , theme_(&theme)
{
    setUniformRowHeights(true);
    setSelectionBehavior(SelectItems);
    setDragEnabled(true);
    setDragDropMode(DragOnly);
    header()->setDefaultSectionSize(140);
    header()->setStretchLastSection(false);
}

void AnswerView::startDrag(Qt::DropActions actions)
{
    QMimeData* rows = model()->mimeData(selectedIndexes());
    if (!rows)
        return; // a group, or rows without a key
    const QStringList names = rows->text().split(u'\n');
    auto* drag = new QDrag(this);
    drag->setMimeData(rows);
    dressRowDrag(*drag, names.size() == 1 ? names.front() : tr("%1 rows").arg(names.size()), *this, *theme_);
    drag->exec(actions | Qt::LinkAction, Qt::LinkAction);
}

} // namespace conjoin::ui
