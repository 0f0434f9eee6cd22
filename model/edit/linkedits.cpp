// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/edits.h"
#include "model/edit/refusals.h"

namespace conjoin::model::edit {

Result<Document> addReference(Document document, Reference reference)
{
    if (auto no = unlessNewId(document, reference.id.value()))
        return *no;
    if (auto no = unlessSound(document, reference))
        return *no;
    document.schema.references.set(std::move(reference));
    return document;
}

Result<Document> updateReference(Document document, Reference reference)
{
    if (!document.schema.references.contains(reference.id))
        return inputError({}, message("edit.reference-gone", "the reference does not exist any more"));
    if (auto no = unlessSound(document, reference))
        return *no;
    document.schema.references.set(std::move(reference));
    return document;
}

Result<Document> addLink(Document document, ManyToMany link, Table junction, DiagramId diagram, LinkNode node)
{
    if (auto no = unlessDiagram(document, diagram))
        return *no;
    if (auto no = unlessFreeTableName(document, junction.name, {}))
        return *no;
    if (auto no = unlessSound(document, junction))
        return *no;
    if (auto no = unlessNewIds(document, junction, nullptr))
        return *no;
    link.junction = junction.id;
    if (auto no = unlessSound(document, link, junction))
        return *no;
    node.id = link.id;
    if (auto no = unlessPlaceable(node))
        return *no;
    document.schema.tables.set(std::move(junction));
    if (auto no = unlessNewId(document, link.id.value())) // after its junction, whose ids it must not repeat
        return *no;
    document.schema.links.set(std::move(link));
    document.diagrams.update(diagram, [&](Diagram& shown) { shown.links.set(node); });
    return document;
}

Result<Document> shareJunction(Document document, ManyToMany link, DiagramId diagram, LinkNode node)
{
    if (auto no = unlessDiagram(document, diagram))
        return *no;
    if (auto no = unlessNewId(document, link.id.value()))
        return *no;
    if (!linkOfJunction(document.schema, link.junction))
        return inputError({}, message("edit.no-junction", "only the junction of a link can be shared"));
    if (auto no = unlessSound(document, link, document.schema.tables.at(link.junction)))
        return *no;
    node.id = link.id;
    if (auto no = unlessPlaceable(node))
        return *no;
    document.schema.links.set(std::move(link));
    document.diagrams.update(diagram, [&](Diagram& shown) { shown.links.set(node); });
    return document;
}

Result<Document> updateLink(Document document, ManyToMany link)
{
    const ManyToMany* before = document.schema.links.find(link.id);
    if (!before)
        return inputError({}, message("edit.link-gone", "the link does not exist any more"));
    if (auto no = unlessSound(document, link, document.schema.tables.at(before->junction)))
        return *no;
    document.schema.links.set(std::move(link));
    return document;
}

} // namespace conjoin::model::edit
