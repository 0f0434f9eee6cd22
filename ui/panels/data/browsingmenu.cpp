// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/browsingmenu.h"

#include "ui/panels/data/rowtreeview.h"
#include "ui/panels/data/virtualkeydialog.h"

#include <QMenu>
#include <QSet>

#include <algorithm>

namespace conjoin::ui {

using As = model::JunctionView::As;
using orm::AssociationKind;

namespace {

/// How many keys of the table lead to others.
size_t endsOf(const orm::Model& model)
{
    QSet<QStringList> keys;
    for (const orm::Association& association : model.associations) {
        if (association.kind == AssociationKind::BelongsTo)
            keys.insert(association.keys);
    }
    return size_t(keys.size());
}

} // namespace

BrowsingMenu::BrowsingMenu(ResultTreeModel& model, RowTreeView& view)
    : QObject(&view)
    , model_(model)
    , view_(view)
{}

void BrowsingMenu::addView(QMenu* menu, int modelIndex)
{
    const orm::Model& shown = source_.registry->at(modelIndex);
    const model::NamedTable table = namedTable(shown);
    const auto said = std::ranges::find(browsing_.junctions, table, &model::JunctionView::table);
    const bool overridden = said != browsing_.junctions.end();
    const As other = shown.junction ? As::Table : As::Link;
    if (!shown.junction && endsOf(shown) < 2 && !overridden)
        return;
    const auto add = [&](const QString& text, std::optional<As> as) {
        connect(menu->addAction(text), &QAction::triggered, this,
            [this, table, as] { emit junctionViewWanted(table, as); });
    };
    if (other == As::Table)
        add(tr("Show %1 as a table").arg(shown.table), other);
    else if (endsOf(shown) >= 2)
        add(tr("Show %1 as links").arg(shown.table), other);
    if (overridden)
        add(tr("Show %1 as the tables say").arg(shown.table), std::nullopt);
}

std::optional<model::VirtualKey> BrowsingMenu::virtualKeyOf(int modelIndex, const QStringList& keys) const
{
    const orm::Model& holder = source_.registry->at(modelIndex);
    QStringList columns;
    for (const QString& key : keys)
        columns.append(holder.attribute(key) ? holder.column(key) : QString());
    for (const model::VirtualKey& key : browsing_.virtualKeys) {
        QStringList own;
        for (const auto& pair : key.columns)
            own.append(pair.first);
        if (key.table == namedTable(holder) && own == columns)
            return key;
    }
    return std::nullopt;
}

void BrowsingMenu::fillMenu(QMenu* menu, const QModelIndex& index)
{
    if (!source_.isOpen() || !index.isValid())
        return;
    menu->addSeparator();
    const orm::Association* association = model_.association(index);
    if (association)
        addView(menu, association->through >= 0 ? association->through : association->target);
    else
        addView(menu, model_.rootModel());

    const RowPtr row = model_.object(index);
    const orm::Attribute* attribute = model_.attribute(index);
    const bool ofRow = row && attribute && model_.cellRow(index) == row;
    if (ofRow) {
        const int of = row->model;
        const orm::Association* reference = referenceOf(source_.registry->at(of), attribute->name);
        if (!reference) {
            const QString name = attribute->name;
            connect(menu->addAction(tr("Virtual foreign key on %1…").arg(name)), &QAction::triggered, this,
                [this, of, name] { askForKey(of, name); });
        }
    }
    // A key of the project's own, at the cell that holds it or at the group that it makes.
    std::optional<model::VirtualKey> virtualKey;
    if (model_.kind(index) == TreeNodeKind::Relation && association->through < 0) {
        const bool belongs = association->kind == AssociationKind::BelongsTo;
        virtualKey =
            virtualKeyOf(belongs ? model_.owner(index)->model : association->target, association->keys);
    } else if (ofRow) {
        virtualKey = virtualKeyOf(row->model, {attribute->name});
    }
    if (virtualKey) {
        connect(menu->addAction(tr("Forget the virtual foreign key to %1").arg(virtualKey->target.name)),
            &QAction::triggered, this, [this, key = *virtualKey] { emit virtualKeyUnwanted(key); });
    }
}

void BrowsingMenu::askForKey(int modelIndex, const QString& attribute)
{
    auto* dialog = new VirtualKeyDialog(source_.registry, modelIndex, attribute, view_.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &VirtualKeyDialog::chosen, this, &BrowsingMenu::virtualKeyWanted);
    dialog->open();
}

} // namespace conjoin::ui
