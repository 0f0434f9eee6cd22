// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowactions.h"

#include "ui/panels/data/rowtreeview.h"
#include "ui/session/background.h"
#include "ui/text/messages.h"

#include <QMessageBox>
#include <QPushButton>
#include <QToolTip>

namespace conjoin::ui {

using orm::AssociationKind;

namespace {

constexpr int mostCopied = 1000; ///< links of one association that a double gets

/// What the columns of the label hold in a row that is called so; empty where the text is no label of that
/// kind, as «Ann (tomorrow)» is none of `{name} ({age})`.
QMap<QString, orm::Json> valuesOfLabel(
    const orm::Model& model, const RowLabels::Template& called, const QString& label)
{
    QMap<QString, orm::Json> given;
    const QStringList values = called ? called->valuesIn(label) : QStringList();
    for (qsizetype i = 0; i < values.size(); ++i) {
        const orm::Attribute& attribute = *model.attribute(called->attributes()[i]);
        Result<orm::Json> value = typedValue(attribute, values[i]);
        if (!value)
            return {};
        given.insert(attribute.name, std::move(*value));
    }
    return given;
}

} // namespace

RowActions::RowActions(ChangeSet& changes, ResultTreeModel& model, RowTreeView& view)
    : QObject(&view)
    , changes_(changes)
    , model_(model)
    , view_(view)
{
    connect(&view_, &RowTreeView::picked, this, &RowActions::pick);
    connect(&view_, &RowTreeView::nullAsked, this, &RowActions::setNull);
    connect(&view_, &RowTreeView::lockedAsked, this, &RowActions::sayWhyLocked);
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

void RowActions::duplicate()
{
    const QModelIndex index = view_.currentIndex();
    const RowPtr row = index.isValid() ? model_.object(index) : nullptr;
    if (!row || row->model != model_.rootModel() || refuseReadOnly()) {
        if (row && row->model != model_.rootModel())
            emit message(
                tr("Only a row of the table that is shown can be doubled: press Ctrl+Enter on it first."));
        return;
    }
    const orm::Model& model = model_.registry().at(row->model);
    orm::Query query;
    query.model = row->model;
    for (const orm::Association& association : model.associations) {
        if (association.kind != AssociationKind::BelongsToMany || row->draft)
            continue;
        orm::Include include;
        include.association = association.name;
        include.limit = mostCopied;
        query.includes.push_back(std::move(include));
    }
    const Result<orm::Json> key = orm::keyCondition(model, row->key);
    if ((query.includes.empty() && row->cut.empty()) || row->key.isEmpty() || !key) {
        copy(row, {});
        return;
    }
    query.where = *key;
    const auto registry = source_.registry;
    whenDone(source_.database->run([registry, query](sql::Connection& connection) {
        return sql::find(connection, *registry, query);
    }),
        this, [this, row, registry, query](const Result<sql::Rows>& rows) {
            if (registry != source_.registry)
                return;
            if (!rows || rows->empty()) {
                emit message(rows ? tr("That row is not there any more.") : spoken(rows.error()));
                return;
            }
            for (const CutValue& cut : std::vector<CutValue>(row->cut))
                row->complete(cut.attribute, rows->front().value(cut.attribute));
            std::vector<LinksOfRow> links;
            size_t count = 0;
            for (size_t i = 0; i < query.includes.size(); ++i) {
                const sql::Related related = rows->front().related(i);
                links.push_back(
                    {query.includes[i].association, related.rows().list(), related.junctions().list()});
                count += links.back().targets.size();
            }
            if (count == 0)
                copy(row, {});
            else
                askForLinks(row, links, count);
        });
}

void RowActions::askForLinks(const RowPtr& row, const std::vector<LinksOfRow>& links, size_t count)
{
    auto* question = new QMessageBox(QMessageBox::Question, tr("Double the row"),
        count == 1 ? tr("Double “%1” with its link?").arg(rowLabel(model_.registry(), *row))
                   : tr("Double “%1” with its %2 links?").arg(rowLabel(model_.registry(), *row)).arg(count),
        QMessageBox::Cancel, view_.window());
    question->setObjectName(QStringLiteral("doubleQuestion"));
    QPushButton* with = question->addButton(tr("&With links"), QMessageBox::AcceptRole);
    with->setObjectName(QStringLiteral("doubleWithLinks"));
    QPushButton* without = question->addButton(tr("With&out"), QMessageBox::AcceptRole);
    without->setObjectName(QStringLiteral("doubleWithout"));
    question->setDefaultButton(with);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QMessageBox::buttonClicked, this,
        [this, with, without, row, links](QAbstractButton* button) {
            if (button == with || button == without)
                copy(row, button == with ? links : std::vector<LinksOfRow>());
        });
    question->open();
}

void RowActions::copy(const RowPtr& row, const std::vector<LinksOfRow>& links)
{
    RowPtr draft;
    {
        const ChangeSet::Step step(changes_);
        draft = changes_.addCopy(*row);
        for (const LinksOfRow& of : links) {
            const orm::Association* association = model_.registry().at(row->model).association(of.association);
            for (size_t i = 0; association && i < of.targets.size(); ++i) {
                const LinkPtr link = changes_.link(draft, *association, model_.adopt(of.targets[i]));
                if (link->junction && i < of.junctions.size())
                    changes_.copyInto(link->junction, *model_.adopt(of.junctions[i]),
                        association->keys + association->otherKeys);
            }
        }
    }
    const QModelIndex place = model_.indexOf(draft);
    view_.setCurrentIndex(place);
    view_.scrollTo(place);
    view_.setFocus();
}

RowPtr draftNamed(const RowSource& source, int modelIndex, const QString& label)
{
    RowPtr draft = ChangeSet::makeDraft(modelIndex);
    const orm::Model& model = source.registry->at(modelIndex);
    draft->entered = valuesOfLabel(model, source.label(modelIndex), label);
    if (!draft->entered.isEmpty() || label.isEmpty())
        return draft;
    const auto enter = [&](const orm::Attribute& attribute) {
        Result<orm::Json> value = typedValue(attribute, label);
        if (value)
            draft->entered.insert(attribute.name, std::move(*value));
        return value.has_value();
    };
    if (const orm::Attribute* attribute = model.attribute(model.labelAttribute());
        attribute && enter(*attribute))
        return draft;
    for (const orm::Attribute& attribute : model.attributes) {
        // A date, say, takes any text as long as nobody asks the database.
        if (isNumeric(attribute.type) && !isMadeKey(model, attribute) && !attribute.generated &&
            !attribute.foreignKey && enter(attribute))
            break;
    }
    return draft;
}

/// Where a person goes on typing after a link to a row that was there: at what only they can say of the link,
/// else at the line of the next one – never at the name of the row.
QModelIndex RowActions::nextToSay(const QModelIndex& link) const
{
    QModelIndex next = view_.nextCell(link, true);
    const auto isFilledIn = [&] {
        const orm::Attribute* attribute = model_.attribute(next);
        return next.siblingAtColumn(0) == link.siblingAtColumn(0) && attribute && attribute->hasDefault;
    };
    while (next.isValid() && isFilledIn())
        next = view_.nextCell(next, true);
    return next.isValid() ? next : link;
}

void RowActions::pick(const QModelIndex& index, const RowChoice& choice, bool goOn)
{
    const orm::Association* association = model_.picks(index);
    const RowPtr owner = association ? model_.picker(index) : nullptr;
    if (!owner)
        return;
    if (model_.repointsLink(index)) {
        repoint(index, choice);
        return;
    }
    const bool line = model_.kind(index) == TreeNodeKind::Link;
    const QPersistentModelIndex cell(index);
    const RowPtr target =
        choice.row.isNull() ? draftNamed(source_, association->target, choice.label) : model_.adopt(choice.row);
    if (owner->isUnlinked(association->name, *target)) { // it was only to be taken away
        changes_.setUnlinked(owner, association->name, target, false);
        view_.setFocus();
        return;
    }
    const LinkPtr link = changes_.link(owner, *association, target);
    const QModelIndex at = line ? model_.indexOf(link) : QModelIndex(cell);
    if (!at.isValid())
        return;
    if (line && target->draft)
        view_.expand(at); // a new row has associations of its own to fill in
    view_.setFocus();
    if (goOn)
        view_.goOnByTab(at, true);
    else if (line && !target->draft)
        view_.setCurrentIndex(nextToSay(at));
    else
        view_.setCurrentIndex(at);
    if (!target->draft)
        emit linked(owner, link);
}

/// A stored link gets another row at one of its further ends, which its key is made of: another link with the
/// same attributes takes its place.
void RowActions::repoint(const QModelIndex& index, const RowChoice& choice)
{
    const RowPtr owner = model_.owner(index);
    const RowPtr row = model_.object(index);
    const RowPtr junction = model_.junction(index);
    const orm::Association link = *model_.association(index);
    const orm::Association end = *model_.picks(index);
    const RowPtr target = model_.adopt(choice.row);
    view_.setFocus();
    const RowPtr before = junction->references.value(end.name);
    if (before && before->key == target->key)
        return; // it leads there
    LinkPtr made;
    {
        const ChangeSet::Step step(changes_);
        changes_.setUnlinked(owner, link.name, row, true, junction);
        made = changes_.addLink(owner, link, row);
        changes_.copyInto(made->junction, *junction, link.keys + link.otherKeys + end.keys);
        changes_.link(made->junction, end, target);
    }
    if (const QModelIndex place = model_.indexOf(made); place.isValid()) {
        view_.setCurrentIndex(place.siblingAtColumn(index.column()));
        view_.scrollTo(view_.currentIndex());
    }
    emit message(tr("The link is made anew with %1, and the one before goes: one step to undo.")
                     .arg(rowLabel(model_.registry(), *target)));
}

/// Below the cell, where the person looks, and in the log.
void RowActions::sayWhyLocked(const QModelIndex& index)
{
    const QString why = model_.whyLocked(index);
    if (why.isEmpty())
        return;
    const QRect cell = view_.visualRect(index);
    QToolTip::showText(view_.viewport()->mapToGlobal(cell.bottomLeft()), why, view_.viewport(), cell);
    emit message(why);
}

void RowActions::setNull(const QModelIndex& index)
{
    const orm::Attribute* attribute = model_.attribute(index);
    if (!attribute)
        return;
    if (!(index.flags() & Qt::ItemIsEditable)) {
        sayWhyLocked(index);
        return;
    }
    if (attribute->nullable) // of what is thrown away, too, a person has seen what it was
        model_.withWhole(index, [this](const QModelIndex& at) { model_.setData(at, QVariant()); });
    else
        emit message(tr("%1 must have a value.").arg(attribute->name));
}

} // namespace conjoin::ui
