// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/renumbering.h"

#include "model/document/objects.h"

#include <QHash>

#include <algorithm>

namespace conjoin::ui {

namespace {

using Key = QPair<quint64, int>;

Key keyOf(const ObjectRef& object, int part = 0)
{
    return {model::idValue(object), part};
}

/// Most edits leave the beginning and the end of the lists as they are: only what lies between is looked up.
template<class Before, class Now, class KeyBefore, class KeyNow>
Renumbering match(const Before& before, const Now& now, KeyBefore keyBefore, KeyNow keyNow)
{
    Renumbering result{std::vector<int>(now.size(), -1), std::vector<int>(before.size(), -1)};
    const auto pair = [&](size_t old, size_t current) {
        result.from[current] = int(old);
        result.to[old] = int(current);
    };
    const size_t shorter = std::min(before.size(), now.size());
    size_t first = 0;
    for (; first < shorter && keyBefore(before[first]) == keyNow(now[first]); ++first)
        pair(first, first);
    size_t last = 0;
    for (; last < shorter - first &&
           keyBefore(before[before.size() - 1 - last]) == keyNow(now[now.size() - 1 - last]);
         ++last)
        pair(before.size() - 1 - last, now.size() - 1 - last);
    QHash<Key, size_t> known;
    for (size_t i = first; i < before.size() - last; ++i)
        known.insert(keyBefore(before[i]), i);
    for (size_t i = first; i < now.size() - last; ++i) {
        if (const auto it = known.constFind(keyNow(now[i])); it != known.cend())
            pair(*it, i);
    }
    return result;
}

} // namespace

bool Renumbering::changesNothing() const
{
    for (size_t i = 0; i < from.size(); ++i) {
        if (from[i] != int(i))
            return false;
    }
    return from.size() == to.size();
}

std::optional<Renumbering> renumbering(const std::vector<SceneNode>& before, const std::vector<NodeSlot>& now)
{
    const auto key = [](const auto& node) { return keyOf(node.object); };
    Renumbering result = match(before, now, key, key);
    for (size_t i = 0; i < now.size(); ++i) {
        if (result.from[i] >= 0 && slotOf(before[size_t(result.from[i])]) != now[i])
            return std::nullopt;
    }
    return result;
}

Renumbering renumbering(const std::vector<SceneEdge>& before, const std::vector<EdgeSlot>& now)
{
    const auto key = [](const auto& edge) { return keyOf(edge.object, edge.linkEnd); };
    return match(before, now, key, key);
}

} // namespace conjoin::ui
