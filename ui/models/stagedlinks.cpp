// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/stagedlinks.h"

#include "ui/models/rowsection.h"

#include <QSet>

#include <algorithm>

namespace conjoin::ui {

namespace {

using orm::Association;
using orm::AssociationKind;
using orm::ModelRegistry;

/// What is stored, or of a new row what was entered.
std::optional<orm::Value> valueOf(const ModelRegistry& registry, const RowObject& row, const QString& attribute)
{
    const orm::Model& model = registry.at(row.model);
    const int index = model.attributeIndex(attribute);
    if (index < 0)
        return std::nullopt;
    if (!row.draft)
        return size_t(index) < row.values.size() ? std::optional(row.values[size_t(index)]) : std::nullopt;
    const auto entered = row.entered.constFind(attribute);
    if (entered == row.entered.constEnd())
        return std::nullopt;
    const Result<orm::Value> value =
        orm::valueFromJson(*entered, model.attributes[size_t(index)].type, attribute);
    return value ? std::optional(*value) : std::nullopt;
}

/// Whether `holder` refers by those keys to that row.
bool refersBy(const ModelRegistry& registry, const RowObject& holder, const QStringList& keys,
    const RowObject& row, const QStringList& referenced)
{
    for (qsizetype i = 0; i < keys.size(); ++i) {
        const std::optional<orm::Value> key = valueOf(registry, holder, keys[i]);
        const std::optional<orm::Value> value = valueOf(registry, row, referenced.value(i));
        if (!key || !value || key->isNull() || *key != *value)
            return false;
    }
    return !keys.isEmpty();
}

/// Whether that junction's row is a link of the row.
bool isLinkOf(const ModelRegistry& registry, const RowObject& junction, const RowObject& row,
    const Association& association)
{
    return refersBy(registry, junction, association.keys, row, association.referenced) ||
           (association.symmetric &&
               refersBy(registry, junction, association.otherKeys, row, association.referenced));
}

} // namespace

const Association* seenFromTarget(const ModelRegistry& registry, int owner, const Association& association)
{
    const Association* seen = association.symmetric ? &association : inverseOf(registry, owner, association);
    return seen && seen->isToMany() ? seen : nullptr;
}

std::vector<StagedLink> stagedLinks(
    const ModelRegistry& registry, const ChangeSet& changes, const RowPtr& row, const Association& association)
{
    std::vector<StagedLink> links;
    for (const LinkPtr& link : row->links) {
        if (link->association == association.name)
            links.push_back({row, link, link->target});
    }
    if (row->draft || !association.isToMany())
        return links; // what is new is only seen where it was made
    const Association* inverse =
        association.symmetric ? &association : inverseOf(registry, row->model, association);
    if (!inverse)
        return links;
    const auto look = [&](const RowPtr& owner, const auto& again) -> void {
        for (const LinkPtr& link : owner->links) {
            if (link->target == row && owner->model == association.target && owner != row &&
                link->association == inverse->name)
                links.push_back({owner, link, owner});
            if (link->target->draft)
                again(link->target, again);
        }
    };
    for (const RowPtr& draft : changes.drafts())
        look(draft, look);
    for (const RowPtr& touched : changes.touched())
        look(touched, look);
    return links;
}

bool leaves(const ModelRegistry& registry, const ChangeSet& changes, const RowObject& owner,
    const Association& association, const RowObject& child)
{
    const auto isEntered = [&](const QString& key) { return child.entered.contains(key); };
    if (std::ranges::any_of(association.keys, isEntered))
        return true;
    const Association* inverse = inverseOf(registry, owner.model, association);
    const LinkPtr link = inverse ? child.linkOf(inverse->name) : nullptr;
    if (link)
        return link->target.get() != &owner;
    const auto takes = [&](const RowPtr& other) {
        return other.get() != &owner && other->model == owner.model &&
               std::ranges::any_of(other->links, [&](const LinkPtr& taken) {
                   return taken->association == association.name && taken->target.get() == &child;
               });
    };
    return std::ranges::any_of(changes.touched(), takes) || std::ranges::any_of(changes.drafts(), takes);
}

StagedCount stagedCount(
    const ModelRegistry& registry, const ChangeSet& changes, const RowPtr& row, const Association& association)
{
    StagedCount count;
    count.added = int(stagedLinks(registry, changes, row, association).size());
    if (!association.isToMany() || row->draft)
        return count;
    const bool many = association.kind == AssociationKind::BelongsToMany;
    const Association* inverse =
        association.symmetric ? &association : inverseOf(registry, row->model, association);
    // What is staged without a link of its own: rows of a junction, and children by their keys.
    const auto isOf = [&](const RowObject& other) {
        return many ? other.model == association.through && isLinkOf(registry, other, *row, association)
                    : other.model == association.target &&
                          refersBy(registry, other, association.keys, *row, association.referenced);
    };
    QSet<const RowObject*> gone; // rows of a junction, and children
    const auto look = [&](const RowPtr& other) {
        if (other->draft || !isOf(*other))
            return;
        if (other->removed || (!many && leaves(registry, changes, *row, association, *other)))
            gone.insert(other.get());
    };
    for (const RowPtr& draft : changes.drafts())
        count.added += isOf(*draft) ? 1 : 0;
    for (const PendingUnlink& unlink : row->unlinks)
        count.taken += unlink.association == association.name ? 1 : 0;
    for (const std::vector<RowPtr>* waiting : {&changes.touched(), &changes.drafts()}) {
        for (const RowPtr& other : *waiting) {
            look(other);
            for (const LinkPtr& link : other->links) {
                if (!many && other != row && link->association == association.name)
                    look(link->target); // another row takes it
            }
            for (const PendingUnlink& unlink : other->unlinks) {
                if (other != row && inverse && unlink.association == inverse->name && unlink.target == row)
                    ++count.taken;
            }
        }
    }
    count.taken += int(gone.size());
    return count;
}

} // namespace conjoin::ui
