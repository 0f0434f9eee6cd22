// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/diagramset.h"

#include "model/document/invariants.h"
#include "model/edit/refusals.h"

#include <QSet>

#include <algorithm>

namespace conjoin::model::edit {

namespace {

Refusal unlessFreeDiagramName(const Document& document, const QString& name, DiagramId self)
{
    if (name.trimmed().isEmpty())
        return inputError({}, message("edit.diagram-name-empty", "a diagram needs a name"));
    for (const Diagram& diagram : document.diagrams) {
        if (diagram.id != self && diagram.name.compare(name, Qt::CaseInsensitive) == 0)
            return inputError(
                {}, message("edit.diagram-name-taken", "there is a diagram \"%1\" already", {name}));
    }
    return {};
}

bool shows(const Schema& schema, const Diagram& diagram, TableId table)
{
    if (diagram.tables.contains(table))
        return true;
    const ManyToMany* link = linkOfJunction(schema, table);
    return link && diagram.links.contains(link->id);
}

/// Links may end at junctions of other links: one that comes may let the next one come.
void showLinks(const Schema& schema, Diagram& diagram)
{
    bool more = true;
    while (more) {
        more = false;
        for (const ManyToMany& link : schema.links) {
            const bool ready = !diagram.links.contains(link.id) &&
                               std::ranges::all_of(link.ends,
                                   [&](const LinkEnd& end) { return shows(schema, diagram, end.table); });
            if (!ready)
                continue;
            LinkNode node;
            node.id = link.id;
            diagram.links.set(node);
            more = true;
        }
    }
}

void hideLonelyLinks(const Schema& schema, Diagram& diagram)
{
    bool more = true;
    while (more) {
        more = diagram.links.removeIf([&](const LinkNode& node) {
            const ManyToMany& link = schema.links.at(node.id);
            return std::ranges::count_if(
                       link.ends, [&](const LinkEnd& end) { return shows(schema, diagram, end.table); }) < 2;
        });
    }
}

} // namespace

Result<Document> addDiagram(Document document, Diagram diagram)
{
    if (auto no = unlessNewId(document, diagram.id.value()))
        return *no;
    if (auto no = unlessFreeDiagramName(document, diagram.name, {}))
        return *no;
    document.diagrams.set(std::move(diagram));
    const Diagnostics wrong = violations(document);
    if (!wrong.empty())
        return inputError({}, wrong.front().what);
    return document;
}

Result<Document> renameDiagram(Document document, DiagramId diagram, const QString& name)
{
    if (auto no = unlessDiagram(document, diagram))
        return *no;
    if (auto no = unlessFreeDiagramName(document, name, diagram))
        return *no;
    document.diagrams.update(diagram, [&](Diagram& changed) { changed.name = name; });
    return document;
}

Result<Document> setNotation(Document document, DiagramId diagram, Notation notation)
{
    if (auto no = unlessDiagram(document, diagram))
        return *no;
    document.diagrams.update(diagram, [&](Diagram& changed) { changed.notation = notation; });
    return document;
}

Result<Document> showTables(Document document, DiagramId diagram, const std::vector<TableNode>& nodes)
{
    if (auto no = unlessDiagram(document, diagram))
        return *no;
    for (const TableNode& node : nodes) {
        if (auto no = unlessTable(document, node.id))
            return *no;
        if (auto no = unlessPlaceable(node))
            return *no;
    }
    document.diagrams.update(diagram, [&](Diagram& changed) {
        for (const TableNode& node : nodes) {
            if (!shows(document.schema, changed, node.id) && !linkOfJunction(document.schema, node.id))
                changed.tables.set(node);
        }
        showLinks(document.schema, changed);
    });
    return document;
}

Result<Document> hideObjects(Document document, DiagramId diagram, const std::vector<ObjectRef>& objects)
{
    if (auto no = unlessDiagram(document, diagram))
        return *no;
    bool all = true;
    document.diagrams.update(diagram, [&](Diagram& changed) {
        for (const ObjectRef& object : objects) {
            if (const auto* table = std::get_if<TableId>(&object))
                all = changed.tables.remove(*table) && all;
            else if (const auto* link = std::get_if<LinkId>(&object))
                all = changed.links.remove(*link) && all;
            else
                all = false;
        }
        hideLonelyLinks(document.schema, changed);
    });
    if (!all)
        return inputError(
            {}, message("edit.not-hidden", "only cards and links that the diagram shows can be hidden"));
    return document;
}

std::vector<TableId> neighbourhood(const Schema& schema, const std::vector<TableId>& from, int depth)
{
    std::vector<TableId> met;
    QSet<TableId> known;
    const auto meet = [&](TableId table) {
        if (!known.contains(table) && schema.tables.contains(table)) {
            known.insert(table);
            met.push_back(table);
        }
    };
    for (const TableId table : from)
        meet(table);
    std::size_t before = 0;
    for (int step = 0; step < depth && met.size() > before; ++step) {
        before = met.size();
        const QSet<TableId> edge = known;
        for (const Reference& reference : schema.references) {
            if (edge.contains(reference.from))
                meet(reference.to);
            if (edge.contains(reference.to))
                meet(reference.from);
        }
        for (const ManyToMany& link : schema.links) {
            const bool touched =
                edge.contains(link.junction) ||
                std::ranges::any_of(link.ends, [&](const LinkEnd& end) { return edge.contains(end.table); });
            if (!touched)
                continue;
            for (const LinkEnd& end : link.ends)
                meet(end.table);
            meet(link.junction);
        }
    }
    return met;
}

} // namespace conjoin::model::edit
