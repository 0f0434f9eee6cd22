// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/sceneupdate.h"

#include "ui/canvas/bentroute.h"
#include "ui/canvas/rolelabels.h"
#include "ui/canvas/scenechanges.h"
#include "ui/canvas/scenerouting.h"

#include <algorithm>
#include <array>
#include <utility>

namespace conjoin::ui {

namespace {

/// Whether the diagrams differ in no more than their tables and links.
bool sameBesideCards(model::Diagram before, const model::Diagram& after)
{
    before.tables = after.tables;
    before.links = after.links;
    return before == after;
}

/// Whether the edge is drawn the same, but for what routing makes of it.
bool sameButRoute(const SceneEdge& a, const SceneEdge& b)
{
    return a.fromRow == b.fromRow && a.toRow == b.toRow && a.fromMark == b.fromMark && a.toMark == b.toMark &&
           a.dashed == b.dashed && a.fromLabel == b.fromLabel && a.toLabel == b.toLabel && a.bends == b.bends;
}

} // namespace

bool SceneUpdate::takePlaces(
    const model::Diagram& before, const model::Diagram& after, const model::Delta& delta)
{
    if (delta.touchesSchema() || delta.settings || before.id != after.id || !sameBesideCards(before, after))
        return false;
    const auto change = std::ranges::find(delta.diagramChanges, after.id, &model::DiagramDelta::id);
    if (change == delta.diagramChanges.end())
        return before == after;       // another diagram, or nothing that is shown
    constexpr size_t mostMoved = 200; // for more, building anew is quicker
    const auto sameCards = [](const auto& cards) { return cards.added.empty() && cards.removed.empty(); };
    if (!sameCards(change->tables) || !sameCards(change->links) ||
        change->tables.changed.size() + change->links.changed.size() > mostMoved)
        return false;

    const NodeIndex known(scene_);
    std::vector<std::pair<int, QPointF>> moves;
    for (const TableId id : change->tables.changed) {
        model::TableNode moved = before.tables.at(id);
        moved.position = after.tables.at(id).position;
        const int index = known.of(id);
        if (moved != after.tables.at(id) || index < 0)
            return false;
        moves.emplace_back(index, moved.position);
    }
    for (const LinkId id : change->links.changed) {
        model::LinkNode moved = before.links.at(id);
        moved.position = after.links.at(id).position;
        const int index = known.of(id);
        if (moved != after.links.at(id) || index < 0 || !moved.position)
            return false;
        moves.emplace_back(index, *moved.position);
    }
    for (const auto& [index, corner] : moves) {
        SceneNode next = scene_.nodes[size_t(index)];
        next.placed = true;
        next.rect.moveTopLeft(corner);
        this->change(index, std::move(next));
    }
    movePills();
    finish({});
    return true;
}

bool SceneUpdate::takeContents(SceneGraph& unrouted)
{
    const auto sameNode = [](const SceneNode& a, const SceneNode& b) {
        return a.object == b.object && a.kind == b.kind;
    };
    const auto sameEdge = [](const SceneEdge& a, const SceneEdge& b) {
        return a.object == b.object && a.linkEnd == b.linkEnd && a.from == b.from && a.to == b.to;
    };
    if (!std::ranges::equal(scene_.nodes, unrouted.nodes, sameNode) ||
        !std::ranges::equal(scene_.edges, unrouted.edges, sameEdge))
        return false;
    for (size_t i = 0; i < scene_.nodes.size(); ++i) {
        if (!(scene_.nodes[i] == unrouted.nodes[i]))
            change(int(i), std::move(unrouted.nodes[i]));
    }
    std::vector<int> stale;
    for (size_t i = 0; i < scene_.edges.size(); ++i) {
        SceneEdge& edge = scene_.edges[i];
        SceneEdge& next = unrouted.edges[i];
        if (sameButRoute(edge, next))
            continue;
        if (edge.fromRow != next.fromRow || edge.toRow != next.toRow || edge.bends != next.bends)
            stale.push_back(int(i));
        edges_.push_back({int(i), edge});
        next.route = std::move(edge.route);
        next.mixedTo = edge.mixedTo;
        edge = std::move(next);
    }
    finish(std::move(stale));
    return true;
}

void SceneUpdate::change(int index, SceneNode next)
{
    SceneNode& node = scene_.nodes[size_t(index)];
    index_.removeNode(index, node);
    index_.addNode(index, next);
    nodes_.push_back({index, std::exchange(node, std::move(next))});
}

/// Pills without a place of their own stand between their ends, clear of other cards: they move when their ends
/// do, and when a card comes or goes where they stand or would stand.
void SceneUpdate::movePills()
{
    constexpr double reach = 800; // how far a pill looks for room
    constexpr int rounds = 4;     // pills may have to make room for pills
    std::vector<QRectF> changed;
    const auto note = [&](size_t first) {
        for (size_t i = first; i < nodes_.size(); ++i) {
            changed.push_back(nodes_[i].node.rect);
            changed.push_back(scene_.nodes[size_t(nodes_[i].index)].rect);
        }
    };
    note(0);
    std::vector<std::vector<int>> endsOf(scene_.nodes.size());
    for (const SceneEdge& edge : scene_.edges) {
        if (edge.manyToMany)
            endsOf[size_t(edge.to)].push_back(edge.from);
    }
    for (int round = 0; round < rounds && !changed.empty(); ++round) {
        const std::vector<QRectF> causes = std::exchange(changed, {});
        const size_t before = nodes_.size();
        for (size_t i = 0; i < scene_.nodes.size(); ++i) {
            const SceneNode& pill = scene_.nodes[i];
            if (pill.placed)
                continue;
            const QRectF around = pill.rect.adjusted(-reach, -reach, reach, reach);
            const bool near =
                std::ranges::any_of(causes, [&](const QRectF& cause) { return cause.intersects(around); }) ||
                std::ranges::any_of(nodes_, [&](const OldNode& old) {
                    return std::ranges::find(endsOf[i], old.index) != endsOf[i].end();
                });
            if (!near)
                continue;
            const QPointF corner = placeBetween(scene_, int(i), endsOf[i]);
            if (corner == pill.rect.topLeft())
                continue;
            SceneNode next = pill;
            next.rect.moveTopLeft(corner);
            change(int(i), std::move(next));
        }
        note(before);
    }
}

void SceneUpdate::keepOld(int edge)
{
    if (std::ranges::find(edges_, edge, &OldEdge::index) == edges_.end())
        edges_.push_back({edge, scene_.edges[size_t(edge)]});
}

void SceneUpdate::takeKnownLines()
{
    for (size_t i = 0; i < scene_.edges.size(); ++i) {
        const auto line = known_->constFind(keyOf(scene_.edges[i]));
        if (line == known_->cend())
            continue;
        keepOld(int(i));
        scene_.edges[i].route = *line;
    }
}

RouteHistory::Lines SceneUpdate::linesBefore() const
{
    RouteHistory::Lines lines;
    for (const OldEdge& old : edges_) {
        if (old.edge.route != scene_.edges[size_t(old.index)].route)
            lines.insert(keyOf(old.edge), old.edge.route);
    }
    return lines;
}

RouteHistory::Lines SceneUpdate::linesAfter() const
{
    RouteHistory::Lines lines;
    for (const OldEdge& old : edges_) {
        const SceneEdge& now = scene_.edges[size_t(old.index)];
        if (old.edge.route != now.route)
            lines.insert(keyOf(now), now.route);
    }
    return lines;
}

void SceneUpdate::reroute(std::vector<int> stale)
{
    if (known_) {
        takeKnownLines();
        return;
    }
    std::vector<char> moved(scene_.nodes.size(), 0);
    std::vector<QRectF> covered;
    for (const OldNode& old : nodes_) {
        const SceneNode& node = scene_.nodes[size_t(old.index)];
        if (old.node.rect == node.rect)
            continue;
        moved[size_t(old.index)] = 1;
        if (node.kind != NodeKind::Note && node.kind != NodeKind::Group)
            covered.push_back(node.rect);
    }
    for (size_t i = 0; i < scene_.edges.size(); ++i) {
        if (moved[size_t(scene_.edges[i].from)] || moved[size_t(scene_.edges[i].to)])
            stale.push_back(int(i));
    }
    for (const QRectF& rect : covered) {
        for (const int i : index_.in(rect).edges) {
            if (runsThrough(scene_.edges[size_t(i)].route, rect))
                stale.push_back(i);
        }
    }
    addLinesBesideBends(stale);
    std::ranges::sort(stale);
    stale.erase(std::unique(stale.begin(), stale.end()), stale.end());
    if (stale.empty())
        return;
    for (const int i : stale)
        keepOld(i);
    routeAgain(scene_, stale);
}

/// The lines that run where a line is bent to by hand: they move away.
void SceneUpdate::addLinesBesideBends(std::vector<int>& stale) const
{
    constexpr double reach = 10;
    for (size_t k = 0, given = stale.size(); k < given; ++k) {
        const SceneEdge& edge = scene_.edges[size_t(stale[k])];
        const std::vector<QPointF> bent = bentRoute(scene_, edge);
        if (bent == edge.route)
            continue;
        for (size_t p = 1; p < bent.size(); ++p) {
            const QRectF piece = QRectF(bent[p - 1], bent[p]).normalized();
            for (const int other : index_.in(piece.adjusted(-reach, -reach, reach, reach)).edges) {
                if (other != stale[k] && runsBeside(scene_.edges[size_t(other)].route, bent))
                    stale.push_back(other);
            }
        }
    }
}

/// The edges whose names may have to go elsewhere, or may find room: those that changed, and those beside what
/// did.
std::vector<int> SceneUpdate::touchedLabels() const
{
    const auto isLabelled = [](const SceneEdge& edge) {
        return edge.stub || !edge.fromLabel.isEmpty() || !edge.toLabel.isEmpty();
    };
    std::vector<int> touched;
    for (const OldEdge& old : edges_)
        touched.push_back(old.index);
    if (std::ranges::none_of(scene_.edges, isLabelled))
        return touched;
    std::vector<QRectF> changed;
    for (const OldNode& old : nodes_) {
        addPaintedRects(changed, old.node);
        addPaintedRects(changed, scene_.nodes[size_t(old.index)]);
    }
    for (const OldEdge& old : edges_) {
        addPaintedRects(changed, old.edge);
        addPaintedRects(changed, scene_.edges[size_t(old.index)]);
    }
    for (const QRectF& rect : changed) {
        for (const int i : index_.in(rect).edges) {
            if (isLabelled(scene_.edges[size_t(i)]))
                touched.push_back(i);
        }
    }
    return touched;
}

void SceneUpdate::finish(std::vector<int> stale)
{
    // What else may come to look different: single ticks where ends meet, and names that find or lose their
    // room.
    struct Extra {
        bool mixed, stub;
        std::array<QRectF, 4> labels;
        QString from, to;
        explicit Extra(const SceneEdge& edge)
            : mixed(edge.mixedTo)
            , stub(edge.stub)
            , labels{edge.fromLabelRect, edge.toLabelRect, edge.fromStubRect, edge.toStubRect}
            , from(edge.fromStub)
            , to(edge.toStub)
        {}
        bool operator==(const Extra&) const = default;
    };
    std::vector<Extra> before;
    before.reserve(scene_.edges.size());
    for (const SceneEdge& edge : scene_.edges)
        before.emplace_back(edge);

    reroute(std::move(stale));
    markMixedEnds(scene_);
    markStubs(scene_);
    for (const OldEdge& old : edges_) {
        index_.removeEdge(old.index, old.edge);
        index_.addEdge(old.index, scene_.edges[size_t(old.index)]);
    }
    std::vector<int> labels = touchedLabels();
    for (size_t i = 0; i < scene_.edges.size(); ++i) {
        const SceneEdge& edge = scene_.edges[i];
        if (edge.fromStub != before[i].from || edge.toStub != before[i].to)
            labels.push_back(int(i));
    }
    std::ranges::sort(labels);
    labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
    placeRoleLabels(scene_, index_, labels);

    std::vector<int> looksDifferent;
    for (size_t i = 0; i < scene_.edges.size(); ++i) {
        const SceneEdge& edge = scene_.edges[i];
        const Extra& old = before[i];
        if (old == Extra(edge))
            continue;
        looksDifferent.push_back(int(i));
        for (const QRectF& rect : old.labels) {
            if (!rect.isEmpty())
                painted_.push_back(rect);
        }
    }
    std::vector<int> nodes;
    for (const OldNode& old : nodes_) {
        addPaintedRects(painted_, old.node);
        nodes.push_back(old.index);
    }
    for (const OldEdge& old : edges_) {
        addPaintedRects(painted_, old.edge);
        looksDifferent.push_back(old.index);
    }
    const std::vector<QRectF> now = paintedRects(scene_, nodes, looksDifferent);
    painted_.insert(painted_.end(), now.begin(), now.end());
}

} // namespace conjoin::ui
