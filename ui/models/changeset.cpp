// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/changeset.h"

#include "ui/models/rowsection.h"

#include <algorithm>

namespace conjoin::ui {

namespace {

using orm::Association;
using orm::AssociationKind;
using orm::Json;
using orm::ModelRegistry;

/// What the change set comes to, for the strip below the tree.
struct Tally {
    QMap<int, int> created; ///< model -> new rows
    int links = 0, unlinks = 0, updated = 0, deleted = 0;
};

void countRow(const RowObject& row, Tally& tally)
{
    if (row.draft)
        ++tally.created[row.model];
    else if (!row.entered.isEmpty())
        ++tally.updated;
    tally.deleted += row.removed ? 1 : 0;
    tally.unlinks += int(row.unlinks.size());
    for (const LinkPtr& link : row.links) {
        ++tally.links;
        if (link->target->draft)
            countRow(*link->target, tally);
    }
}

Tally tallyOf(const std::vector<RowPtr>& drafts, const std::vector<RowPtr>& touched)
{
    Tally tally;
    for (const RowPtr& row : drafts)
        countRow(*row, tally);
    for (const RowPtr& row : touched)
        countRow(*row, tally);
    return tally;
}

/// Attributes in the model's order: the order of an INSERT's columns.
Json enteredValues(const ModelRegistry& registry, const RowObject& row)
{
    Json::Object members;
    for (const orm::Attribute& attribute : registry.at(row.model).attributes) {
        const auto found = row.entered.constFind(attribute.name);
        if (found != row.entered.constEnd())
            members.emplace_back(attribute.name, *found);
    }
    return Json(std::move(members));
}

Json nestedValues(const ModelRegistry& registry, const RowObject& row);

/// The nested value of one link: `{"$link": key}` or `{"$create": {…}}`, the junction's attributes beside it.
Json linkValue(const ModelRegistry& registry, const Association& association, const PendingLink& link)
{
    Json::Object members;
    if (link.target->draft)
        members.emplace_back(QStringLiteral("$create"), nestedValues(registry, *link.target));
    else
        members.emplace_back(QStringLiteral("$link"), link.target->keyJson);
    if (association.through >= 0 && link.junction && !link.junction->entered.isEmpty())
        members.emplace_back(registry.at(association.through).name, enteredValues(registry, *link.junction));
    return Json(std::move(members));
}

Json nestedValues(const ModelRegistry& registry, const RowObject& row)
{
    Json values = enteredValues(registry, row);
    for (const Association& association : registry.at(row.model).associations) {
        const bool one =
            association.kind == AssociationKind::BelongsTo || association.kind == AssociationKind::HasOne;
        Json many = Json::array();
        for (const LinkPtr& link : row.links) {
            if (link->association == association.name)
                many.append(linkValue(registry, association, *link));
        }
        if (many.items().empty())
            continue;
        values.set(association.name, one ? many.items().front() : many);
    }
    return values;
}

/// The columns of `keys` with what the row that they refer to holds there.
Json keyValues(const ModelRegistry& registry, const Association& association, const RowObject& referred)
{
    const orm::Model& model = registry.at(referred.model);
    Json values = Json::object();
    for (qsizetype i = 0; i < association.keys.size(); ++i) {
        const int index = model.attributeIndex(association.referenced.value(i));
        if (index >= 0 && size_t(index) < referred.values.size())
            values.set(association.keys[i],
                orm::valueToJson(referred.values[size_t(index)], model.attributes[size_t(index)].type));
    }
    return values;
}

/// A link of a stored row, as calls of the writer.
RowChange storedLink(const ModelRegistry& registry, const RowObject& owner, const Association& association,
    const PendingLink& link)
{
    const RowObject& target = *link.target;
    RowChange change;
    if (target.draft) {
        change.kind = RowChange::Kind::Create;
        change.model = target.model;
        change.values = nestedValues(registry, target);
        if (association.kind == AssociationKind::HasMany || association.kind == AssociationKind::HasOne) {
            const Json keys = keyValues(registry, association, owner);
            for (const Json::Member& member : keys.members())
                change.values.set(member.first, member.second);
        } else if (const Association* inverse = inverseOf(registry, owner.model, association)) {
            PendingLink back{inverse->name, std::make_shared<RowObject>(owner), link.junction};
            Json value = linkValue(registry, *inverse, back);
            if (inverse->kind == AssociationKind::HasOne) {
                change.values.set(inverse->name, value);
            } else {
                const Json* nested = change.values.find(inverse->name);
                Json many = nested ? *nested : Json::array();
                many.append(std::move(value));
                change.values.set(inverse->name, std::move(many));
            }
        }
        return change;
    }
    if (association.kind == AssociationKind::BelongsToMany) {
        change.kind = RowChange::Kind::Link;
        change.model = owner.model;
        change.key = owner.key;
        change.association = association.name;
        change.targets = {target.key};
        if (link.junction && !link.junction->entered.isEmpty())
            change.values = enteredValues(registry, *link.junction);
        return change;
    }
    const bool belongs = association.kind == AssociationKind::BelongsTo;
    change.kind = RowChange::Kind::Update;
    change.model = belongs ? owner.model : target.model;
    change.key = belongs ? owner.key : target.key;
    change.values = keyValues(registry, association, belongs ? target : owner);
    return change;
}

} // namespace

ChangeSet::ChangeSet(QObject* parent)
    : QObject(parent)
{}

bool ChangeSet::adopt(RowObject& row, const ModelRegistry& before, QSet<const RowObject*>& done) const
{
    if (done.contains(&row))
        return true;
    const orm::Model& old = before.at(row.model);
    const Result<int> model = registry_->find(old.table);
    if (!model)
        return false;
    done.insert(&row);
    const orm::Model& now = registry_->at(*model);
    if (!row.values.empty()) {
        std::vector<orm::Value> values;
        for (const orm::Attribute& attribute : now.attributes) {
            const int at = old.attributeIndex(attribute.name);
            values.push_back(at < 0 ? orm::Value() : row.values[size_t(at)]);
        }
        row.values = std::move(values);
    }
    row.model = *model;
    row.badges.clear();
    row.references.clear(); // read again with the row
    for (auto it = row.entered.begin(); it != row.entered.end();)
        it = now.attribute(it.key()) ? std::next(it) : row.entered.erase(it);
    const auto linkIsGone = [&](const LinkPtr& link) {
        return !now.association(link->association) || !adopt(*link->target, before, done) ||
               (link->junction && !adopt(*link->junction, before, done));
    };
    row.links.erase(std::remove_if(row.links.begin(), row.links.end(), linkIsGone), row.links.end());
    const auto unlinkIsGone = [&](const PendingUnlink& unlink) {
        return !now.association(unlink.association) || !adopt(*unlink.target, before, done);
    };
    row.unlinks.erase(std::remove_if(row.unlinks.begin(), row.unlinks.end(), unlinkIsGone), row.unlinks.end());
    return true;
}

void ChangeSet::setRegistry(std::shared_ptr<const ModelRegistry> registry)
{
    const std::shared_ptr<const ModelRegistry> before = std::exchange(registry_, std::move(registry));
    undo_.clear();
    if (!before)
        return;
    QSet<const RowObject*> done;
    const auto gone = [&](const RowPtr& row) { return !adopt(*row, *before, done) || !row->isChanged(); };
    drafts_.erase(std::remove_if(drafts_.begin(), drafts_.end(), gone), drafts_.end());
    touched_.erase(std::remove_if(touched_.begin(), touched_.end(), gone), touched_.end());
    emit changed();
}

int ChangeSet::count() const
{
    const Tally tally = tallyOf(drafts_, touched_);
    int count = tally.links + tally.unlinks + tally.updated + tally.deleted;
    for (const int created : tally.created)
        count += created;
    return count;
}

QString ChangeSet::summary() const
{
    const Tally tally = tallyOf(drafts_, touched_);
    QStringList parts;
    for (auto it = tally.created.constBegin(); it != tally.created.constEnd(); ++it) {
        const orm::Model& model = registry_->at(it.key());
        parts += tr("%1 new %2").arg(it.value()).arg(it.value() == 1 ? rowNoun(model) : rowNouns(model));
    }
    const auto add = [&](int number, const QString& one, const QString& many) {
        if (number > 0)
            parts += number == 1 ? one : many.arg(number);
    };
    add(tally.links, tr("1 link"), tr("%1 links"));
    add(tally.updated, tr("1 changed row"), tr("%1 changed rows"));
    add(tally.unlinks, tr("1 link removed"), tr("%1 links removed"));
    add(tally.deleted, tr("1 row deleted"), tr("%1 rows deleted"));
    return parts.join(QStringLiteral(", "));
}

RowPtr ChangeSet::makeDraft(int model)
{
    auto row = std::make_shared<RowObject>();
    row->model = model;
    row->draft = true;
    return row;
}

void ChangeSet::remember(std::function<void()> back)
{
    undo_.push_back(std::move(back));
}

void ChangeSet::settle(const RowPtr& row)
{
    const auto found = std::find(touched_.begin(), touched_.end(), row);
    if (row->draft) {
        row->error.reset();
    } else if (row->isChanged() && found == touched_.end()) {
        touched_.push_back(row);
    } else if (!row->isChanged() && found != touched_.end()) {
        row->error.reset();
        touched_.erase(found);
    }
    emit rowChanged(row);
    emit changed();
}

void ChangeSet::insertDraft(const RowPtr& draft, size_t at)
{
    at = std::min(at, drafts_.size());
    drafts_.insert(drafts_.begin() + std::ptrdiff_t(at), draft);
    emit draftAdded(draft, int(at));
    emit changed();
}

RowPtr ChangeSet::addDraft(int model)
{
    RowPtr draft = makeDraft(model);
    insertDraft(draft, 0);
    remember([this, draft] {
        drafts_.erase(std::remove(drafts_.begin(), drafts_.end(), draft), drafts_.end());
        emit draftRemoved(draft);
        emit changed();
    });
    return draft;
}

void ChangeSet::removeDraft(const RowPtr& draft)
{
    const auto found = std::find(drafts_.begin(), drafts_.end(), draft);
    if (found == drafts_.end())
        return;
    const size_t at = size_t(found - drafts_.begin());
    drafts_.erase(found);
    remember([this, draft, at] { insertDraft(draft, at); });
    emit draftRemoved(draft);
    emit changed();
}

void ChangeSet::assign(const RowPtr& row, const QString& attribute, const std::optional<Json>& value)
{
    if (value)
        row->entered.insert(attribute, *value);
    else
        row->entered.remove(attribute);
    settle(row);
}

void ChangeSet::enter(const RowPtr& row, const QString& attribute, std::optional<Json> value)
{
    std::optional<Json> before;
    if (const auto found = row->entered.constFind(attribute); found != row->entered.constEnd())
        before = *found;
    if (before == value)
        return;
    if (value && !row->draft) { // the stored value again is no change
        const orm::Model& model = registry_->at(row->model);
        const int index = model.attributeIndex(attribute);
        if (index >= 0 && size_t(index) < row->values.size() &&
            orm::valueToJson(row->values[size_t(index)], model.attributes[size_t(index)].type) == *value)
            value.reset();
    }
    if (const Association* reference = referenceOf(registry_->at(row->model), attribute)) {
        if (const LinkPtr link = row->linkOf(reference->name))
            removeLink(row, link);
    }
    if (before == value)
        return;
    assign(row, attribute, value);
    remember([this, row, attribute, before] { assign(row, attribute, before); });
}

void ChangeSet::insertLink(const RowPtr& owner, const LinkPtr& link, size_t at)
{
    at = std::min(at, owner->links.size());
    owner->links.insert(owner->links.begin() + std::ptrdiff_t(at), link);
    emit linkAdded(owner, link);
    settle(owner);
}

void ChangeSet::eraseLink(const RowPtr& owner, const LinkPtr& link)
{
    owner->links.erase(std::remove(owner->links.begin(), owner->links.end(), link), owner->links.end());
    emit linkRemoved(owner, link);
    settle(owner);
}

LinkPtr ChangeSet::link(const RowPtr& owner, const Association& association, const RowPtr& target)
{
    for (const LinkPtr& present : owner->links) {
        if (present->association == association.name && present->target == target)
            return present;
    }
    const bool one =
        association.kind == AssociationKind::BelongsTo || association.kind == AssociationKind::HasOne;
    if (const LinkPtr before = one ? owner->linkOf(association.name) : nullptr)
        removeLink(owner, before);
    if (association.kind == AssociationKind::BelongsTo) {
        for (const QString& key : association.keys)
            enter(owner, key, std::nullopt);
    }
    auto link = std::make_shared<PendingLink>();
    link->association = association.name;
    link->target = target;
    if (association.through >= 0)
        link->junction = makeDraft(association.through);
    insertLink(owner, link, owner->links.size());
    remember([this, owner, link] { eraseLink(owner, link); });
    return link;
}

void ChangeSet::removeLink(const RowPtr& owner, const LinkPtr& link)
{
    const auto found = std::find(owner->links.begin(), owner->links.end(), link);
    if (found == owner->links.end())
        return;
    const size_t at = size_t(found - owner->links.begin());
    eraseLink(owner, link);
    remember([this, owner, link, at] { insertLink(owner, link, at); });
}

void ChangeSet::assignUnlinked(const RowPtr& owner, const PendingUnlink& unlink, bool unlinked)
{
    if (unlinked) {
        owner->unlinks.push_back(unlink);
    } else {
        const auto same = [&](const PendingUnlink& other) {
            return other.association == unlink.association && other.target == unlink.target;
        };
        owner->unlinks.erase(
            std::remove_if(owner->unlinks.begin(), owner->unlinks.end(), same), owner->unlinks.end());
    }
    settle(owner);
    emit rowChanged(unlink.target);
}

void ChangeSet::setUnlinked(
    const RowPtr& owner, const QString& association, const RowPtr& target, bool unlinked)
{
    if (owner->isUnlinked(association, *target) == unlinked)
        return;
    const PendingUnlink unlink{association, target};
    assignUnlinked(owner, unlink, unlinked);
    remember([this, owner, unlink, unlinked] { assignUnlinked(owner, unlink, !unlinked); });
}

void ChangeSet::assignRemoved(const RowPtr& row, bool removed)
{
    row->removed = removed;
    settle(row);
}

void ChangeSet::setRemoved(const RowPtr& row, bool removed)
{
    if (row->removed == removed)
        return;
    assignRemoved(row, removed);
    remember([this, row, removed] { assignRemoved(row, !removed); });
}

void ChangeSet::setError(const RowPtr& row, std::optional<Error> error)
{
    row->error = std::move(error);
    emit rowChanged(row);
}

void ChangeSet::undo()
{
    if (undo_.empty())
        return;
    const std::function<void()> back = std::move(undo_.back());
    undo_.pop_back();
    back();
}

void ChangeSet::clear()
{
    undo_.clear();
    for (const RowPtr& draft : std::exchange(drafts_, {}))
        emit draftRemoved(draft);
    for (const RowPtr& row : std::exchange(touched_, {})) {
        for (const LinkPtr& link : std::exchange(row->links, {}))
            emit linkRemoved(row, link);
        row->entered.clear();
        const auto unlinks = std::exchange(row->unlinks, {});
        row->removed = false;
        row->error.reset();
        emit rowChanged(row);
        for (const PendingUnlink& unlink : unlinks)
            emit rowChanged(unlink.target);
    }
    emit changed();
}

ChangeSet::Compiled ChangeSet::compile() const
{
    Compiled compiled;
    const auto add = [&](RowChange change, const RowPtr& row) {
        compiled.changes.push_back(std::move(change));
        compiled.rows.push_back(row);
    };
    for (const RowPtr& row : touched_) {
        for (const PendingUnlink& unlink : row->unlinks)
            add({RowChange::Kind::Unlink, row->model, row->key, unlink.association, {unlink.target->key}, {}},
                row);
    }
    for (const RowPtr& row : touched_) {
        if (!row->entered.isEmpty() && !row->removed)
            add({RowChange::Kind::Update, row->model, row->key, {}, {}, enteredValues(*registry_, *row)}, row);
    }
    // The oldest draft first: that is the order they were made in.
    for (auto draft = drafts_.rbegin(); draft != drafts_.rend(); ++draft)
        add({RowChange::Kind::Create, (*draft)->model, {}, {}, {}, nestedValues(*registry_, **draft)}, *draft);
    for (const RowPtr& row : touched_) {
        for (const LinkPtr& link : row->links) {
            const Association* association = registry_->at(row->model).association(link->association);
            if (association && !row->removed)
                add(storedLink(*registry_, *row, *association, *link),
                    link->target->draft ? link->target : row);
        }
    }
    for (const RowPtr& row : touched_) {
        if (row->removed)
            add({RowChange::Kind::Delete, row->model, row->key, {}, {}, {}}, row);
    }
    return compiled;
}

} // namespace conjoin::ui
