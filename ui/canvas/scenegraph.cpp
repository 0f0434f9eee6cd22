// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/scenegraph.h"

#include "model/document/objects.h"
#include "model/layout/cardmetrics.h"
#include "ui/canvas/nodecontent.h"
#include "ui/canvas/rolelabels.h"
#include "ui/canvas/scenerouting.h"
#include "ui/canvas/spatialindex.h"

#include <QHash>

#include <algorithm>
#include <cmath>

namespace conjoin::ui {

namespace {

constexpr int junctionHue = 5;       // the violet one
constexpr double snapStep = 8;       // everything stands on the grid
constexpr double selfLinkDrop = 40;  // from the lower edge of a card to the pill of its self link
constexpr double armStub = 24;       // where the line of an arm turns beside a card
constexpr double nearlyAligned = 56; // cards whose docks differ less than this are linked with a single bend
constexpr double pillClearanceX = 36, pillClearanceY = 28; // what finds its own place leaves room for end marks
constexpr double cardClearance = 48;

double snapped(double value)
{
    return std::round(value / snapStep) * snapStep;
}

double dockOffset(const SceneNode& node, int row)
{
    if (node.kind == NodeKind::Pill)
        return row < 0 ? model::layout::pillHeadCentre : model::layout::pillRowCentre(row);
    return row < 0 || node.collapsed ? model::layout::headerCentre : model::layout::rowCentre(row);
}

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
    for (const Node& node : nodes)
        order.push_back(&node);
    std::ranges::stable_sort(order, {}, &Node::level);
    return order;
}

/// Collects the nodes and edges of one diagram.
class SceneBuilder {
public:
    SceneBuilder(
        const model::Document& document, const model::Diagram& diagram, const orm::Derivation& derivation)
        : document_(document)
        , diagram_(diagram)
        , source_(document, derivation)
    {}

    SceneGraph build()
    {
        addGroups();
        addNotes();
        addTables();
        addLinks();
        placePills();
        addReferences();
        addArms();
        if (diagram_.notation == model::Notation::Idef1x)
            tellDependence();
        for (SceneEdge& edge : scene_.edges) {
            const bool toPill = scene_.nodes[size_t(edge.to)].kind == NodeKind::Pill;
            edge.fromMark = inNotation(edge.fromMark, diagram_.notation, !edge.manyToMany || toPill);
            edge.toMark = inNotation(edge.toMark, diagram_.notation, edge.manyToMany);
        }
        return std::move(scene_);
    }

private:
    /// IDEF1X: an entity whose primary key holds another's has round corners, the others square ones.
    void tellDependence()
    {
        for (size_t i = 0; i < scene_.nodes.size(); ++i) {
            SceneNode& node = scene_.nodes[i];
            if (node.kind != NodeKind::Table && node.kind != NodeKind::Junction)
                continue;
            node.square = std::ranges::none_of(
                contents_[i].rows, [](const CardRow& row) { return row.primaryKey && row.foreignKey; });
        }
    }

    void addGroups()
    {
        for (const model::Group* placed : byLevel(diagram_.groups)) {
            const model::Group& group = *placed;
            SceneNode node;
            node.pinned = group.pinned;
            node.kind = NodeKind::Group;
            node.object = group.id;
            node.title = group.title;
            node.hue = group.hue;
            node.rect = QRectF(group.position, group.size);
            add(std::move(node), {});
        }
    }

    void addNotes()
    {
        for (const model::Note* placed : byLevel(diagram_.notes)) {
            const model::Note& note = *placed;
            SceneNode node;
            node.pinned = note.pinned;
            node.kind = NodeKind::Note;
            node.object = note.id;
            node.title = note.text;
            node.rect = QRectF(note.position, note.size);
            add(std::move(node), {});
        }
    }

    void addTables()
    {
        for (const model::TableNode* shown : byLevel(diagram_.tables)) {
            const model::TableNode& placed = *shown;
            const model::Table* table = document_.schema.tables.find(placed.id);
            if (!table)
                continue;
            SceneNode node;
            node.kind = NodeKind::Table;
            node.object = table->id;
            node.table = table->id;
            node.hue = placed.hue;
            node.collapsed = placed.detail == model::CardDetail::Title;
            node.pinned = placed.pinned;
            NodeContent content = source_.card(*table);
            if (placed.detail == model::CardDetail::Keys)
                content = keysOf(content);
            node.rect = QRectF(placed.position, nodeSize(node.kind, content, node.collapsed));
            add(std::move(node), std::move(content));
        }
    }

    void addLinks()
    {
        // Junction cards first: they are painted like tables, pills above all.
        for (const auto presentation :
            {model::LinkNode::Presentation::Card, model::LinkNode::Presentation::Pill}) {
            for (const model::LinkNode* placed : byLevel(diagram_.links)) {
                if (placed->presentation == presentation)
                    addLink(*placed);
            }
        }
    }

    void addLink(const model::LinkNode& placed)
    {
        const model::ManyToMany* link = document_.schema.links.find(placed.id);
        if (!link || !document_.schema.tables.contains(link->junction))
            return;
        const bool card = placed.presentation == model::LinkNode::Presentation::Card;
        SceneNode node;
        node.kind = card ? NodeKind::Junction : NodeKind::Pill;
        node.object = link->id;
        node.table = link->junction;
        node.ends = int(link->ends.size());
        node.hue = junctionHue;
        node.pinned = placed.pinned;
        node.placed = placed.position.has_value();
        NodeContent content =
            card ? source_.card(document_.schema.tables.at(link->junction)) : source_.pill(*link);
        node.rect = QRectF(placed.position.value_or(QPointF()), nodeSize(node.kind, content, false));
        add(std::move(node), std::move(content));
    }

    void add(SceneNode node, NodeContent content)
    {
        if (node.table) {
            node.title = content.title;
            nodeOfTable_.insert(node.table, int(scene_.nodes.size()));
        }
        if (!node.collapsed)
            node.rows = content.rows;
        scene_.nodes.push_back(std::move(node));
        contents_.push_back(std::move(content));
    }

    /// Nodes of the link's ends that are shown, in their order.
    std::vector<int> endNodes(const model::ManyToMany& link) const
    {
        std::vector<int> nodes;
        for (const model::LinkEnd& end : link.ends) {
            const int node = nodeOfTable_.value(end.table, -1);
            if (node >= 0)
                nodes.push_back(node);
        }
        return nodes;
    }

    void placePills()
    {
        for (size_t i = 0; i < scene_.nodes.size(); ++i) {
            const auto* id = std::get_if<LinkId>(&scene_.nodes[i].object);
            if (id && !scene_.nodes[i].placed) {
                const std::vector<int> ends = endNodes(document_.schema.links.at(*id));
                scene_.nodes[i].rect.moveTopLeft(placeBetween(scene_, int(i), ends));
            }
        }
    }

    int shownRow(int node, int row) const { return scene_.nodes[size_t(node)].collapsed ? -1 : row; }

    void addReferences()
    {
        for (const model::Reference& reference : document_.schema.references) {
            SceneEdge edge;
            edge.object = reference.id;
            edge.from = nodeOfTable_.value(reference.from, -1);
            edge.to = nodeOfTable_.value(reference.to, -1);
            if (edge.from < 0 || edge.to < 0)
                continue;
            edge.fromRow = shownRow(edge.from, contents_[size_t(edge.from)].rowOfReference(reference));
            edge.toRow = shownRow(edge.to, contents_[size_t(edge.to)].rowOfTarget(reference.key));
            if (const model::ReferenceLine* line = diagram_.references.find(reference.id))
                edge.bends = line->bends;
            const KeyBounds bounds = source_.bounds(reference);
            edge.fromMark = manyMark(bounds);
            edge.toMark = oneMark(bounds);
            edge.dashed = diagram_.notation == model::Notation::Idef1x && !bounds.identifying;
            if (reference.from == reference.to || !hasOwnColumns(reference.key)) {
                edge.fromLabel = reference.inverseRole;
                edge.toLabel = reference.role;
            }
            scene_.edges.push_back(std::move(edge));
        }
    }

    void addArms()
    {
        for (const model::ManyToMany& link : document_.schema.links) {
            const int junction = scene_.nodeOf(link.id);
            if (junction < 0)
                continue;
            for (size_t end = 0; end < link.ends.size(); ++end)
                addArm(link, int(end), junction);
        }
    }

    void addArm(const model::ManyToMany& link, int end, int junction)
    {
        const model::LinkEnd& drawn = link.ends[size_t(end)];
        SceneEdge edge;
        edge.object = link.id;
        edge.linkEnd = end;
        edge.manyToMany = true;
        edge.from = nodeOfTable_.value(drawn.table, -1);
        edge.to = junction;
        if (edge.from < 0)
            return;
        const std::vector<model::Bends>& bends = diagram_.links.at(link.id).bends;
        if (size_t(end) < bends.size())
            edge.bends = bends[size_t(end)];
        const bool toItself = std::ranges::count(link.ends, drawn.table, &model::LinkEnd::table) > 1;
        if (toItself || link.ends.size() > 2 || !hasOwnColumns(drawn.key))
            edge.fromLabel = drawn.role;
        const SceneNode& shown = scene_.nodes[size_t(junction)];
        if (shown.kind == NodeKind::Junction) {
            edge.fromRow = shownRow(edge.from, contents_[size_t(edge.from)].rowOfTarget(drawn.key));
            edge.toRow = contents_[size_t(junction)].rowOfLinkEnd(end);
            edge.fromMark = EndMark::One;
            edge.toMark = participationMark(drawn);
            const std::vector<CardRow>& rows = contents_[size_t(junction)].rows;
            const bool identifying = edge.toRow >= 0 && rows[size_t(edge.toRow)].primaryKey;
            edge.dashed = diagram_.notation == model::Notation::Idef1x && !identifying;
        } else {
            const bool binary = link.ends.size() == 2;
            edge.fromMark = binary ? participationMark(link.ends[size_t(1 - end)]) : EndMark::ZeroOrMany;
            // The second arm of a self link would run on the first one's line.
            const bool again = std::any_of(link.ends.begin(), link.ends.begin() + end,
                [&](const model::LinkEnd& other) { return other.table == drawn.table; });
            if (again)
                edge.fromRow = int(scene_.nodes[size_t(edge.from)].rows.size()) - 1;
        }
        scene_.edges.push_back(std::move(edge));
    }

    const model::Document& document_;
    const model::Diagram& diagram_;
    ContentSource source_;
    SceneGraph scene_;
    std::vector<NodeContent> contents_; ///< parallel to scene_.nodes
    QHash<TableId, int> nodeOfTable_;
};

bool isFree(const SceneGraph& scene, int pill, const QRectF& rect)
{
    const bool card = scene.nodes[size_t(pill)].kind == NodeKind::Junction;
    const double x = card ? cardClearance : pillClearanceX, y = card ? cardClearance : pillClearanceY;
    const QRectF wanted = rect.adjusted(-x, -y, x, y);
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        const SceneNode& node = scene.nodes[i];
        const bool obstacle = node.kind != NodeKind::Group && int(i) != pill && (node.placed || int(i) < pill);
        if (obstacle && node.rect.intersects(wanted))
            return false;
    }
    return true;
}

/// The first free place from `corner` on; to both sides along the axis, a card that does not fit always below.
QPointF firstFree(const SceneGraph& scene, int pill, QPointF corner, Qt::Orientation axis)
{
    const QSizeF size = scene.nodes[size_t(pill)].rect.size();
    const bool below = scene.nodes[size_t(pill)].kind == NodeKind::Junction && axis == Qt::Vertical;
    constexpr int tries = 64;
    for (int i = 0; i < tries; ++i) {
        const double step = (below ? i : (i % 2 ? 1 : -1) * std::ceil(i / 2.0)) * 3 * snapStep;
        const QPointF shifted = corner + (axis == Qt::Horizontal ? QPointF(step, 0) : QPointF(0, step));
        if (isFree(scene, pill, QRectF(shifted, size)))
            return shifted;
    }
    return corner;
}

} // namespace

EndMark inNotation(EndMark mark, model::Notation notation, bool holder)
{
    switch (notation) {
    case model::Notation::CrowsFoot:
        return mark;
    case model::Notation::Idef1x:
        switch (mark) {
        case EndMark::One: // the plain end of a line is exactly one
            return holder ? EndMark::Dot : EndMark::None;
        case EndMark::ZeroOrOne:
            return holder ? EndMark::DotOrNone : EndMark::Diamond;
        case EndMark::Many:
        case EndMark::ZeroOrMany:
            return EndMark::Dot;
        case EndMark::OneOrMany:
            return EndMark::DotAtLeastOne;
        default:
            return mark;
        }
    case model::Notation::Uml:
        switch (mark) {
        case EndMark::One:
            return EndMark::NumberOne;
        case EndMark::ZeroOrOne:
            return EndMark::NumberZeroOrOne;
        case EndMark::Many:
        case EndMark::ZeroOrMany:
            return EndMark::NumberZeroOrMany;
        case EndMark::OneOrMany:
            return EndMark::NumberOneOrMany;
        default:
            return mark;
        }
    }
    return mark;
}

QRectF SceneGraph::bounds() const
{
    QRectF all;
    for (const SceneNode& node : nodes)
        all |= node.rect;
    QPointF low = all.topLeft(), high = all.bottomRight();
    bool empty = nodes.empty();
    for (const SceneEdge& edge : edges) {
        for (const QPointF& point : edge.route) {
            const QPointF beyond = point + QPointF(1, 1);
            low = empty ? point : QPointF(std::min(low.x(), point.x()), std::min(low.y(), point.y()));
            high = empty ? beyond : QPointF(std::max(high.x(), beyond.x()), std::max(high.y(), beyond.y()));
            empty = false;
        }
    }
    return {low, high};
}

int SceneGraph::nodeOf(const ObjectRef& object) const
{
    const auto* table = std::get_if<TableId>(&object);
    const auto* column = std::get_if<ColumnId>(&object);
    for (size_t i = 0; i < nodes.size(); ++i) {
        const SceneNode& node = nodes[i];
        if (node.object == object || (table && node.table == *table))
            return int(i);
        if (column && std::any_of(node.rows.begin(), node.rows.end(),
                          [&](const CardRow& row) { return row.object == object; }))
            return int(i);
    }
    return -1;
}

NodeIndex::NodeIndex(const SceneGraph& scene)
{
    nodes_.reserve(qsizetype(scene.nodes.size()));
    for (size_t i = 0; i < scene.nodes.size(); ++i)
        nodes_.insert(model::idValue(scene.nodes[i].object), int(i));
}

int NodeIndex::of(const ObjectRef& object) const
{
    return nodes_.value(model::idValue(object), -1);
}

QRectF SceneGraph::rowRect(int node, int row) const
{
    const SceneNode& shown = nodes[size_t(node)];
    const bool pill = shown.kind == NodeKind::Pill;
    if (row < 0) {
        const double head = pill ? model::layout::pillHeadHeight : model::layout::headerHeight;
        return {shown.rect.x(), shown.rect.y(), shown.rect.width(), std::min(head, shown.rect.height())};
    }
    const double height = pill ? model::layout::pillRowHeight : model::layout::rowHeight;
    const double centre = shown.rect.y() + dockOffset(shown, row);
    return {shown.rect.x(), centre - height / 2, shown.rect.width(), height};
}

QPointF placeBetween(const SceneGraph& scene, int pill, const std::vector<int>& ends)
{
    const QSizeF size = scene.nodes[size_t(pill)].rect.size();
    const double headCentre = dockOffset(scene.nodes[size_t(pill)], -1);
    if (ends.empty())
        return {0, 0};

    const bool toItself = std::all_of(ends.begin(), ends.end(), [&](int end) { return end == ends.front(); });
    const QRectF first = scene.nodes[size_t(ends.front())].rect;
    QPointF corner;
    bool stacked = false; // the ends stand one above the other
    if (toItself) {
        // One arm leaves the card below, the other beside it: the pill stands where they meet.
        corner = {first.right() + armStub - size.width() / 2, first.bottom() + selfLinkDrop};
    } else if (ends.size() == 2) {
        const QRectF second = scene.nodes[size_t(ends.back())].rect;
        const QRectF& left = first.center().x() <= second.center().x() ? first : second;
        const QRectF& right = &left == &first ? second : first;
        const QRectF& upper = first.center().y() <= second.center().y() ? first : second;
        const QRectF& lower = &upper == &first ? second : first;
        const double gapX = right.left() - left.right();
        const double gapY = lower.top() - upper.bottom();
        stacked = gapX < size.width() && gapY > gapX;
        if (stacked) {
            // Straight below the upper card where that is nearly the middle: one bend less.
            const double offset = lower.center().x() - upper.center().x();
            const double middle = upper.center().x() + (std::abs(offset) < nearlyAligned ? 0 : offset / 2);
            corner = {middle - size.width() / 2, (upper.bottom() + lower.top() - size.height()) / 2};
        } else { // lines dock in the headers: the pill's head stands between them
            const double offset = right.top() - left.top();
            const double top = left.top() + (std::abs(offset) < nearlyAligned ? 0 : offset / 2);
            corner = {(left.right() + right.left() - size.width()) / 2,
                top + model::layout::headerCentre - headCentre};
        }
    } else {
        for (const int end : ends)
            corner += scene.nodes[size_t(end)].rect.center() / double(ends.size());
        corner -= QPointF(size.width() / 2, size.height() / 2);
    }
    // Only the free axis snaps: on the other one the arms run straight.
    corner = stacked ? QPointF(corner.x(), snapped(corner.y())) : QPointF(snapped(corner.x()), corner.y());
    return firstFree(scene, pill, corner, stacked ? Qt::Horizontal : Qt::Vertical);
}

QPointF placeAround(const SceneGraph& scene, int node, QPointF centre)
{
    const QSizeF size = scene.nodes[size_t(node)].rect.size();
    const QPointF corner = centre - QPointF(size.width() / 2, size.height() / 2);
    return firstFree(scene, node, {snapped(corner.x()), snapped(corner.y())}, Qt::Vertical);
}

model::layout::Edge layoutEdge(const SceneGraph& scene, const SceneEdge& edge)
{
    constexpr int rowsPerNode = 1 << 12; // more than the columns of any engine's table
    model::layout::Edge line;
    line.from = edge.from;
    line.to = edge.to;
    line.fromRow = dockOffset(scene.nodes[size_t(edge.from)], edge.fromRow);
    line.toRow = dockOffset(scene.nodes[size_t(edge.to)], edge.toRow);
    // Arms to a junction card are its foreign keys: they dock at rows, like any reference.
    const bool toPill = scene.nodes[size_t(edge.to)].kind == NodeKind::Pill;
    line.kind = edge.manyToMany && toPill ? model::layout::Edge::ManyToMany : model::layout::Edge::Reference;
    if (!edge.manyToMany)
        line.net = edge.to * rowsPerNode + edge.toRow + 1;
    return line;
}

SceneGraph buildUnroutedScene(
    const model::Document& document, DiagramId diagram, const orm::Derivation& derivation)
{
    return SceneBuilder(document, document.diagrams.at(diagram), derivation).build();
}

SceneGraph buildScene(const model::Document& document, DiagramId diagram, const orm::Derivation& derivation)
{
    SceneGraph scene = buildUnroutedScene(document, diagram, derivation);
    routeScene(scene);
    placeRoleLabels(scene, SpatialIndex(scene));
    return scene;
}

} // namespace conjoin::ui
