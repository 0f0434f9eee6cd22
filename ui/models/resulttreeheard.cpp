// SPDX-License-Identifier: GPL-3.0-or-later
// What assistive technology reads out of ResultTreeModel.
#include "ui/models/resulttree.h"

#include <QLocale>

namespace conjoin::ui {

QString ResultTreeModel::heardOfGroup(const QModelIndex& index) const
{
    const orm::Association& association = associationOf(node(index));
    QStringList said(association.through < 0
                         ? association.name
                         : tr("%1 via %2").arg(association.name, registry().at(association.through).name));
    const Badge rows = badge(index);
    if (rows.stored >= badgeCap)
        said += tr("rows: %1 or more").arg(rows.stored + rows.added - rows.taken);
    else if (rows.stored >= 0)
        said += tr("rows: %1").arg(rows.stored + rows.added - rows.taken);
    if (isCycle(index))
        said += tr("leads back to rows above");
    return said.join(QStringLiteral(", "));
}

/// What becomes of a row or link, which the tree shows by signs and colours.
QString ResultTreeModel::heardOfFate(const QModelIndex& index) const
{
    const TreeNode* place = node(index);
    const RowObject& row = *place->object;
    if (row.draft)
        return tr("new");
    if (row.removed)
        return tr("to be deleted");
    if (isUnlinked(index))
        return tr("to be unlinked");
    if (place->link)
        return tr("to be linked");
    return isShownAbove(index) ? tr("shown above") : QString();
}

QString ResultTreeModel::heard(const QModelIndex& index) const
{
    const TreeNode* place = node(index);
    if (place->kind == TreeNodeKind::Relation)
        return heardOfGroup(index);
    if (place->kind == TreeNodeKind::Link)
        return tr("Link or create %1").arg(rowNoun(registry().at(associationOf(place->parent).target)));
    const RowCell shown = cell(index);
    if (!place->object || (shown.text.isEmpty() && shown.kind == RowCell::Kind::Empty))
        return sentence(index).isEmpty() ? shown.text : sentence(index);
    const orm::Attribute* found = attribute(index);
    const int relation = relationColumn(index);
    const QString column = found ? found->name
                           : relation >= 0
                               ? registry().at(place->object->model).associations[size_t(relation)].name
                               : QString();
    QString value = shown.suffix.isEmpty() ? shown.text : shown.text + u' ' + shown.suffix;
    if (value.isEmpty())
        value = tr("empty");
    QStringList said(column.isEmpty() || column == value ? value : tr("%1: %2").arg(column, value));
    if (const QString fate = index.column() == 0 ? heardOfFate(index) : QString(); !fate.isEmpty())
        said += fate;
    else if (shown.changed && !place->object->draft)
        said += tr("changed");
    if (!shown.fault.isEmpty())
        said += shown.fault;
    return said.join(QStringLiteral(", "));
}

} // namespace conjoin::ui
