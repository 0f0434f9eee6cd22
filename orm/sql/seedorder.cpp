// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/seedorder.h"

#include "orm/base/topologicalsort.h"

#include <algorithm>

namespace conjoin::sql {

using orm::Association;
using orm::Attribute;
using orm::Model;

std::vector<const Association*> seedKeysOf(const Model& model)
{
    std::vector<const Association*> keys;
    for (const Association& association : model.associations) {
        if (association.kind != orm::AssociationKind::BelongsTo)
            continue;
        const bool known = std::ranges::any_of(
            keys, [&](const Association* other) { return other->keys == association.keys; });
        const bool computed = std::ranges::any_of(
            association.keys, [&](const QString& name) { return model.attribute(name)->generated; });
        if (!known && !computed)
            keys.push_back(&association);
    }
    return keys;
}

bool isNullableKey(const Model& model, const Association& key)
{
    return std::ranges::all_of(key.keys, [&](const QString& name) {
        const Attribute* attribute = model.attribute(name);
        return attribute->nullable && !attribute->primaryKey;
    });
}

namespace {

using Edges = std::vector<std::vector<size_t>>; ///< by place in a circle

/// Puts the tables of a circle in order.
class Circle {
public:
    Circle(const orm::ModelRegistry& registry, const SeedFacts& facts, std::vector<int> models)
        : registry_(registry)
        , facts_(facts)
        , models_(std::move(models))
        , needs_(models_.size())
        , strict_(models_.size())
    {
        for (size_t i = 0; i < models_.size(); ++i) {
            const Model& model = registry_.at(models_[i]);
            for (const Association* key : seedKeysOf(model)) {
                const auto at = std::ranges::find(models_, key->target);
                if (at == models_.end() || isNullableKey(model, *key) || facts_.filled.contains(key->target))
                    continue;
                needs_[i].push_back(size_t(at - models_.begin()));
                // A row may refer to itself.
                if (key->target != models_[i] && !canWait(*key))
                    strict_[i].push_back(needs_[i].back());
            }
        }
    }

    void order(SeedOrder& order) const
    {
        for (const std::vector<size_t>& group : orm::topologicalGroups(needs_)) {
            const size_t first = group.front();
            if (group.size() > 1 || std::ranges::find(needs_[first], first) != needs_[first].end())
                addRing(group, order);
            else
                order.models.push_back(models_[first]);
        }
    }

private:
    bool canWait(const Association& key) const
    {
        return facts_.engine && !facts_.engine->deferKeys.isEmpty() &&
               (facts_.engine->defersEveryKey || key.deferrable);
    }

    void addRing(const std::vector<size_t>& group, SeedOrder& order) const
    {
        Edges strict(group.size());
        for (size_t i = 0; i < group.size(); ++i) {
            for (const size_t need : strict_[group[i]]) {
                const auto at = std::ranges::find(group, need);
                if (at != group.end())
                    strict[i].push_back(size_t(at - group.begin()));
            }
        }
        QStringList names;
        std::vector<int> ring;
        bool isWanted = true, isPossible = true;
        for (const size_t model : group)
            names.append(registry_.at(models_[model]).table);
        for (const std::vector<size_t>& part : orm::topologicalGroups(strict)) {
            isPossible = isPossible && part.size() == 1;
            for (const size_t place : part) {
                ring.push_back(models_[group[place]]);
                isWanted = isWanted && !facts_.unwanted.contains(ring.back());
            }
        }
        isPossible = isPossible && std::ranges::all_of(ring, [&](int model) { return canBegin(model, ring); });
        if (isPossible && isWanted) {
            // Whose key is unique comes last: there are many to choose from then.
            for (const bool once : {false, true}) {
                for (const int model : ring) {
                    if (isReferringOnce(registry_.at(model), ring) == once)
                        order.models.push_back(model);
                }
            }
            order.rings.push_back(std::move(ring));
            return;
        }
        const QString all = names.join(QStringLiteral(", "));
        for (const int model : ring) {
            order.leftOut[model] =
                isPossible
                    ? message("seed.ring.unwanted", "%1 need a row of each other, and one gets none", {all})
                : ring.size() == 1
                    ? message("seed.ring.self", "each row needs another one of the same table before it")
                    : message("seed.ring", "%1 need a row of each other before they have one", {all});
        }
    }

    /// Whether a row of the table can be given the key by which others of the ring refer to it: it is none that
    /// refers to one of them itself.
    bool canBegin(int model, const std::vector<int>& ring) const
    {
        QStringList referred;
        for (const int other : ring) {
            for (const Association* key : seedKeysOf(registry_.at(other))) {
                if (key->target == model)
                    referred += key->referenced;
            }
        }
        return std::ranges::all_of(referred, [&](const QString& name) {
            return !registry_.at(model).attribute(name)->generated &&
                   std::ranges::none_of(seedKeysOf(registry_.at(model)),
                       [&](const Association* key) { return key->keys.contains(name); });
        });
    }

    static bool isReferringOnce(const Model& model, const std::vector<int>& ring)
    {
        std::vector<QStringList> unique = model.uniqueKeys;
        unique.push_back(model.primaryKey);
        return std::ranges::any_of(seedKeysOf(model), [&](const Association* key) {
            return std::ranges::find(ring, key->target) != ring.end() &&
                   std::ranges::any_of(unique, [&](const QStringList& columns) {
                       return !columns.isEmpty() && std::ranges::all_of(columns, [&](const QString& column) {
                           return key->keys.contains(column);
                       });
                   });
        });
    }

    const orm::ModelRegistry& registry_;
    const SeedFacts& facts_;
    const std::vector<int> models_;
    Edges needs_;  ///< keys that can't be NULL
    Edges strict_; ///< of these, those to other tables that are checked at once
};

} // namespace

SeedOrder seedOrder(const orm::ModelRegistry& registry, const SeedFacts& facts)
{
    std::vector<std::vector<size_t>> wishes(registry.models().size());
    for (size_t i = 0; i < wishes.size(); ++i) {
        for (const Association* key : seedKeysOf(registry.at(int(i))))
            wishes[i].push_back(size_t(key->target));
    }
    SeedOrder order;
    for (const std::vector<size_t>& circle : orm::topologicalGroups(wishes))
        Circle(registry, facts, std::vector<int>(circle.begin(), circle.end())).order(order);
    return order;
}

} // namespace conjoin::sql
