// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/browsing.h"

#include <algorithm>

namespace conjoin::model {

namespace {

QString wordsFor(const NamedTable& table)
{
    return table.sqlSchema.isEmpty() ? table.name : table.sqlSchema + u'.' + table.name;
}

bool isNamed(const NamedTable& table)
{
    return !table.name.trimmed().isEmpty();
}

} // namespace

int indexOfQuery(const Browsing& browsing, const QString& name)
{
    const auto found = std::ranges::find_if(browsing.queries,
        [&](const NamedQuery& query) { return query.name.compare(name, Qt::CaseInsensitive) == 0; });
    return found == browsing.queries.end() ? -1 : int(found - browsing.queries.begin());
}

std::optional<Message> whyNot(const Browsing& browsing, const NamedQuery& query)
{
    if (query.name.trimmed().isEmpty())
        return message("browsing.query-name", "a query needs a name");
    if (!isNamed(query.table))
        return message("browsing.query-table", "the query \"%1\" needs a table", {query.name});
    if (const int same = indexOfQuery(browsing, query.name); same >= 0)
        return message(
            "browsing.query-taken", "there is a query \"%1\" already", {browsing.queries[size_t(same)].name});
    return {};
}

std::optional<Message> whyNot(const Browsing& browsing, const VirtualKey& key)
{
    if (!isNamed(key.table) || !isNamed(key.target))
        return message("browsing.key-table", "a virtual foreign key needs a table and one that it refers to");
    const auto isEmpty = [](const auto& pair) {
        return pair.first.trimmed().isEmpty() || pair.second.trimmed().isEmpty();
    };
    if (key.columns.empty() || std::ranges::any_of(key.columns, isEmpty))
        return message("browsing.key-columns",
            "the virtual foreign key of \"%1\" needs columns, and a column of \"%2\" for each of them",
            {wordsFor(key.table), wordsFor(key.target)});
    for (auto it = key.columns.begin(); it != key.columns.end(); ++it) {
        if (std::any_of(key.columns.begin(), it, [&](const auto& other) { return other.first == it->first; }))
            return message("browsing.key-column-twice",
                "the virtual foreign key of \"%1\" has the column \"%2\" twice",
                {wordsFor(key.table), it->first});
    }
    if (std::ranges::count(browsing.virtualKeys, key) > 0)
        return message("browsing.key-twice", "there is such a virtual foreign key of \"%1\" to \"%2\" already",
            {wordsFor(key.table), wordsFor(key.target)});
    return {};
}

std::optional<Message> whyNot(const Browsing& browsing, const JunctionView& junction)
{
    if (!isNamed(junction.table))
        return message("browsing.junction-table", "a junction needs a table");
    if (std::ranges::count(browsing.junctions, junction.table, &JunctionView::table) > 0)
        return message(
            "browsing.junction-twice", "how \"%1\" is shown is said already", {wordsFor(junction.table)});
    return {};
}

} // namespace conjoin::model
