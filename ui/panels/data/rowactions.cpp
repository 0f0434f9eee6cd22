// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowactions.h"

#include "ui/panels/data/rowtreeview.h"
#include "ui/session/background.h"
#include "ui/text/messages.h"

#include <QMessageBox>
#include <QPushButton>

namespace conjoin::ui {

using orm::AssociationKind;

RowActions::RowActions(ChangeSet& changes, ResultTreeModel& model, RowTreeView& view)
    : QObject(&view)
    , changes_(changes)
    , model_(model)
    , view_(view)
{
    connect(&view_, &RowTreeView::picked, this, &RowActions::pick);
    connect(&view_, &RowTreeView::removeAsked, this, &RowActions::remove);
    connect(&view_, &RowTreeView::unlinkAsked, this, &RowActions::unlink);
    connect(&view_, &RowTreeView::nullAsked, this, &RowActions::setNull);
    connect(&view_, &RowTreeView::undoAsked, &changes_, &ChangeSet::undo);
}

bool RowActions::refuseReadOnly()
{
    if (source_.isWritable())
        return false;
    emit message(tr("This database is open for reading only."));
    return true;
}

void RowActions::newRow()
{
    if (model_.rootModel() < 0 || refuseReadOnly())
        return;
    const RowPtr draft = changes_.addDraft(model_.rootModel());
    const QModelIndex row = model_.indexOf(draft);
    view_.expand(row);
    for (int i = 0; i < model_.rowCount(row); ++i) {
        // To-one groups are cells of the row already.
        const QModelIndex group = model_.index(i, 0, row);
        if (model_.association(group)->kind != AssociationKind::BelongsTo)
            view_.expand(group);
    }
    view_.scrollToTop();
    view_.setFocus();
    view_.editCell(row);
}

RowPtr RowActions::draftNamed(int modelIndex, const QString& label) const
{
    RowPtr draft = ChangeSet::makeDraft(modelIndex);
    const orm::Model& model = model_.registry().at(modelIndex);
    const orm::Attribute* attribute = model.attribute(model.labelAttribute());
    for (size_t i = 0; !attribute && i < model.attributes.size(); ++i) {
        const orm::Attribute& candidate = model.attributes[i];
        if (!isMadeKey(model, candidate) && !candidate.generated && !candidate.foreignKey)
            attribute = &candidate;
    }
    if (attribute && !label.isEmpty()) {
        if (const Result<orm::Json> value = typedValue(*attribute, label))
            draft->entered.insert(attribute->name, *value);
    }
    return draft;
}

void RowActions::pick(const QModelIndex& index, const RowChoice& choice, bool goOn)
{
    const orm::Association* association = model_.picks(index);
    const RowPtr owner = association ? model_.picker(index) : nullptr;
    if (!owner)
        return;
    const bool line = model_.kind(index) == TreeNodeKind::Link;
    const QPersistentModelIndex cell(index);
    const RowPtr target =
        choice.row.isNull() ? draftNamed(association->target, choice.label) : model_.adopt(choice.row);
    const LinkPtr link = changes_.link(owner, *association, target);
    const QModelIndex at = line ? model_.indexOf(link) : QModelIndex(cell);
    if (!at.isValid())
        return;
    if (line && target->draft)
        view_.expand(at); // a new row has associations of its own to fill in
    view_.setFocus();
    if (goOn)
        view_.editCell(view_.nextCell(at, true));
    else
        view_.setCurrentIndex(at);
}

void RowActions::remove(const QModelIndex& index)
{
    const RowPtr row = model_.object(index);
    if (!row || refuseReadOnly())
        return;
    if (const LinkPtr link = model_.link(index)) { // what was only staged is simply taken back
        changes_.removeLink(model_.owner(index), link);
        return;
    }
    if (row->draft) {
        changes_.removeDraft(row);
        return;
    }
    if (row->removed) {
        changes_.setRemoved(row, false);
        return;
    }
    if (row->key.isEmpty()) {
        emit message(tr("This table has no key, so one of its rows can't be deleted."));
        return;
    }
    const auto registry = source_.registry;
    whenDone(source_.database->run([registry, model = row->model, key = row->key](sql::Connection& connection) {
        return sql::remove(connection, *registry, model, key, true);
    }),
        this, [this, row](Result<sql::DeleteReport> report) {
            if (report)
                askToDelete(row, *report);
            else
                emit message(spoken(report.error()));
        });
}

void RowActions::askToDelete(const RowPtr& row, const sql::DeleteReport& report)
{
    const orm::ModelRegistry& registry = model_.registry();
    QStringList lines;
    for (const sql::Affected& affected : report.affected) {
        const QString rows = affected.rows == 1 ? tr("1 row") : tr("%1 rows").arg(affected.rows);
        if (affected.action == u"cascade")
            lines += tr("%1 of %2 will be deleted, too").arg(rows, affected.table);
        else if (affected.action == u"set null")
            lines += tr("%1 of %2 stay and refer to nothing").arg(rows, affected.table);
        else
            lines += tr("%1 of %2 refer to it (%3)").arg(rows, affected.table, affected.action);
    }
    if (lines.isEmpty())
        lines += tr("Nothing else refers to it.");
    auto* question = new QMessageBox(QMessageBox::Warning, tr("Delete"),
        tr("Delete %1 “%2”?").arg(rowNoun(registry.at(row->model)), rowLabel(registry, *row)),
        QMessageBox::Cancel, view_.window());
    question->setObjectName(QStringLiteral("deleteQuestion"));
    question->setInformativeText(lines.join(u'\n') + QStringLiteral("\n\n") +
                                 tr("It waits with the other changes until you save them."));
    question->addButton(tr("Delete"), QMessageBox::AcceptRole);
    question->setDefaultButton(QMessageBox::Cancel);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QMessageBox::buttonClicked, this, [this, question, row](QAbstractButton* button) {
        if (question->buttonRole(button) == QMessageBox::AcceptRole)
            changes_.setRemoved(row, true);
    });
    question->open();
}

void RowActions::unlink(const QModelIndex& index)
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
        changes_.setUnlinked(owner, association->name, row, !model_.isUnlinked(index));
        return;
    }
    // The link is the foreign key: of this row, or of the one above.
    const RowPtr holder = association->kind == AssociationKind::BelongsTo ? owner : row;
    const orm::Model& model = model_.registry().at(holder->model);
    for (const QString& key : association->keys) {
        const orm::Attribute* attribute = model.attribute(key);
        if (!attribute || !attribute->nullable || holder->key.isEmpty()) {
            emit message(tr("%1 of a %2 can't be empty: link it to another row instead, or delete it.")
                             .arg(key, rowNoun(model)));
            return;
        }
    }
    for (const QString& key : association->keys)
        changes_.enter(holder, key, orm::Json());
}

void RowActions::setNull(const QModelIndex& index)
{
    const orm::Attribute* attribute = model_.attribute(index);
    if (!attribute || !(index.flags() & Qt::ItemIsEditable))
        return;
    if (attribute->nullable)
        model_.setData(index, QVariant());
    else
        emit message(tr("%1 must have a value.").arg(attribute->name));
}

} // namespace conjoin::ui
