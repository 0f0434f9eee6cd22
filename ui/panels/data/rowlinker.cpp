// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowlinker.h"

#include "ui/session/background.h"

#include <algorithm>

namespace conjoin::ui {

using orm::AssociationKind;

namespace {

/// Whether the same numbers mean the same tables, columns and associations.
bool areSame(const orm::ModelRegistry& a, const orm::ModelRegistry& b)
{
    return std::ranges::equal(a.models(), b.models(), [](const orm::Model& left, const orm::Model& right) {
        return left.schema == right.schema && left.table == right.table &&
               left.attributeNames() == right.attributeNames() &&
               left.associationNames() == right.associationNames();
    });
}

} // namespace

RowsMime::RowsMime(std::vector<RowPtr> rows, std::shared_ptr<const orm::ModelRegistry> registry,
    QString database, const QString& text)
    : rows_(std::move(rows))
    , registry_(std::move(registry))
    , database_(std::move(database))
{
    setText(text);
}

bool RowsMime::isOf(const RowSource& source) const
{
    return source.isOpen() && database_ == source.database->settings().url() &&
           (registry_ == source.registry || areSame(*registry_, *source.registry));
}

RowLinker::RowLinker(ChangeSet& changes, ResultTreeModel& model, QObject* parent)
    : QObject(parent)
    , changes_(changes)
    , model_(model)
{}

LinkPlace RowLinker::placeAt(const QModelIndex& index, int model) const
{
    if (!index.isValid())
        return {};
    if (const orm::Association* key = model_.object(index) ? model_.picks(index) : nullptr) {
        if (key->target == model && index.flags() & Qt::ItemIsEditable)
            return {index, model_.picker(index), key};
    }
    const orm::Association* association = model_.association(index);
    if (!association)
        return {};
    const QModelIndex first = index.siblingAtColumn(0);
    return {model_.kind(index) == TreeNodeKind::Relation ? first : first.parent(), model_.owner(index),
        association};
}

/// As far as it is shown, or waits; whether it is stored, the database is asked for behind the link.
bool RowLinker::isLinked(const LinkPlace& place, const RowObject& row) const
{
    const auto& links = place.owner->links;
    const bool waits = std::ranges::any_of(links, [&](const LinkPtr& link) {
        return link->association == place.association->name && link->target->key == row.key &&
               !row.key.isEmpty();
    });
    if (waits)
        return true;
    if (model_.kind(place.index) != TreeNodeKind::Relation) {
        const RowPtr referred = place.owner->references.value(place.association->name);
        return referred && referred->key == row.key && !place.owner->linkOf(place.association->name) &&
               !std::ranges::any_of(place.association->keys,
                   [&](const QString& key) { return place.owner->entered.contains(key); });
    }
    for (int i = 0; i < model_.rowCount(place.index); ++i) {
        const QModelIndex child = model_.index(i, 0, place.index);
        const RowPtr& shown = model_.object(child);
        if (shown && shown->key == row.key && !model_.isUnlinked(child))
            return true;
    }
    return false;
}

QString RowLinker::nameOf(const std::vector<RowPtr>& rows) const
{
    if (rows.size() > 1)
        return tr("%1 %2").arg(rows.size()).arg(rowNouns(model_.registry().at(rows.front()->model)));
    RowObject row = *rows.front();
    row.label = source_.label(row.model); // it may be from elsewhere, where nobody knew what it is called here
    return rowLabel(model_.registry(), row);
}

QString RowLinker::refusal(const LinkPlace& place, const std::vector<RowPtr>& rows) const
{
    if (!source_.isWritable())
        return tr("This database is open for reading only.");
    if (!place.isValid())
        return tr("Rows are linked to a group: open a row and drop them on what it is linked to.");
    const orm::Model& taken = model_.registry().at(place.association->target);
    const orm::Model& brought = model_.registry().at(rows.front()->model);
    if (rows.front()->model != place.association->target)
        return tr("“%1” takes rows of %2, and not of %3.")
            .arg(place.association->name, taken.table, brought.table);
    if (!place.association->isToMany() && rows.size() > 1)
        return tr("“%1” takes one row only.").arg(place.association->name);
    if (place.owner->removed)
        return tr("“%1” waits to be deleted.").arg(rowLabel(model_.registry(), *place.owner));
    for (const RowPtr& row : rows) {
        if (row->draft)
            return tr("A new row can be linked elsewhere once it is saved.");
        if (row->key.isEmpty())
            return tr("%1 has no key, so its rows can't be linked.").arg(brought.table);
        if (row->removed)
            return tr("“%1” waits to be deleted.").arg(rowLabel(model_.registry(), *row));
    }
    const bool all = std::ranges::all_of(rows, [&](const RowPtr& row) { return isLinked(place, *row); });
    if (all)
        return rows.size() == 1 ? tr("“%1” is linked already.").arg(nameOf(rows))
                                : tr("They are linked already.");
    return {};
}

QString RowLinker::offer(const LinkPlace& place, const std::vector<RowPtr>& rows) const
{
    const QString owner = rowLabel(model_.registry(), *place.owner);
    if (place.association->kind == AssociationKind::BelongsToMany)
        return owner.isEmpty() ? tr("Link %1").arg(nameOf(rows)) : tr("Link %1 to %2").arg(nameOf(rows), owner);
    return owner.isEmpty() ? tr("%1: %2").arg(place.association->name, nameOf(rows))
                           : tr("%1 of %2: %3").arg(place.association->name, owner, nameOf(rows));
}

void RowLinker::link(const LinkPlace& place, const std::vector<RowPtr>& rows)
{
    std::vector<LinkPtr> made;
    int count = 0;
    {
        const ChangeSet::Step step(changes_);
        for (const RowPtr& brought : rows) {
            if (isLinked(place, *brought))
                continue;
            ++count;
            const RowPtr row = model_.known(brought);
            if (place.owner->isUnlinked(place.association->name, *row)) // it was only to be taken away
                changes_.setUnlinked(place.owner, place.association->name, row, false);
            else
                made.push_back(changes_.link(place.owner, *place.association, row));
        }
    }
    emit message(count == 1 ? tr("1 link waits to be saved.") : tr("%1 links wait to be saved.").arg(count));
    std::vector<RowPtr> targets;
    for (const LinkPtr& link : made) {
        targets.push_back(link->target);
        emit linked(place.owner, link);
    }
    readWhole(targets);
}

void RowLinker::readWhole(const std::vector<RowPtr>& rows)
{
    orm::Json any = orm::Json::array();
    for (const RowPtr& row : rows) {
        const Result<orm::Json> key = orm::keyCondition(model_.registry().at(row->model), row->key);
        if (!row->draft && !row->key.isEmpty() && key)
            any.append(*key);
    }
    if (any.items().empty())
        return;
    orm::Query query;
    query.model = rows.front()->model;
    query.where = orm::Json::object();
    query.where.set(QStringLiteral("or"), std::move(any));
    query.includes = referenceIncludes(model_.registry().at(query.model));
    const auto registry = source_.registry;
    whenDone(source_.lookup->run([registry, query](sql::Connection& connection) {
        return sql::find(connection, *registry, query, shownValues);
    }),
        this, [this, registry](const Result<sql::Rows>& found) {
            if (registry != source_.registry || !found)
                return; // what is shown of them is right, too
            for (const sql::Row& row : *found)
                model_.adopt(row);
            emit read();
        });
}

} // namespace conjoin::ui
