// SPDX-License-Identifier: GPL-3.0-or-later
// A change set as calls of the writer.
#include "ui/models/changeset.h"

#include "ui/models/rowsection.h"

#include <algorithm>
#include <unordered_map>

namespace conjoin::ui {

namespace {

using orm::Association;
using orm::AssociationKind;
using orm::Json;
using orm::ModelRegistry;

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
    if (association.through >= 0 && link.junction &&
        (!link.junction->entered.isEmpty() || !link.junction->links.empty()))
        members.emplace_back(registry.at(association.through).name, nestedValues(registry, *link.junction));
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

/// What the junction's row of a link between stored rows shall hold; null where that is nothing.
Json junctionValues(const ModelRegistry& registry, const RowObject& junction)
{
    if (junction.entered.isEmpty() && junction.links.empty())
        return {};
    Json values = enteredValues(registry, junction);
    for (const LinkPtr& link : junction.links) { // further ends
        const Association* end = registry.at(junction.model).association(link->association);
        if (!end)
            continue;
        const Json keys = keyValues(registry, *end, *link->target);
        for (const Json::Member& member : keys.members())
            values.set(member.first, member.second);
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
        if (link.junction)
            change.values = junctionValues(registry, *link.junction);
        return change;
    }
    const bool belongs = association.kind == AssociationKind::BelongsTo;
    change.kind = RowChange::Kind::Update;
    change.model = belongs ? owner.model : target.model;
    change.key = belongs ? owner.key : target.key;
    change.values = keyValues(registry, association, belongs ? target : owner);
    change.seen = link.seen;
    return change;
}

/// Whether a value was entered for a foreign key.
bool entersKey(const orm::Model& model, const RowObject& row)
{
    return std::any_of(model.attributes.begin(), model.attributes.end(), [&](const orm::Attribute& attribute) {
        const auto entered = row.entered.constFind(attribute.name);
        return attribute.foreignKey && entered != row.entered.constEnd() && !entered->isNull();
    });
}

/// Whether `child` refers to `parent` by one of its keys.
bool refersTo(const ModelRegistry& registry, const RowObject& child, const RowObject& parent)
{
    const orm::Model& from = registry.at(child.model);
    const orm::Model& to = registry.at(parent.model);
    for (const Association& association : from.associations) {
        if (association.kind != AssociationKind::BelongsTo || association.target != parent.model)
            continue;
        bool all = !association.keys.isEmpty();
        for (qsizetype i = 0; i < association.keys.size() && all; ++i) {
            const size_t key = size_t(from.attributeIndex(association.keys[i]));
            const size_t referenced = size_t(to.attributeIndex(association.referenced.value(i)));
            all = key < child.values.size() && referenced < parent.values.size() &&
                  !child.values[key].isNull() && child.values[key] == parent.values[referenced];
        }
        if (all)
            return true;
    }
    return false;
}

/// The rows that are to be deleted, each behind those that refer to it: none is in another's way.
std::vector<RowPtr> childrenFirst(const ModelRegistry& registry, const std::vector<RowPtr>& touched)
{
    std::vector<RowPtr> waiting, ordered;
    for (const RowPtr& row : touched) {
        if (row->removed)
            waiting.push_back(row);
    }
    while (!waiting.empty()) {
        const auto free = std::find_if(waiting.begin(), waiting.end(), [&](const RowPtr& row) {
            return std::none_of(waiting.begin(), waiting.end(),
                [&](const RowPtr& other) { return other != row && refersTo(registry, *other, *row); });
        });
        // In a ring of rows nobody is first: the database says what it thinks of it.
        const auto next = free == waiting.end() ? waiting.begin() : free;
        ordered.push_back(*next);
        waiting.erase(next);
    }
    return ordered;
}

/// Whether one of the attributes is of a key that no two rows may share.
bool writesUnique(const orm::Model& model, const Json& values)
{
    std::vector<QStringList> keys = model.uniqueKeys;
    keys.push_back(model.primaryKey);
    return std::ranges::any_of(values.members(), [&](const Json::Member& value) {
        return std::ranges::any_of(keys, [&](const QStringList& key) { return key.contains(value.first); });
    });
}

/// One UPDATE a row: puts what another one writes into the first.
void join(RowChange& first, const RowChange& other)
{
    for (const Json::Member& value : other.values.members())
        first.values.set(value.first, value.second);
    for (auto it = other.seen.begin(); it != other.seen.end(); ++it)
        first.seen.insert(it.key(), *it);
}

} // namespace

ChangeSet::Compiled ChangeSet::compile(const RowPtr& leftOut) const
{
    Compiled compiled;
    compiled.leftOut = leftOut;
    std::unordered_map<const RowObject*, size_t> updates; // the first of a row
    const auto add = [&](RowChange change, const RowPtr& row, const RowPtr& written) {
        if (leftOut && (row == leftOut || written == leftOut))
            return;
        if (change.kind == RowChange::Kind::Update) {
            const auto [first, isFirst] = updates.try_emplace(written.get(), compiled.changes.size());
            // A value that another row has until one of the statements between takes it away has to wait.
            if (!isFirst && !writesUnique(registry_->at(change.model), change.values)) {
                join(compiled.changes[first->second], change);
                return;
            }
        }
        compiled.changes.push_back(std::move(change));
        compiled.rows.push_back(row);
        compiled.written.push_back(written);
    };
    for (const RowPtr& row : touched_) {
        for (const PendingUnlink& unlink : row->unlinks) {
            const RowPtr& junction = unlink.junction;
            if (junction && !junction->key.isEmpty())
                add({RowChange::Kind::Delete, junction->model, junction->key, {}, {}, {}, unlink.seen}, row,
                    junction);
            else
                add({RowChange::Kind::Unlink, row->model, row->key, unlink.association, {unlink.target->key},
                        {}},
                    row, row);
        }
    }
    const auto addUpdates = [&](bool ofKeys) {
        for (const RowPtr& row : touched_) {
            if (!row->entered.isEmpty() && !row->removed &&
                entersKey(registry_->at(row->model), *row) == ofKeys)
                add({RowChange::Kind::Update, row->model, row->key, {}, {}, enteredValues(*registry_, *row),
                        row->seen},
                    row, row);
        }
    };
    addUpdates(false); // first, for a new row may get what one of them gives up
    // The oldest draft first: that is the order they were made in.
    for (auto draft = drafts_.rbegin(); draft != drafts_.rend(); ++draft)
        add({RowChange::Kind::Create, (*draft)->model, {}, {}, {}, nestedValues(*registry_, **draft), {},
                (*draft)->exact},
            *draft, *draft);
    addUpdates(true); // behind new rows, for a key may refer to one of them
    for (const RowPtr& row : touched_) {
        for (const LinkPtr& link : row->links) {
            const Association* association = registry_->at(row->model).association(link->association);
            if (association && !row->removed)
                add(storedLink(*registry_, *row, *association, *link), link->target->draft ? link->target : row,
                    keyHolder(*association, row, link->target));
        }
    }
    for (const RowPtr& row : childrenFirst(*registry_, touched_))
        add({RowChange::Kind::Delete, row->model, row->key, {}, {}, {}, row->seen}, row, row);
    return compiled;
}

} // namespace conjoin::ui
