// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/browsingedits.h"

#include <algorithm>

namespace conjoin::model::edit {

namespace {

Error unknownQuery(const QString& name)
{
    return inputError({}, message("edit.query-unknown", "no query is called \"%1\"", {name}));
}

} // namespace

Result<Document> keepQuery(Document document, NamedQuery query, const QString& instead)
{
    std::vector<NamedQuery>& queries = document.browsing.queries;
    auto place = queries.end();
    if (!instead.isEmpty()) {
        const int index = indexOfQuery(document.browsing, instead);
        if (index < 0)
            return unknownQuery(instead);
        place = queries.erase(queries.begin() + index);
    }
    if (auto why = whyNot(document.browsing, query))
        return inputError({}, std::move(*why));
    queries.insert(place, std::move(query));
    return document;
}

Result<Document> moveQuery(Document document, const QString& name, int index)
{
    std::vector<NamedQuery>& queries = document.browsing.queries;
    const int from = indexOfQuery(document.browsing, name);
    if (from < 0)
        return unknownQuery(name);
    if (index < 0 || index >= int(queries.size()))
        return inputError({}, message("edit.query-place", "there are %1 queries: none has the place %2",
                                  {QString::number(queries.size()), QString::number(index)}));
    const auto moved = queries.begin() + from;
    const auto goal = queries.begin() + index;
    if (from < index)
        std::rotate(moved, moved + 1, goal + 1);
    else
        std::rotate(goal, moved, moved + 1);
    return document;
}

Result<Document> removeQuery(Document document, const QString& name)
{
    const int index = indexOfQuery(document.browsing, name);
    if (index < 0)
        return unknownQuery(name);
    document.browsing.queries.erase(document.browsing.queries.begin() + index);
    return document;
}

Result<Document> addVirtualKey(Document document, VirtualKey key)
{
    if (auto why = whyNot(document.browsing, key))
        return inputError({}, std::move(*why));
    document.browsing.virtualKeys.push_back(std::move(key));
    return document;
}

Result<Document> removeVirtualKey(Document document, const VirtualKey& key)
{
    if (std::erase(document.browsing.virtualKeys, key) == 0)
        return inputError({},
            message("edit.virtual-key-unknown", "\"%1\" has no such virtual foreign key", {key.table.name}));
    return document;
}

Result<Document> showJunction(Document document, const NamedTable& table, std::optional<JunctionView::As> as)
{
    std::vector<JunctionView>& junctions = document.browsing.junctions;
    const auto place = std::ranges::find(junctions, table, &JunctionView::table);
    if (!as) {
        if (place != junctions.end())
            junctions.erase(place);
        return document;
    }
    if (place != junctions.end()) {
        place->as = *as;
        return document;
    }
    if (auto why = whyNot(document.browsing, JunctionView{table, *as}))
        return inputError({}, std::move(*why));
    junctions.push_back({table, *as});
    return document;
}

} // namespace conjoin::model::edit
