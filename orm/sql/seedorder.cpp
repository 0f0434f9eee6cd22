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

Result<std::vector<int>> seedOrder(const orm::ModelRegistry& registry, const std::set<int>& filled)
{
    const size_t count = registry.models().size();
    std::vector<std::vector<size_t>> needs(count), wishes(count);
    for (size_t i = 0; i < count; ++i) {
        for (const Association* key : seedKeysOf(registry.at(int(i)))) {
            wishes[i].push_back(size_t(key->target));
            if (!isNullableKey(registry.at(int(i)), *key) && !filled.contains(key->target))
                needs[i].push_back(size_t(key->target));
        }
    }
    std::vector<int> order;
    for (const std::vector<size_t>& circle : orm::topologicalGroups(wishes)) {
        // Within a circle of keys only those count that can't be NULL.
        std::vector<std::vector<size_t>> inner(circle.size());
        for (size_t i = 0; i < circle.size(); ++i) {
            for (const size_t need : needs[circle[i]]) {
                const auto at = std::ranges::find(circle, need);
                if (at != circle.end())
                    inner[i].push_back(size_t(at - circle.begin()));
            }
        }
        for (const std::vector<size_t>& group : orm::topologicalGroups(inner)) {
            const size_t first = group.front();
            if (group.size() > 1 || std::ranges::find(inner[first], first) != inner[first].end()) {
                QStringList names;
                for (const size_t model : group)
                    names.append(registry.at(int(circle[model])).table);
                return inputError(names.join(QStringLiteral(" → ")),
                    message("seed.cycle", "each needs a row of the next before it has one itself"),
                    message("seed.cycle.hint", "let one of the keys be NULL"));
            }
            order.push_back(int(circle[first]));
        }
    }
    return order;
}

} // namespace conjoin::sql
