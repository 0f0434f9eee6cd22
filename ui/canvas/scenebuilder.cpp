// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/scenebuilder.h"

#include "model/document/objects.h"

#include <QHash>

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr int junctionHue = 5; // the violet one

EndMark manyMark(const KeyBounds& bounds)
{
    return bounds.unique ? EndMark::ZeroOrOne : EndMark::ZeroOrMany;
}

EndMark oneMark(const KeyBounds& bounds)
{
    return bounds.mandatory ? EndMark::One : EndMark::ZeroOrOne;
}

/// How many links a row at this end takes part in, as the far end of the line shows it.
EndMark participationMark(const model::LinkEnd& end)
{
    if (end.maximum == 1)
        return end.minimum > 0 ? EndMark::One : EndMark::ZeroOrOne;
    return end.minimum > 0 ? EndMark::OneOrMany : EndMark::ZeroOrMany;
}

/// On a line with a pill each table shows how many of it belong to one of the other. Several other ends have no
/// such number: there UML takes the pill for a class like any other, each of its objects is linked with one of
/// each end, and each end's with as many of the pill's as take part.
void setPillMarks(SceneEdge& edge, const model::ManyToMany& link, size_t end, model::Notation notation)
{
    const bool binary = link.ends.size() == 2;
    if (notation == model::Notation::Uml && !binary) {
        edge.fromMark = EndMark::One;
        edge.toMark = participationMark(link.ends[end]);
        return;
    }
    edge.fromMark = binary ? participationMark(link.ends[1 - end]) : EndMark::ZeroOrMany;
}

/// The columns of such a key say what a role would: it was read from a database, or typed as columns.
bool hasOwnColumns(const model::ForeignKey& key)
{
    return std::ranges::any_of(key.columns, [](const model::ColumnPair& pair) { return bool(pair.local); });
}

/// The nodes in painting order: the higher level later, else as they were added.
template<class Node>
std::vector<const Node*> byLevel(const ObjectMap<Node>& nodes)
{
    std::vector<const Node*> order;
    order.reserve(nodes.size());
    for (const Node& node : nodes)
        order.push_back(&node);
    if (!std::ranges::is_sorted(order, {}, &Node::level))
        std::ranges::stable_sort(order, {}, &Node::level);
    return order;
}

/// IDEF1X: an entity whose primary key holds another's has round corners, the others square ones.
bool isIndependent(const NodeContent& content)
{
    return std::ranges::none_of(
        content.rows, [](const CardRow& row) { return row.primaryKey && row.foreignKey; });
}

} // namespace

NodeSlot slotOf(const SceneNode& node)
{
    return {node.kind, node.object, node.table};
}

EdgeSlot slotOf(const SceneEdge& edge)
{
    return {edge.object, edge.linkEnd, edge.from, edge.to};
}

SceneBuilder::SceneBuilder(
    const model::Document& document, const model::Diagram& diagram, const orm::Derivation& derivation)
    : document_(document)
    , diagram_(diagram)
    , source_(document, derivation)
{}

SceneGraph SceneBuilder::build()
{
    SceneGraph scene;
    const std::vector<NodeSlot> nodes = nodeSlots();
    scene.nodes.reserve(nodes.size());
    for (const NodeSlot& slot : nodes)
        scene.nodes.push_back(node(slot));
    const std::vector<EdgeSlot> edges = edgeSlots(nodes);
    std::vector<std::vector<int>> endsOf(nodes.size());
    for (const EdgeSlot& slot : edges) {
        if (slot.linkEnd >= 0)
            endsOf[size_t(slot.to)].push_back(slot.from);
    }
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        if (!scene.nodes[i].placed)
            scene.nodes[i].rect.moveTopLeft(placeBetween(scene, int(i), endsOf[i]));
    }
    scene.edges.reserve(edges.size());
    for (const EdgeSlot& slot : edges)
        scene.edges.push_back(edge(slot, scene.nodes));
    return scene;
}

std::vector<NodeSlot> SceneBuilder::nodeSlots() const
{
    std::vector<NodeSlot> made;
    made.reserve(
        diagram_.groups.size() + diagram_.notes.size() + diagram_.tables.size() + diagram_.links.size());
    for (const model::Group* placed : byLevel(diagram_.groups))
        made.push_back({NodeKind::Group, placed->id, {}});
    for (const model::Note* placed : byLevel(diagram_.notes))
        made.push_back({NodeKind::Note, placed->id, {}});
    for (const model::TableNode* placed : byLevel(diagram_.tables)) {
        if (document_.schema.tables.contains(placed->id))
            made.push_back({NodeKind::Table, placed->id, placed->id});
    }
    // Junction cards first: they are painted like tables, pills above all.
    using Presentation = model::LinkNode::Presentation;
    const std::vector<const model::LinkNode*> links = byLevel(diagram_.links);
    for (const auto presentation : {Presentation::Card, Presentation::Pill}) {
        const NodeKind kind = presentation == Presentation::Card ? NodeKind::Junction : NodeKind::Pill;
        for (const model::LinkNode* placed : links) {
            const model::ManyToMany* link =
                placed->presentation == presentation ? document_.schema.links.find(placed->id) : nullptr;
            if (link && document_.schema.tables.contains(link->junction))
                made.push_back({kind, link->id, link->junction});
        }
    }
    return made;
}

std::vector<EdgeSlot> SceneBuilder::edgeSlots(const std::vector<NodeSlot>& nodes) const
{
    QHash<TableId, int> nodeOfTable;
    QHash<LinkId, int> nodeOfLink;
    nodeOfTable.reserve(qsizetype(nodes.size()));
    for (size_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i].table)
            nodeOfTable.insert(nodes[i].table, int(i));
        if (const auto* link = std::get_if<LinkId>(&nodes[i].object))
            nodeOfLink.insert(*link, int(i));
    }
    std::vector<EdgeSlot> made;
    made.reserve(document_.schema.references.size() + 2 * document_.schema.links.size());
    for (const model::Reference& reference : document_.schema.references) {
        const int from = nodeOfTable.value(reference.from, -1);
        const int to = nodeOfTable.value(reference.to, -1);
        if (from >= 0 && to >= 0)
            made.push_back({reference.id, -1, from, to});
    }
    for (const model::ManyToMany& link : document_.schema.links) {
        const int junction = nodeOfLink.value(link.id, -1);
        for (size_t end = 0; junction >= 0 && end < link.ends.size(); ++end) {
            const int from = nodeOfTable.value(link.ends[end].table, -1);
            if (from >= 0)
                made.push_back({link.id, int(end), from, junction});
        }
    }
    return made;
}

SceneNode SceneBuilder::node(const NodeSlot& slot)
{
    switch (slot.kind) {
    case NodeKind::Group:
        return group(slot);
    case NodeKind::Note:
        return note(slot);
    case NodeKind::Table:
        return card(slot);
    case NodeKind::Junction:
    case NodeKind::Pill:
        break;
    }
    return linkNode(slot);
}

SceneNode SceneBuilder::group(const NodeSlot& slot) const
{
    const model::Group& placed = diagram_.groups.at(std::get<GroupId>(slot.object));
    SceneNode node;
    node.kind = slot.kind;
    node.object = slot.object;
    node.title = placed.title;
    node.hue = placed.hue;
    node.pinned = placed.pinned;
    node.rect = QRectF(placed.position, placed.size);
    return node;
}

SceneNode SceneBuilder::note(const NodeSlot& slot) const
{
    const model::Note& placed = diagram_.notes.at(std::get<NoteId>(slot.object));
    SceneNode node;
    node.kind = slot.kind;
    node.object = slot.object;
    node.title = placed.text;
    node.pinned = placed.pinned;
    node.rect = QRectF(placed.position, placed.size);
    return node;
}

NodeContent SceneBuilder::contentOf(const NodeSlot& slot) const
{
    if (slot.kind == NodeKind::Pill)
        return source_.pill(document_.schema.links.at(std::get<LinkId>(slot.object)));
    NodeContent content = source_.card(document_.schema.tables.at(slot.table));
    const bool keysOnly =
        slot.kind == NodeKind::Table && diagram_.tables.at(slot.table).detail == model::CardDetail::Keys;
    return keysOnly ? keysOf(content) : content;
}

const NodeContent& SceneBuilder::content(const SceneNode& node)
{
    const auto [it, isNew] = contents_.try_emplace(model::idValue(node.object));
    if (isNew)
        it->second = contentOf(slotOf(node));
    return it->second;
}

SceneNode SceneBuilder::card(const NodeSlot& slot)
{
    const model::TableNode& placed = diagram_.tables.at(slot.table);
    SceneNode node;
    node.kind = slot.kind;
    node.object = slot.object;
    node.table = slot.table;
    node.hue = placed.hue;
    node.collapsed = placed.detail == model::CardDetail::Title;
    node.pinned = placed.pinned;
    const NodeContent& shown = content(node);
    node.title = shown.title;
    node.square = diagram_.notation == model::Notation::Idef1x && isIndependent(shown);
    if (!node.collapsed)
        node.rows = shown.rows;
    node.rect = QRectF(placed.position, nodeSize(node.kind, shown, node.collapsed));
    return node;
}

SceneNode SceneBuilder::linkNode(const NodeSlot& slot)
{
    const auto id = std::get<LinkId>(slot.object);
    const model::LinkNode& placed = diagram_.links.at(id);
    SceneNode node;
    node.kind = slot.kind;
    node.object = slot.object;
    node.table = slot.table;
    node.ends = int(document_.schema.links.at(id).ends.size());
    node.hue = junctionHue;
    node.pinned = placed.pinned;
    node.placed = placed.position.has_value();
    const NodeContent& shown = content(node);
    node.title = shown.title;
    node.square =
        slot.kind == NodeKind::Junction && diagram_.notation == model::Notation::Idef1x && isIndependent(shown);
    node.rows = shown.rows;
    node.hangs = slot.kind == NodeKind::Pill && diagram_.notation == model::Notation::Uml && node.ends == 2 &&
                 !node.rows.empty();
    node.rect = QRectF(placed.position.value_or(QPointF()), nodeSize(node.kind, shown, false));
    return node;
}

SceneEdge SceneBuilder::edge(const EdgeSlot& slot, const std::vector<SceneNode>& nodes)
{
    SceneEdge edge = slot.linkEnd < 0 ? referenceEdge(slot, nodes) : arm(slot, nodes);
    const bool toPill = nodes[size_t(edge.to)].kind == NodeKind::Pill;
    edge.fromMark = inNotation(edge.fromMark, diagram_.notation, !edge.manyToMany || toPill);
    edge.toMark = inNotation(edge.toMark, diagram_.notation, edge.manyToMany);
    return edge;
}

SceneEdge SceneBuilder::referenceEdge(const EdgeSlot& slot, const std::vector<SceneNode>& nodes)
{
    const model::Reference& reference = document_.schema.references.at(std::get<ReferenceId>(slot.object));
    SceneEdge edge;
    edge.object = slot.object;
    edge.from = slot.from;
    edge.to = slot.to;
    const SceneNode& from = nodes[size_t(edge.from)];
    const SceneNode& to = nodes[size_t(edge.to)];
    edge.fromRow = shownRow(from, content(from).rowOfReference(reference));
    edge.toRow = shownRow(to, content(to).rowOfTarget(reference.key));
    if (const model::ReferenceLine* line = diagram_.references.find(reference.id))
        edge.bends = line->bends;
    const KeyBounds bounds = source_.bounds(reference);
    edge.fromMark = manyMark(bounds);
    edge.toMark = oneMark(bounds);
    edge.dashed = diagram_.notation == model::Notation::Idef1x && !bounds.identifying;
    if (diagram_.notation == model::Notation::Uml && bounds.part)
        edge.toMark = EndMark::Whole;
    if (reference.from == reference.to || !hasOwnColumns(reference.key)) {
        edge.fromLabel = reference.inverseRole;
        edge.toLabel = reference.role;
    }
    return edge;
}

SceneEdge SceneBuilder::arm(const EdgeSlot& slot, const std::vector<SceneNode>& nodes)
{
    const model::ManyToMany& link = document_.schema.links.at(std::get<LinkId>(slot.object));
    const auto end = size_t(slot.linkEnd);
    const model::LinkEnd& drawn = link.ends[end];
    SceneEdge edge;
    edge.object = slot.object;
    edge.linkEnd = slot.linkEnd;
    edge.manyToMany = true;
    edge.from = slot.from;
    edge.to = slot.to;
    const std::vector<model::Bends>& bends = diagram_.links.at(link.id).bends;
    if (end < bends.size())
        edge.bends = bends[end];
    const bool toItself = std::ranges::count(link.ends, drawn.table, &model::LinkEnd::table) > 1;
    if (toItself || link.ends.size() > 2 || !hasOwnColumns(drawn.key))
        edge.fromLabel = drawn.role;
    const SceneNode& from = nodes[size_t(edge.from)];
    const SceneNode& junction = nodes[size_t(edge.to)];
    if (junction.kind == NodeKind::Junction) {
        edge.fromRow = shownRow(from, content(from).rowOfTarget(drawn.key));
        edge.toRow = content(junction).rowOfLinkEnd(slot.linkEnd);
        edge.fromMark = EndMark::One;
        edge.toMark = participationMark(drawn);
        const std::vector<CardRow>& rows = content(junction).rows;
        const bool identifying = edge.toRow >= 0 && rows[size_t(edge.toRow)].primaryKey;
        edge.dashed = diagram_.notation == model::Notation::Idef1x && !identifying;
    } else {
        setPillMarks(edge, link, end, diagram_.notation);
        edge.hangs = junction.hangs;
        // The second arm of a self link would run on the first one's line.
        const bool again = std::any_of(link.ends.begin(), link.ends.begin() + slot.linkEnd,
            [&](const model::LinkEnd& other) { return other.table == drawn.table; });
        if (again)
            edge.fromRow = int(from.rows.size()) - 1;
    }
    return edge;
}

} // namespace conjoin::ui
