// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/arranging.h"

#include "model/edit/refusals.h"

#include <algorithm>
#include <limits>

namespace conjoin::model::edit {

namespace {

Error notShown()
{
    return inputError({}, message("edit.not-shown", "what should change is not in the diagram"));
}

/// Changes one node of whatever kind; false where the diagram has none of that id.
template<class Change>
bool changeNode(const Schema& schema, Diagram& diagram, const ObjectRef& object, Change change)
{
    const auto in = [&](auto& map, auto id) {
        if (!map.contains(id))
            return false;
        map.update(id, change);
        return true;
    };
    return std::visit(
        [&](auto id) {
            using Id = decltype(id);
            if constexpr (std::is_same_v<Id, TableId>)
                return in(diagram.tables, id);
            else if constexpr (std::is_same_v<Id, NoteId>)
                return in(diagram.notes, id);
            else if constexpr (std::is_same_v<Id, GroupId>)
                return in(diagram.groups, id);
            else if constexpr (std::is_same_v<Id, LinkId>)
                return schema.links.contains(id) && in(diagram.links, id);
            else
                return false;
        },
        object);
}

template<class Change>
Result<Document> changeNodes(
    Document document, DiagramId diagram, const std::vector<ObjectRef>& objects, Change change)
{
    if (auto no = unlessDiagram(document, diagram))
        return *no;
    bool all = true;
    document.diagrams.update(diagram, [&](Diagram& changed) {
        for (const ObjectRef& object : objects)
            all = changeNode(document.schema, changed, object, change) && all;
    });
    if (!all)
        return notShown();
    return document;
}

template<class Map>
void widen(const Map& map, int& lowest, int& highest)
{
    for (const auto& node : map) {
        lowest = std::min(lowest, node.level);
        highest = std::max(highest, node.level);
    }
}

} // namespace

Result<Document> setDetail(
    Document document, DiagramId diagram, const std::vector<TableId>& tables, CardDetail detail)
{
    if (auto no = unlessDiagram(document, diagram))
        return *no;
    const Diagram& shown = document.diagrams.at(diagram);
    if (!std::ranges::all_of(tables, [&](TableId id) { return shown.tables.contains(id); }))
        return notShown();
    document.diagrams.update(diagram, [&](Diagram& changed) {
        for (const TableId id : tables)
            changed.tables.update(id, [&](TableNode& node) { node.detail = detail; });
    });
    return document;
}

Result<Document> setPinned(Document document, DiagramId diagram, const std::vector<ObjectRef>& objects, bool on)
{
    return changeNodes(std::move(document), diagram, objects, [on](auto& node) { node.pinned = on; });
}

Result<Document> restack(
    Document document, DiagramId diagram, const std::vector<ObjectRef>& objects, Stacking where)
{
    if (auto no = unlessDiagram(document, diagram))
        return *no;
    const Diagram& shown = document.diagrams.at(diagram);
    int lowest = 0, highest = 0;
    widen(shown.tables, lowest, highest);
    widen(shown.links, lowest, highest);
    widen(shown.notes, lowest, highest);
    widen(shown.groups, lowest, highest);
    constexpr int room = std::numeric_limits<int>::max() / 2;
    if (highest > room || lowest < -room)
        return inputError({}, message("edit.level", "the diagram has no level left"));
    int next = where == Stacking::Front ? highest + 1 : lowest - int(objects.size());
    return changeNodes(std::move(document), diagram, objects, [&next](auto& node) { node.level = next++; });
}

Result<Document> setBends(Document document, DiagramId diagram, const ObjectRef& line, int end, Bends bends)
{
    if (auto no = unlessDiagram(document, diagram))
        return *no;
    for (const QPointF& corner : bends) {
        if (auto no = unlessFinite(corner))
            return *no;
    }
    if (const auto* id = std::get_if<ReferenceId>(&line)) {
        if (!document.schema.references.contains(*id))
            return inputError({}, message("edit.reference-gone", "the reference does not exist any more"));
        document.diagrams.update(diagram, [&](Diagram& changed) {
            if (bends.empty())
                changed.references.remove(*id);
            else
                changed.references.set({*id, std::move(bends)});
        });
        return document;
    }
    const auto* id = std::get_if<LinkId>(&line);
    const ManyToMany* link = id ? document.schema.links.find(*id) : nullptr;
    if (!link || end < 0 || std::size_t(end) >= link->ends.size() ||
        !document.diagrams.at(diagram).links.contains(*id))
        return notShown();
    document.diagrams.update(diagram, [&](Diagram& changed) {
        changed.links.update(*id, [&](LinkNode& node) {
            if (node.bends.size() <= std::size_t(end))
                node.bends.resize(std::size_t(end) + 1);
            node.bends[std::size_t(end)] = std::move(bends);
            while (!node.bends.empty() && node.bends.back().empty())
                node.bends.pop_back();
        });
    });
    return document;
}

Result<Document> resetBends(Document document, DiagramId diagram, const std::vector<ObjectRef>& lines)
{
    if (auto no = unlessDiagram(document, diagram))
        return *no;
    document.diagrams.update(diagram, [&](Diagram& changed) {
        for (const ObjectRef& line : lines) {
            if (const auto* reference = std::get_if<ReferenceId>(&line))
                changed.references.remove(*reference);
            const auto* link = std::get_if<LinkId>(&line);
            if (link && changed.links.contains(*link))
                changed.links.update(*link, [](LinkNode& node) { node.bends.clear(); });
        }
    });
    return document;
}

} // namespace conjoin::model::edit
