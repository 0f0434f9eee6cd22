// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowremoval.h"

#include "ui/panels/data/deletiondialog.h"
#include "ui/panels/data/rowpickdialog.h"
#include "ui/panels/data/rowtreeview.h"

#include <QMenu>
#include <QMessageBox>
#include <QPushButton>

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

void RowRemoval::remove(const QModelIndex& index)
{
    const RowPtr row = model_.object(index);
    if (!row || refuseReadOnly())
        return;
    if (const LinkPtr link = model_.link(index)) // what was only staged is simply taken back
        changes_.removeLink(model_.owner(index), link);
    else if (row->draft)
        changes_.removeDraft(row);
    else if (row->removed)
        changes_.setRemoved(row, false);
    else if (row->key.isEmpty())
        emit message(tr("This table has no key, so one of its rows can't be deleted."));
    else
        plan(row);
}

void RowRemoval::plan(const RowPtr& row)
{
    const orm::ModelRegistry& registry = model_.registry();
    auto* dialog = new DeletionDialog(*theme_, source_, row->model, row->key,
        tr("%1 “%2”").arg(rowNoun(registry.at(row->model)), rowLabel(registry, *row)), view_.window());
    dialog->setTypedBeyond(typedBeyond_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::finished, this, [this, dialog, row, registry = source_.registry](int result) {
        view_.setFocus();
        if (result == QDialog::Accepted && registry == source_.registry)
            stage(row, dialog->plan(),
                [dialog](const sql::DeletionStep& step) { return dialog->targetOf(step); });
    });
    dialog->open();
}

void RowRemoval::stage(const RowPtr& row, const sql::DeletionPlan& plan,
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
    changes_.setRemoved(row, true);
}

// -- unlink ------------------------------------------------------------------------------------------

void RowRemoval::unlink(const QModelIndex& index)
{
    const orm::Association* association = model_.association(index);
    const RowPtr owner = model_.owner(index);
    const RowPtr row = model_.object(index);
    if (!association || !owner || !row || refuseReadOnly())
        return;
    if (const LinkPtr link = model_.link(index)) {
        changes_.removeLink(owner, link);
        return;
    }
    if (association->kind == AssociationKind::BelongsToMany) {
        changes_.setUnlinked(
            owner, association->name, row, !model_.isUnlinked(index), model_.junction(index));
        return;
    }
    // The link is the foreign key: of this row, or of the one above.
    const RowPtr holder = ChangeSet::keyHolder(*association, owner, row);
    const orm::Model& model = model_.registry().at(holder->model);
    for (const QString& key : association->keys) {
        const orm::Attribute* attribute = model.attribute(key);
        if (!attribute || !attribute->nullable || holder->key.isEmpty()) {
            cannotBeEmpty(index, key);
            return;
        }
    }
    const ChangeSet::Step step(changes_);
    for (const QString& key : association->keys)
        changes_.enter(holder, key, orm::Json());
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
        tr("A %1 can't be without %2").arg(noun, key), QMessageBox::Cancel, view_.window());
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
    const QString noun = rowNoun(model_.registry().at(row->model));
    add(row->removed ? tr("Leave the %1").arg(noun) : tr("Delete the %1…").arg(noun), "Del",
        &RowRemoval::remove);
}

// -- to another row ----------------------------------------------------------------------------------

void RowRemoval::pointElsewhere(const QModelIndex& index)
{
    const orm::Association* association = model_.association(index);
    const RowPtr owner = model_.owner(index);
    const RowPtr row = model_.object(index);
    if (!association || !owner || !row || refuseReadOnly())
        return;
    if (association->kind == AssociationKind::BelongsTo || association->kind == AssociationKind::BelongsToMany) {
        pickOther(owner, *association, row, model_.junction(index), model_.link(index));
        return;
    }
    // The child is looked at from above: another row becomes its parent.
    const orm::Association* inverse = inverseOf(model_.registry(), owner->model, *association);
    if (inverse)
        pickOther(row, *inverse, owner, nullptr, nullptr);
}

void RowRemoval::pickOther(const RowPtr& owner, const orm::Association& association, const RowPtr& target,
    const RowPtr& junction, const LinkPtr& pending)
{
    const orm::ModelRegistry& registry = model_.registry();
    auto* dialog = new RowPickDialog(*theme_, source_, association.target,
        tr("To which %1 shall “%2” be linked instead of “%3”?")
            .arg(rowNoun(registry.at(association.target)), rowLabel(registry, *owner), rowLabel(registry, *target)),
        view_.window());
    dialog->leaveOut({target->key});
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::finished, this,
        [this, dialog, owner, target, junction, pending, name = association.name,
            used = source_.registry](int result) {
            view_.setFocus();
            const orm::Association* key = model_.registry().at(owner->model).association(name);
            if (result != QDialog::Accepted || used != source_.registry || !key)
                return;
            const ChangeSet::Step step(changes_);
            const RowPtr other = model_.adopt(dialog->row());
            if (pending)
                changes_.removeLink(owner, pending);
            else if (key->through >= 0)
                changes_.setUnlinked(owner, name, target, true, junction);
            const LinkPtr link = changes_.link(owner, *key, other);
            if (junction && link->junction)
                changes_.copyInto(link->junction, *junction, key->keys + key->otherKeys);
        });
    dialog->open();
}

} // namespace conjoin::ui
