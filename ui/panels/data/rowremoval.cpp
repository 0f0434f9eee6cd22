// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowremoval.h"

#include "ui/panels/data/deletiondialog.h"
#include "ui/panels/data/rowpickdialog.h"
#include "ui/panels/data/rowtreeview.h"

#include <QMenu>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace conjoin::ui {

using orm::AssociationKind;

RowRemoval::RowRemoval(const Theme& theme, ChangeSet& changes, ResultTreeModel& model, RowTreeView& view)
    : QObject(&view)
    , theme_(&theme)
    , changes_(changes)
    , model_(model)
    , view_(view)
{
    connect(&view_, &RowTreeView::removeAsked, this, &RowRemoval::remove);
    connect(&view_, &RowTreeView::unlinkAsked, this, &RowRemoval::unlink);
    connect(&view_, &RowTreeView::pointElsewhereAsked, this, &RowRemoval::pointElsewhere);
}

bool RowRemoval::refuseReadOnly()
{
    if (source_.isWritable())
        return false;
    emit message(tr("This database is open for reading only."));
    return true;
}

// -- delete ------------------------------------------------------------------------------------------

QModelIndexList RowRemoval::placesWith(const QModelIndex& index) const
{
    QModelIndexList places = view_.selectionModel()->selectedRows();
    if (!places.contains(index.siblingAtColumn(0)))
        return {index};
    places.removeIf([this](const QModelIndex& place) { return !model_.object(place); });
    return places;
}

void RowRemoval::remove(const QModelIndex& index)
{
    if (!model_.object(index) || refuseReadOnly())
        return;
    std::vector<std::pair<RowPtr, LinkPtr>> links; // with their owners
    std::vector<RowPtr> drafts, stored, marked;
    for (const QModelIndex& place : placesWith(index)) {
        const RowPtr row = model_.object(place);
        if (const LinkPtr link = model_.link(place)) {
            links.emplace_back(model_.linkOwner(place), link);
            continue;
        }
        std::vector<RowPtr>& those = row->draft ? drafts : row->removed ? marked : stored;
        if (std::ranges::find(those, row) == those.end()) // it may be shown in several places
            those.push_back(row);
    }
    {
        const ChangeSet::Step step(changes_);
        for (const auto& [owner, link] : links) // what was only staged is simply taken back
            changes_.removeLink(owner, link);
        for (const RowPtr& row : drafts)
            changes_.removeDraft(row);
        for (const RowPtr& row : stored.empty() ? marked : std::vector<RowPtr>())
            changes_.setRemoved(row, false);
    }
    if (!stored.empty())
        planAll(stored);
}

void RowRemoval::plan(const RowPtr& row)
{
    planAll({row});
}

void RowRemoval::planAll(const std::vector<RowPtr>& rows)
{
    constexpr size_t most = 500;
    const orm::ModelRegistry& registry = model_.registry();
    const int model = rows.front()->model;
    QStringList keys;
    for (const RowPtr& row : rows) {
        if (row->model != model) {
            emit message(tr("Rows of several tables are selected: delete those of one table at a time."));
            return;
        }
        if (row->key.isEmpty()) {
            emit message(tr("This table has no key, so one of its rows can't be deleted."));
            return;
        }
        keys += row->key;
    }
    if (rows.size() > most) {
        emit message(tr("%1 rows are too many at once: select at most %2.").arg(rows.size()).arg(most));
        return;
    }
    const orm::Model& of = registry.at(model);
    const QString what = rows.size() == 1 ? tr("%1 “%2”").arg(rowNoun(of), rowLabel(registry, *rows.front()))
                                          : tr("%1 %2").arg(rows.size()).arg(rowNouns(of));
    auto* dialog = new DeletionDialog(*theme_, source_, model, keys, what, view_.window());
    dialog->setTypedBeyond(typedBeyond_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::finished, this, [this, dialog, rows, registry = source_.registry](int result) {
        view_.setFocus();
        if (result == QDialog::Accepted && registry == source_.registry)
            stage(rows, dialog->plan(),
                [dialog](const sql::DeletionStep& step) { return dialog->targetOf(step); });
    });
    dialog->open();
}

void RowRemoval::stage(const std::vector<RowPtr>& rows, const sql::DeletionPlan& plan,
    const std::function<sql::Row(const sql::DeletionStep&)>& targetOf)
{
    const ChangeSet::Step step(changes_);
    for (const sql::DeletionStep& met : plan.steps) {
        const bool deletes = met.fate == sql::DeletionStep::Fate::DeleteToo;
        if (!deletes && met.fate != sql::DeletionStep::Fate::Elsewhere)
            continue;
        const orm::Association* key = model_.registry().at(met.model).association(met.association);
        const RowPtr target = deletes ? nullptr : model_.adopt(targetOf(met));
        for (const sql::Row& other : met.rows) {
            const RowPtr object = model_.adopt(other);
            if (deletes)
                changes_.setRemoved(object, true);
            else
                changes_.link(object, *key, target);
        }
    }
    // In the order of the plan, but as the person saw them: what it read is newer.
    for (const sql::Row& gone : plan.rows) {
        const QString key = rowKey(model_.registry().at(plan.model), gone.values()).text;
        const auto row = std::ranges::find(rows, key, &RowObject::key);
        if (row != rows.end())
            changes_.setRemoved(*row, true);
    }
}

// -- unlink ------------------------------------------------------------------------------------------

void RowRemoval::unlink(const QModelIndex& index)
{
    if (!model_.association(index) || !model_.object(index) || refuseReadOnly())
        return;
    const bool unlinked = !model_.isUnlinked(index);
    QList<QPersistentModelIndex> places;
    for (const QModelIndex& place : placesWith(index))
        places.append(place);
    const ChangeSet::Step step(changes_);
    for (const QPersistentModelIndex& place : places) {
        if (place.isValid() && !setUnlinked(place, unlinked))
            return; // the person is asked about that one
    }
}

bool RowRemoval::setUnlinked(const QModelIndex& index, bool unlinked)
{
    const orm::Association* association = model_.association(index);
    const RowPtr owner = model_.owner(index);
    const RowPtr row = model_.object(index);
    if (!association || !owner || !row)
        return true;
    if (const LinkPtr link = model_.link(index)) {
        changes_.removeLink(model_.linkOwner(index), link);
        return true;
    }
    if (!unlinked) {
        leaveLinked(index);
        return true;
    }
    if (association->kind == AssociationKind::BelongsToMany) {
        changes_.setUnlinked(owner, association->name, row, true, model_.junction(index));
        return true;
    }
    // The link is the foreign key: of this row, or of the one above.
    const RowPtr holder = ChangeSet::keyHolder(*association, owner, row);
    const orm::Model& model = model_.registry().at(holder->model);
    for (const QString& key : association->keys) {
        const orm::Attribute* attribute = model.attribute(key);
        if (!attribute || !attribute->nullable || holder->key.isEmpty()) {
            cannotBeEmpty(index, key);
            return false;
        }
    }
    for (const QString& key : association->keys)
        changes_.enter(holder, key, orm::Json());
    return true;
}

/// Takes back whatever would take that link away, from whichever end it was said.
void RowRemoval::leaveLinked(const QModelIndex& index)
{
    const orm::Association& association = *model_.association(index);
    const RowPtr owner = model_.owner(index);
    const RowPtr row = model_.object(index);
    if (association.kind == AssociationKind::BelongsToMany) {
        const RowPtr junction = model_.junction(index);
        changes_.setUnlinked(owner, association.name, row, false, junction);
        if (const orm::Association* seen = seenFromTarget(model_.registry(), owner->model, association))
            changes_.setUnlinked(row, seen->name, owner, false, junction);
        if (junction)
            changes_.setRemoved(junction, false);
        return;
    }
    const RowPtr holder = ChangeSet::keyHolder(association, owner, row);
    for (const QString& key : association.keys)
        changes_.withdraw(holder, key);
}

/// A row that must belong to some row can't be unlinked: it can belong to another one, or go.
void RowRemoval::cannotBeEmpty(const QModelIndex& index, const QString& key)
{
    const RowPtr owner = model_.owner(index);
    const RowPtr row = model_.object(index);
    const orm::Association* association = model_.association(index);
    const RowPtr holder = ChangeSet::keyHolder(*association, owner, row);
    const orm::ModelRegistry& registry = model_.registry();
    const QString noun = rowNoun(registry.at(holder->model));
    auto* question = new QMessageBox(QMessageBox::Question, tr("Unlink"),
        tr("No %1 can be without %2").arg(noun, key), QMessageBox::Cancel, view_.window());
    question->setObjectName(QStringLiteral("unlinkQuestion"));
    question->setInformativeText(tr("“%1” can be linked to another row instead, or be deleted itself.")
                                     .arg(rowLabel(registry, *holder)));
    QPushButton* other = question->addButton(tr("&Link it to another…"), QMessageBox::ActionRole);
    other->setObjectName(QStringLiteral("unlinkElsewhere"));
    QPushButton* away = question->addButton(tr("&Delete the %1…").arg(noun), QMessageBox::DestructiveRole);
    away->setObjectName(QStringLiteral("unlinkDelete"));
    away->setVisible(!holder->key.isEmpty());
    question->setDefaultButton(other);
    question->setAttribute(Qt::WA_DeleteOnClose);
    const QPersistentModelIndex place(index);
    connect(question, &QMessageBox::buttonClicked, this, [=, this](QAbstractButton* button) {
        if (button == other && place.isValid())
            pointElsewhere(place);
        else if (button == away)
            plan(holder);
    });
    question->open();
}

void RowRemoval::fillMenu(QMenu* menu, const QModelIndex& index)
{
    const RowPtr row = index.isValid() ? model_.object(index) : nullptr;
    if (!row || !source_.isWritable())
        return;
    menu->addSeparator();
    const QPersistentModelIndex place(index);
    const auto add = [&](const QString& text, const char* keys, void (RowRemoval::*run)(const QModelIndex&)) {
        QAction* action = menu->addAction(text + u'\t' + QLatin1String(keys));
        connect(action, &QAction::triggered, this, [this, place, run] {
            if (place.isValid())
                (this->*run)(place);
        });
    };
    if (model_.association(index)) {
        add(model_.isUnlinked(index) ? tr("Leave it linked") : tr("Unlink"), "U", &RowRemoval::unlink);
        add(tr("Link to another row instead…"), "Shift+L", &RowRemoval::pointElsewhere);
    }
    const QModelIndexList places = placesWith(index);
    const auto several = std::ranges::count_if(
        places, [&](const QModelIndex& chosen) { return model_.object(chosen)->model == row->model; });
    const orm::Model& of = model_.registry().at(row->model);
    const QString noun = several > 1 ? tr("%1 %2").arg(several).arg(rowNouns(of)) : rowNoun(of);
    add(several > 1 && !row->removed ? tr("Delete %1…").arg(noun)
        : row->removed               ? tr("Leave the %1").arg(noun)
                                     : tr("Delete the %1…").arg(noun),
        "Del", &RowRemoval::remove);
}

// -- to another row ----------------------------------------------------------------------------------

void RowRemoval::pointElsewhere(const QModelIndex& index)
{
    const orm::Association* association = model_.association(index);
    const RowPtr owner = model_.owner(index);
    const RowPtr row = model_.object(index);
    if (!association || !owner || !row || refuseReadOnly())
        return;
    if (association->kind == AssociationKind::BelongsTo ||
        association->kind == AssociationKind::BelongsToMany) {
        pickOther(
            owner, *association, row, model_.junction(index), model_.link(index), model_.linkOwner(index));
        return;
    }
    // The child is looked at from above: another row becomes its parent.
    const orm::Association* inverse = inverseOf(model_.registry(), owner->model, *association);
    if (inverse)
        pickOther(row, *inverse, owner, nullptr, nullptr, nullptr);
}

void RowRemoval::pickOther(const RowPtr& owner, const orm::Association& association, const RowPtr& target,
    const RowPtr& junction, const LinkPtr& pending, const RowPtr& pendingOwner)
{
    const orm::ModelRegistry& registry = model_.registry();
    auto* dialog = new RowPickDialog(*theme_, source_, association.target,
        tr("To which %1 shall “%2” be linked instead of “%3”?")
            .arg(rowNoun(registry.at(association.target)), rowLabel(registry, *owner),
                rowLabel(registry, *target)),
        view_.window());
    dialog->leaveOut({target->key});
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::finished, this,
        [this, dialog, owner, target, junction, pending, pendingOwner, name = association.name,
            used = source_.registry](int result) {
            view_.setFocus();
            const orm::Association* key = model_.registry().at(owner->model).association(name);
            if (result != QDialog::Accepted || used != source_.registry || !key)
                return;
            const ChangeSet::Step step(changes_);
            const RowPtr other = model_.adopt(dialog->row());
            if (pending)
                changes_.removeLink(pendingOwner, pending);
            else if (key->through >= 0)
                changes_.setUnlinked(owner, name, target, true, junction);
            const LinkPtr link = changes_.link(owner, *key, other);
            if (junction && link->junction)
                changes_.copyInto(link->junction, *junction, key->keys + key->otherKeys);
        });
    dialog->open();
}

} // namespace conjoin::ui
