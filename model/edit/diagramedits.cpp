// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/edits.h"
#include "model/edit/refusals.h"

#include <algorithm>

namespace conjoin::model::edit {

namespace {

Error notShown()
{
    return inputError({}, message("edit.not-shown", "what should move is not in the diagram"));
}

/// Moves one node of the diagram; false where it has none of that id.
class Mover {
public:
    Mover(const Schema& schema, Diagram& diagram, QPointF to)
        : schema_(schema)
        , diagram_(diagram)
        , to_(to)
    {}

    bool operator()(TableId id) { return move(diagram_.tables, id); }
    bool operator()(NoteId id) { return move(diagram_.notes, id); }
    bool operator()(GroupId id) { return move(diagram_.groups, id); }
    bool operator()(LinkId id)
    {
        if (!schema_.links.contains(id))
            return false;
        // A link stands between its ends until somebody moves it: then it gets its node.
        LinkNode node = diagram_.links.contains(id) ? diagram_.links.at(id) : LinkNode{id, {}, {}};
        node.position = to_;
        diagram_.links.set(node);
        return true;
    }
    template<class Other>
    bool operator()(Other)
    {
        return false;
    }

private:
    template<class Map, class IdType>
    bool move(Map& map, IdType id)
    {
        if (!map.contains(id))
            return false;
        map.update(id, [&](auto& node) { node.position = to_; });
        return true;
    }

    const Schema& schema_;
    Diagram& diagram_;
    QPointF to_;
};

/// How far each card, pill and junction went between two states of a diagram.
class Shifts {
public:
    Shifts(const Schema& schema, const Diagram& before, const Diagram& after)
        : schema_(schema)
        , before_(before)
        , after_(after)
    {}

    std::optional<QPointF> of(TableId table) const
    {
        const TableNode* from = before_.tables.find(table);
        if (from)
            return after_.tables.at(table).position - from->position;
        const ManyToMany* link = linkOfJunction(schema_, table);
        return link ? of(link->id) : std::nullopt;
    }
    std::optional<QPointF> of(LinkId link) const
    {
        const LinkNode* from = before_.links.find(link);
        const LinkNode* to = after_.links.find(link);
        if (!from || !to || !from->position || !to->position)
            return std::nullopt; // it stands wherever its ends let it
        return *to->position - *from->position;
    }
    /// Of both alike, and not nothing.
    std::optional<QPointF> shared(const std::optional<QPointF>& a, const std::optional<QPointF>& b) const
    {
        return a && b && *a == *b && !a->isNull() ? a : std::nullopt;
    }

private:
    const Schema& schema_;
    const Diagram& before_;
    const Diagram& after_;
};

void shift(Bends& bends, QPointF by)
{
    for (QPointF& corner : bends)
        corner += by;
}

void moveBends(const Schema& schema, const Diagram& before, Diagram& after)
{
    const Shifts shifts(schema, before, after);
    for (const ReferenceLine& line : before.references) {
        const Reference& reference = schema.references.at(line.id);
        if (const auto by = shifts.shared(shifts.of(reference.from), shifts.of(reference.to)))
            after.references.update(line.id, [&](ReferenceLine& changed) { shift(changed.bends, *by); });
    }
    for (const LinkNode& node : before.links) {
        if (node.bends.empty())
            continue;
        const ManyToMany& link = schema.links.at(node.id);
        after.links.update(node.id, [&](LinkNode& changed) {
            for (std::size_t end = 0; end < changed.bends.size() && end < link.ends.size(); ++end) {
                if (const auto by = shifts.shared(shifts.of(link.ends[end].table), shifts.of(node.id)))
                    shift(changed.bends[end], *by);
            }
        });
    }
}

template<class Change>
Result<Document> changeCards(
    Document document, DiagramId diagram, const std::vector<TableId>& tables, Change change)
{
    if (auto no = unlessDiagram(document, diagram))
        return *no;
    const Diagram& shown = document.diagrams.at(diagram);
    if (!std::ranges::all_of(tables, [&](TableId id) { return shown.tables.contains(id); }))
        return notShown();
    document.diagrams.update(diagram, [&](Diagram& changed) {
        for (TableId id : tables)
            changed.tables.update(id, change);
    });
    return document;
}

} // namespace

Result<Document> moveNodes(Document document, DiagramId diagram, const std::vector<Move>& moves)
{
    if (auto no = unlessDiagram(document, diagram))
        return *no;
    bool all = true;
    for (const auto& [object, to] : moves) {
        if (auto no = unlessFinite(to))
            return *no;
    }
    document.diagrams.update(diagram, [&](Diagram& changed) {
        const Diagram before = changed;
        for (const auto& [object, to] : moves)
            all = std::visit(Mover(document.schema, changed, to), object) && all;
        moveBends(document.schema, before, changed);
    });
    if (!all)
        return notShown();
    return document;
}

Result<Document> setPresentation(
    Document document, DiagramId diagram, LinkId link, LinkNode::Presentation shown)
{
    if (auto no = unlessDiagram(document, diagram))
        return *no;
    if (!document.schema.links.contains(link))
        return inputError({}, message("edit.link-gone", "the link does not exist any more"));
    document.diagrams.update(diagram, [&](Diagram& changed) {
        LinkNode node = changed.links.contains(link) ? changed.links.at(link) : LinkNode{link, {}, {}};
        node.presentation = shown;
        changed.links.set(node);
    });
    return document;
}

Result<Document> setHue(Document document, DiagramId diagram, const std::vector<TableId>& tables, int hue)
{
    if (auto no = unlessHue(hue))
        return *no;
    return changeCards(std::move(document), diagram, tables, [&](TableNode& node) { node.hue = hue; });
}

Result<Document> setNote(Document document, DiagramId diagram, Note note)
{
    if (auto no = unlessDiagram(document, diagram))
        return *no;
    if (auto no = unlessFinite(note.position, note.size))
        return *no;
    if (!document.diagrams.at(diagram).notes.contains(note.id)) {
        if (auto no = unlessNewId(document, note.id.value()))
            return *no;
    }
    document.diagrams.update(diagram, [&](Diagram& changed) { changed.notes.set(std::move(note)); });
    return document;
}

Result<Document> setGroup(Document document, DiagramId diagram, Group group)
{
    if (auto no = unlessDiagram(document, diagram))
        return *no;
    if (auto no = unlessFinite(group.position, group.size))
        return *no;
    if (auto no = unlessHue(group.hue))
        return *no;
    if (!document.diagrams.at(diagram).groups.contains(group.id)) {
        if (auto no = unlessNewId(document, group.id.value()))
            return *no;
    }
    document.diagrams.update(diagram, [&](Diagram& changed) { changed.groups.set(std::move(group)); });
    return document;
}

Result<Document> setSettings(Document document, Settings settings)
{
    std::sort(settings.accepted.begin(), settings.accepted.end());
    settings.accepted.erase(
        std::unique(settings.accepted.begin(), settings.accepted.end()), settings.accepted.end());
    document.settings = std::move(settings);
    return document;
}

} // namespace conjoin::model::edit
