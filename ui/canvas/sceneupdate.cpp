// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/sceneupdate.h"

#include "model/document/objects.h"
#include "ui/canvas/bentroute.h"
#include "ui/canvas/markletters.h"
#include "ui/canvas/rolelabels.h"
#include "ui/canvas/scenechanges.h"
#include "ui/canvas/scenerouting.h"

#include <algorithm>
#include <array>
#include <utility>

namespace conjoin::ui {

namespace {

/// Whether the edge is drawn the same, but for what routing makes of it.
bool sameButRoute(const SceneEdge& a, const SceneEdge& b)
{
    return a.fromRow == b.fromRow && a.toRow == b.toRow && a.fromMark == b.fromMark && a.toMark == b.toMark &&
           a.hangs == b.hangs && a.dashed == b.dashed && a.fromLabel == b.fromLabel && a.toLabel == b.toLabel &&
           a.bends == b.bends;
}

constexpr size_t mostMoved = 200; // for more, building anew is quicker

} // namespace

SceneUpdate::Extra::Extra(const SceneEdge& edge)
    : mixed(edge.mixedTo)
    , plain(edge.plainTo)
    , branchAt(edge.branchAt)
    , stub(edge.stub)
    , labels{edge.fromLabelRect, edge.toLabelRect, edge.fromStubRect, edge.toStubRect}
    , from(edge.fromStub)
    , to(edge.toStub)
{}

bool SceneUpdate::takePlaces(
    const model::Diagram& before, const model::Diagram& after, const model::Delta& delta)
{
    if (delta.touchesSchema() || delta.settings || before.id != after.id)
        return false;
    const auto change = std::ranges::find(delta.diagramChanges, after.id, &model::DiagramDelta::id);
    if (change == delta.diagramChanges.end())
        return before == after; // another diagram, or nothing that is shown
    if (change->restyled || !change->references.isEmpty() || !change->notes.isEmpty() ||
        !change->groups.isEmpty())
        return false;
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

bool SceneUpdate::takeEdit(
    SceneBuilder& builder, const model::Delta& delta, DiagramId diagram, const std::vector<TableId>& derived)
{
    const auto change = std::ranges::find(delta.diagramChanges, diagram, &model::DiagramDelta::id);
    const bool isDiagram = change != delta.diagramChanges.end();
    if (delta.settings || !delta.types.isEmpty() || (isDiagram && change->restyled))
        return false;
    QSet<quint64> touched;
    bool sameStructure = true;
    const auto touch = [&](const auto& objects, bool ordered) {
        for (const auto* ids : {&objects.added, &objects.changed, &objects.removed}) {
            for (const auto id : *ids)
                touched.insert(id.value());
        }
        sameStructure = sameStructure && objects.added.empty() && objects.removed.empty() &&
                        (objects.changed.empty() || !ordered);
    };
    touch(delta.tables, false);
    touch(delta.references, true); // one may lead elsewhere
    touch(delta.links, true);
    if (isDiagram) { // where one has another level now, it stands elsewhere among the others
        touch(change->tables, true);
        touch(change->links, true);
        touch(change->notes, true);
        touch(change->groups, true);
        for (const auto* ids :
            {&change->references.added, &change->references.changed, &change->references.removed}) {
            for (const ReferenceId id : *ids)
                touched.insert(id.value());
        }
    }
    for (const TableId table : derived)
        touched.insert(table.value());
    if (size_t(touched.size()) > mostMoved && size_t(touched.size()) > scene_.nodes.size() / 4)
        return false;
    if (!sameStructure && !takeStructure(builder))
        return false;
    std::vector<char> isStale(scene_.nodes.size(), 0);
    takeNodes(builder, touched, isStale);
    std::vector<int> stale = takeEdges(builder, touched, isStale);
    movePills();
    finish(std::move(stale));
    return true;
}

/// Makes room for what came, and takes away what left.
bool SceneUpdate::takeStructure(const SceneBuilder& builder)
{
    const std::vector<NodeSlot> nodes = builder.nodeSlots();
    std::optional<Renumbering> movedNodes = renumbering(scene_.nodes, nodes);
    if (!movedNodes)
        return false;
    const std::vector<EdgeSlot> edges = builder.edgeSlots(nodes);
    Renumbering movedEdges = renumbering(scene_.edges, edges);
    for (size_t i = 0; i < movedNodes->to.size(); ++i) {
        if (movedNodes->to[i] >= 0)
            continue;
        index_.removeNode(int(i), scene_.nodes[i]);
        addPaintedRects(painted_, scene_.nodes[i]);
        goneNodes_.push_back(std::move(scene_.nodes[i]));
    }
    for (size_t i = 0; i < movedEdges.to.size(); ++i) {
        if (movedEdges.to[i] >= 0)
            continue;
        index_.removeEdge(int(i), scene_.edges[i]);
        addPaintedRects(painted_, scene_.edges[i]);
        goneEdges_.push_back(std::move(scene_.edges[i]));
    }
    movedNodes->apply(scene_.nodes);
    movedEdges.apply(scene_.edges);
    index_.renumber(movedNodes->to, movedEdges.to);
    isKept_.assign(edges.size(), 0);
    leadsElsewhere_.assign(edges.size(), 0);
    for (size_t i = 0; i < nodes.size(); ++i) {
        if (movedNodes->from[i] >= 0)
            continue;
        scene_.nodes[i].kind = nodes[i].kind;
        scene_.nodes[i].object = nodes[i].object;
        scene_.nodes[i].table = nodes[i].table;
        nodes_.push_back({int(i), {}, true});
    }
    for (size_t i = 0; i < edges.size(); ++i) {
        SceneEdge& edge = scene_.edges[i];
        if (movedEdges.from[i] < 0) {
            edge.object = edges[i].object;
            edge.linkEnd = edges[i].linkEnd;
            edges_.push_back({int(i), {}, true});
            isKept_[i] = 1;
        } else {
            leadsElsewhere_[i] = char(movedNodes->to[size_t(edge.from)] != edges[i].from ||
                                      movedNodes->to[size_t(edge.to)] != edges[i].to);
        }
        edge.from = edges[i].from;
        edge.to = edges[i].to;
    }
    movedNodes_ = std::move(movedNodes);
    movedEdges_ = std::move(movedEdges);
    return true;
}

void SceneUpdate::takeNodes(SceneBuilder& builder, const QSet<quint64>& touched, std::vector<char>& isStale)
{
    std::vector<OldNode> fresh = std::exchange(nodes_, {});
    for (OldNode& node : fresh) {
        SceneNode next = builder.node(slotOf(scene_.nodes[size_t(node.index)]));
        index_.addNode(node.index, next);
        scene_.nodes[size_t(node.index)] = std::move(next);
        isStale[size_t(node.index)] = 1;
        nodes_.push_back(std::move(node));
    }
    for (size_t i = 0; i < scene_.nodes.size(); ++i) {
        const SceneNode& node = scene_.nodes[i];
        if (isStale[i] ||
            (!touched.contains(model::idValue(node.object)) && !touched.contains(node.table.value())))
            continue;
        isStale[i] = 1;
        SceneNode next = builder.node(slotOf(node));
        if (!next.placed)
            next.rect.moveTopLeft(node.rect.topLeft());
        if (next != node)
            this->change(int(i), std::move(next));
    }
}

/// Returns those whose lines no longer fit.
std::vector<int> SceneUpdate::takeEdges(
    SceneBuilder& builder, const QSet<quint64>& touched, const std::vector<char>& isStale)
{
    isKept_.resize(scene_.edges.size(), 0);
    std::vector<int> stale;
    for (size_t i = 0; i < scene_.edges.size(); ++i) {
        SceneEdge& edge = scene_.edges[i];
        if (!isKept_[i] && !isStale[size_t(edge.from)] && !isStale[size_t(edge.to)] &&
            !touched.contains(model::idValue(edge.object)))
            continue;
        SceneEdge next = builder.edge(slotOf(edge), scene_.nodes);
        if (isKept_[i]) { // it came
            edge = std::move(next);
            stale.push_back(int(i));
            continue;
        }
        const bool leadsElsewhere = !leadsElsewhere_.empty() && leadsElsewhere_[i];
        if (sameButRoute(edge, next) && !leadsElsewhere)
            continue;
        if (edge.fromRow != next.fromRow || edge.toRow != next.toRow || edge.bends != next.bends ||
            edge.hangs != next.hangs || leadsElsewhere)
            stale.push_back(int(i));
        keepOld(int(i));
        next.route = std::move(edge.route);
        next.mixedTo = edge.mixedTo;
        next.plainTo = edge.plainTo;
        next.branchAt = edge.branchAt;
        next.stub = edge.stub;
        next.fromStub = edge.fromStub;
        next.toStub = edge.toStub;
        edge = std::move(next);
    }
    return stale;
}

void SceneUpdate::renumber(SceneLook& look) const
{
    if (movedNodes_ && look.nodes.size() == movedNodes_->to.size())
        movedNodes_->apply(look.nodes);
    if (movedEdges_ && look.edges.size() == movedEdges_->to.size())
        movedEdges_->apply(look.edges);
}

void SceneUpdate::change(int index, SceneNode next)
{
    SceneNode& node = scene_.nodes[size_t(index)];
    index_.removeNode(index, node);
    index_.addNode(index, next);
    nodes_.push_back({index, std::exchange(node, std::move(next))});
}

bool SceneUpdate::isMoved(const OldNode& old) const
{
    return old.isNew || old.node.rect != scene_.nodes[size_t(old.index)].rect;
}

/// Which nodes are junctions of lines that came, left or lead elsewhere.
std::vector<char> SceneUpdate::pillsOfOtherEnds() const
{
    std::vector<char> isOther(scene_.nodes.size(), 0);
    for (size_t i = 0; i < leadsElsewhere_.size(); ++i) {
        if (scene_.edges[i].manyToMany && (leadsElsewhere_[i] || movedEdges_->from[i] < 0))
            isOther[size_t(scene_.edges[i].to)] = 1;
    }
    for (const SceneEdge& gone : goneEdges_) {
        const int pill = gone.manyToMany ? movedNodes_->to[size_t(gone.to)] : -1;
        if (pill >= 0)
            isOther[size_t(pill)] = 1;
    }
    return isOther;
}

/// Pills without a place of their own stand between their ends, clear of other cards: they move when their ends
/// do, and when a card comes or goes where they stand or would stand.
void SceneUpdate::movePills()
{
    constexpr double reach = 800; // how far a pill looks for room
    constexpr int rounds = 4;     // pills may have to make room for pills
    std::vector<QRectF> changed;
    std::vector<char> isMovedNode(scene_.nodes.size(), 0);
    const auto note = [&](size_t first) {
        for (size_t i = first; i < nodes_.size(); ++i) {
            const OldNode& old = nodes_[i];
            if (!isMoved(old))
                continue;
            isMovedNode[size_t(old.index)] = 1;
            changed.push_back(scene_.nodes[size_t(old.index)].rect);
            if (!old.isNew)
                changed.push_back(old.node.rect);
        }
    };
    note(0);
    for (const SceneNode& gone : goneNodes_)
        changed.push_back(gone.rect);
    std::vector<char> hasOtherEnds = pillsOfOtherEnds();
    if (changed.empty() && std::ranges::find(hasOtherEnds, char(1)) == hasOtherEnds.end())
        return;
    std::vector<std::vector<int>> endsOf(scene_.nodes.size());
    for (const SceneEdge& edge : scene_.edges) {
        if (edge.manyToMany)
            endsOf[size_t(edge.to)].push_back(edge.from);
    }
    for (int round = 0; round < rounds; ++round) {
        const std::vector<QRectF> causes = std::exchange(changed, {});
        const size_t before = nodes_.size();
        for (size_t i = 0; i < scene_.nodes.size(); ++i) {
            const SceneNode& pill = scene_.nodes[i];
            if (pill.placed)
                continue;
            const QRectF around = pill.rect.adjusted(-reach, -reach, reach, reach);
            const bool near = hasOtherEnds[i] || std::ranges::any_of(causes, [&](const QRectF& cause) {
                return cause.intersects(around);
            }) || std::ranges::any_of(endsOf[i], [&](int end) { return bool(isMovedNode[size_t(end)]); });
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
        hasOtherEnds.assign(hasOtherEnds.size(), 0);
        if (changed.empty())
            break;
    }
}

void SceneUpdate::keepExtra(int edge)
{
    extras_.try_emplace(edge, scene_.edges[size_t(edge)]);
}

void SceneUpdate::keepOld(int edge)
{
    isKept_.resize(scene_.edges.size(), 0);
    if (std::exchange(isKept_[size_t(edge)], char(1)))
        return;
    keepExtra(edge);
    edges_.push_back({edge, scene_.edges[size_t(edge)]});
}

/// Returns the lines that came and are not known.
std::vector<int> SceneUpdate::takeKnownLines()
{
    for (size_t i = 0; i < scene_.edges.size(); ++i) {
        const auto line = known_->constFind(keyOf(scene_.edges[i]));
        if (line == known_->cend())
            continue;
        keepOld(int(i));
        scene_.edges[i].route = *line;
    }
    std::vector<int> unknown;
    for (const OldEdge& old : edges_) {
        if (old.isNew && scene_.edges[size_t(old.index)].route.empty())
            unknown.push_back(old.index);
    }
    return unknown;
}

RouteHistory::Lines SceneUpdate::linesBefore() const
{
    RouteHistory::Lines lines;
    for (const OldEdge& old : edges_) {
        if (!old.isNew && old.edge.route != scene_.edges[size_t(old.index)].route)
            lines.insert(keyOf(old.edge), old.edge.route);
    }
    for (const SceneEdge& gone : goneEdges_)
        lines.insert(keyOf(gone), gone.route);
    return lines;
}

RouteHistory::Lines SceneUpdate::linesAfter() const
{
    RouteHistory::Lines lines;
    for (const OldEdge& old : edges_) {
        const SceneEdge& now = scene_.edges[size_t(old.index)];
        if (old.isNew || old.edge.route != now.route)
            lines.insert(keyOf(now), now.route);
    }
    return lines;
}

void SceneUpdate::reroute(std::vector<int> stale)
{
    if (known_) {
        if (const std::vector<int> unknown = takeKnownLines(); !unknown.empty())
            routeAgain(scene_, unknown);
        return;
    }
    std::vector<char> moved(scene_.nodes.size(), 0);
    std::vector<QRectF> covered;
    for (const OldNode& old : nodes_) {
        if (!isMoved(old))
            continue;
        const SceneNode& node = scene_.nodes[size_t(old.index)];
        moved[size_t(old.index)] = 1;
        if (isObstacle(node))
            covered.push_back(node.rect);
    }
    if (!covered.empty()) {
        for (size_t i = 0; i < scene_.edges.size(); ++i) {
            const SceneEdge& edge = scene_.edges[i];
            if ((moved[size_t(edge.from)] && !endsAtDock(scene_, edge, false)) ||
                (moved[size_t(edge.to)] && !endsAtDock(scene_, edge, true)))
                stale.push_back(int(i));
        }
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
        if (!isMoved(old))
            continue;
        if (!old.isNew)
            addPaintedRects(changed, old.node);
        addPaintedRects(changed, scene_.nodes[size_t(old.index)]);
    }
    for (const OldEdge& old : edges_) {
        addPaintedRects(changed, old.edge);
        addPaintedRects(changed, scene_.edges[size_t(old.index)]);
    }
    for (const SceneNode& gone : goneNodes_)
        addPaintedRects(changed, gone);
    for (const SceneEdge& gone : goneEdges_)
        addPaintedRects(changed, gone);
    for (const QRectF& rect : changed) {
        for (const int i : index_.in(rect).edges) {
            if (isLabelled(scene_.edges[size_t(i)]))
                touched.push_back(i);
        }
    }
    return touched;
}

/// Returns the spots where stubs end that may say something else now.
std::vector<QPointF> SceneUpdate::markChangedStubs()
{
    std::vector<char> isOther(scene_.nodes.size(), 0);
    for (const OldNode& old : nodes_)
        isOther[size_t(old.index)] =
            char(isMoved(old) || old.node.title != scene_.nodes[size_t(old.index)].title);
    isKept_.resize(scene_.edges.size(), 0);
    std::vector<QPointF> spots;
    for (size_t i = 0; i < scene_.edges.size(); ++i) {
        SceneEdge& edge = scene_.edges[i];
        if (!isKept_[i] && !isOther[size_t(edge.from)] && !isOther[size_t(edge.to)])
            continue;
        const bool stub = isStub(scene_, edge);
        if (!stub && !edge.stub)
            continue;
        if (stub != edge.stub)
            keepOld(int(i)); // it is found in other places
        keepExtra(int(i));
        markStub(scene_, edge);
        if (!edge.route.empty())
            spots.push_back(edge.route.back());
    }
    return spots;
}

/// Where lines end that changed: whether their marks are mixed there, and what stubs say.
void SceneUpdate::markSpots(std::vector<QPointF> spots)
{
    const auto byPlace = [](QPointF spot) { return std::pair(spot.x(), spot.y()); };
    std::ranges::sort(spots, {}, byPlace);
    // Not std::ranges::unique(): clang 14 doesn't compile that of this standard library.
    const auto isSame = [&](QPointF one, QPointF other) { return byPlace(one) == byPlace(other); };
    spots.erase(std::unique(spots.begin(), spots.end(), isSame), spots.end());
    for (const QPointF spot : spots) {
        std::vector<int> ending;
        for (const int i : index_.in(QRectF(spot - QPointF(1, 1), QSizeF(2, 2))).edges) {
            const std::vector<QPointF>& route = scene_.edges[size_t(i)].route;
            if (!route.empty() && byPlace(route.back()) == byPlace(spot))
                ending.push_back(i);
        }
        std::vector<EndMark> marks;
        std::vector<const SceneEdge*> stubs;
        for (const int i : ending) {
            const SceneEdge& edge = scene_.edges[size_t(i)];
            if (!edge.manyToMany)
                marks.push_back(edge.toMark);
            if (edge.stub)
                stubs.push_back(&edge);
        }
        const EndMix mix = mixOf(marks);
        const QString text = stubs.empty() ? QString() : textOfStubs(scene_, stubs);
        for (const int i : ending) {
            SceneEdge& edge = scene_.edges[size_t(i)];
            const bool mixedTo = mix.mixed && !edge.manyToMany, plainTo = mix.plain && !edge.manyToMany;
            const QString toStub = !stubs.empty() && &edge == stubs.front() ? text : QString();
            if (mixedTo == edge.mixedTo && plainTo == edge.plainTo && toStub == edge.toStub)
                continue;
            keepExtra(i);
            edge.mixedTo = mixedTo;
            edge.plainTo = plainTo;
            edge.toStub = toStub;
        }
        for (const int i : ending)
            keepExtra(i);
        markBranches(scene_, ending);
    }
}

void SceneUpdate::finish(std::vector<int> stale)
{
    reroute(std::move(stale));
    std::vector<QPointF> spots = markChangedStubs();
    const auto addSpot = [&](const SceneEdge& edge) {
        if (!edge.route.empty())
            spots.push_back(edge.route.back());
    };
    for (const OldEdge& old : edges_) {
        const SceneEdge& edge = scene_.edges[size_t(old.index)];
        if (!old.isNew)
            index_.removeEdge(old.index, old.edge);
        index_.addEdge(old.index, edge);
        addSpot(old.edge);
        addSpot(edge);
    }
    for (const SceneEdge& gone : goneEdges_)
        addSpot(gone);
    markSpots(std::move(spots));

    std::vector<int> labels = touchedLabels();
    for (const auto& [i, old] : extras_) {
        const SceneEdge& edge = scene_.edges[size_t(i)];
        if (edge.fromStub != old.from || edge.toStub != old.to)
            labels.push_back(i);
    }
    std::ranges::sort(labels);
    labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
    for (const int i : labels)
        keepExtra(i);
    placeRoleLabels(scene_, index_, labels);

    std::vector<int> looksDifferent;
    for (const auto& [i, old] : extras_) {
        if (old == Extra(scene_.edges[size_t(i)]))
            continue;
        looksDifferent.push_back(i);
        for (const QRectF& rect : old.labels) {
            if (!rect.isEmpty())
                painted_.push_back(rect);
        }
    }
    std::vector<int> nodes;
    for (const OldNode& old : nodes_) {
        if (!old.isNew)
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
