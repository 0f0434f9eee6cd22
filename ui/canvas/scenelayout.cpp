// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/scenelayout.h"

#include "model/layout/placement.h"
#include "ui/canvas/groupmembers.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

namespace conjoin::ui {

namespace {

namespace layout = model::layout;

using Rects = std::map<int, QRectF>; ///< nodes and where they go

constexpr double air = 24;       // between cards and the border of their group
constexpr double titleRoom = 48; // of a group, above its cards
constexpr double leastTitle = 160;

/// The boxes and lines of a scene, and which node each box stands for.
struct BoxGraph {
    layout::Graph graph;
    std::vector<int> nodes;
};

bool isCard(const SceneNode& node)
{
    return node.kind != NodeKind::Note && node.kind != NodeKind::Group;
}

layout::Box boxOf(const SceneNode& node)
{
    return {node.rect, node.kind == NodeKind::Pill, node.pinned, node.hue, node.hangs};
}

BoxGraph boxGraph(const SceneGraph& scene)
{
    BoxGraph result;
    std::vector<int> boxes(scene.nodes.size(), -1);
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        if (!isCard(scene.nodes[i]))
            continue;
        boxes[i] = int(result.graph.boxes.size());
        result.nodes.push_back(int(i));
        result.graph.boxes.push_back(boxOf(scene.nodes[i]));
    }
    for (const SceneEdge& edge : scene.edges) {
        if (edge.from < 0 || edge.to < 0)
            continue;
        result.graph.edges.push_back(layoutEdge(scene, edge));
        auto& made = result.graph.edges.back();
        made.from = boxes[size_t(made.from)];
        made.to = boxes[size_t(made.to)];
    }
    return result;
}

QRectF boundsOf(const Rects& rects)
{
    QRectF bounds;
    for (const auto& [node, rect] : rects)
        bounds |= rect;
    return bounds;
}

Rects shifted(Rects rects, QPointF by)
{
    for (auto& [node, rect] : rects)
        rect.translate(by);
    return rects;
}

/// Arranges nodes, groups from the inside out: what lies on one is arranged by itself, and is one box outside.
class Arranger {
public:
    Arranger(const SceneGraph& scene, const ArrangeWish& wish, const std::atomic_bool* cancel)
        : scene_(scene)
        , wish_(wish)
        , cancel_(cancel)
        , neighbours_(scene.nodes.size())
    {
        for (const SceneEdge& edge : scene.edges) {
            if (edge.from < 0 || edge.to < 0)
                continue;
            neighbours_[size_t(edge.from)].push_back(edge.to);
            neighbours_[size_t(edge.to)].push_back(edge.from);
        }
    }

    /// The nodes of the wish: all cards and groups, or the selected ones with what comes along.
    std::set<int> wanted() const
    {
        std::set<int> nodes;
        for (size_t i = 0; i < scene_.nodes.size(); ++i) {
            const SceneNode& node = scene_.nodes[i];
            const bool all = wish_.only.empty() && node.kind != NodeKind::Note;
            if (!all && std::ranges::find(wish_.only, node.object) == wish_.only.end())
                continue;
            nodes.insert(int(i));
            if (node.kind != NodeKind::Group)
                continue;
            for (const int member : membersOf(scene_, int(i)))
                nodes.insert(member);
        }
        for (size_t i = 0; i < scene_.nodes.size(); ++i) { // a pill between two of them
            const std::vector<int>& ends = neighbours_[i];
            const auto chosen = [&](int end) { return nodes.contains(end); };
            if (scene_.nodes[i].kind == NodeKind::Pill && !ends.empty() && std::ranges::all_of(ends, chosen))
                nodes.insert(int(i));
        }
        return nodes;
    }

    /// Where they go, the first at (0, 0) unless something is pinned. Empty where it was cancelled.
    Rects run(const std::set<int>& nodes, const layout::Progress& progress) const
    {
        const std::map<int, int> homes = homesOf(nodes);
        std::map<int, Rects> inside; // of each group, counted from its upper left corner
        for (const int node : nodes) {
            if (scene_.nodes[size_t(node)].kind == NodeKind::Group && !homes.contains(node))
                inside.emplace(node, contents(node, homes));
            if (cancel_ && cancel_->load())
                return {};
        }
        BoxGraph boxes;
        std::map<int, int> boxAt; // of each node that is one
        for (const int node : nodes) {
            const SceneNode& known = scene_.nodes[size_t(node)];
            const bool isGroup = known.kind == NodeKind::Group;
            if (homes.contains(node) || (isGroup && inside.at(node).empty()))
                continue;
            boxAt.emplace(node, int(boxes.nodes.size()));
            boxes.nodes.push_back(node);
            boxes.graph.boxes.push_back(isGroup ? groupBox(node, inside.at(node)) : boxOf(known));
        }
        addEdges(boxes.graph, homes, inside, boxAt);
        layout::LayoutOptions options;
        options.aspect = wish_.aspect;
        options.style = wish_.style;
        const int centre = wish_.centre ? scene_.nodeOf(*wish_.centre) : -1;
        if (const auto found = boxAt.find(homes.contains(centre) ? homes.at(centre) : centre);
            found != boxAt.end())
            options.centre = found->second;
        const std::vector<QPointF> places = layout::layOut(boxes.graph, options, cancel_, progress);
        if (cancel_ && cancel_->load())
            return {};
        Rects result;
        for (size_t i = 0; i < places.size(); ++i) {
            const int node = boxes.nodes[i];
            result.emplace(node, QRectF(places[i], boxes.graph.boxes[i].rect.size()));
            if (const auto group = inside.find(node); group != inside.end())
                result.merge(shifted(group->second, places[i]));
        }
        return result;
    }

    bool isFixed(const std::set<int>& nodes) const
    {
        return std::ranges::any_of(nodes, [&](int node) { return scene_.nodes[size_t(node)].pinned; });
    }

private:
    /// The outermost of these groups that each node lies on; a pill is where all of its ends are.
    std::map<int, int> homesOf(const std::set<int>& nodes) const
    {
        std::vector<int> groups;
        for (const int node : nodes) {
            if (scene_.nodes[size_t(node)].kind == NodeKind::Group)
                groups.push_back(node);
        }
        const auto area = [&](int group) {
            const QSizeF size = scene_.nodes[size_t(group)].rect.size();
            return size.width() * size.height();
        };
        std::ranges::stable_sort(groups, std::greater(), area);
        std::map<int, int> homes;
        for (const int group : groups) {
            if (homes.contains(group))
                continue;
            for (const int member : membersOf(scene_, group)) {
                if (nodes.contains(member))
                    homes.emplace(member, group);
            }
        }
        for (const int node : nodes) {
            if (scene_.nodes[size_t(node)].kind != NodeKind::Pill || neighbours_[size_t(node)].empty())
                continue;
            homes.erase(node);
            const auto first = homes.find(neighbours_[size_t(node)].front());
            const auto same = [&](int end) {
                const auto home = homes.find(end);
                return first != homes.end() && home != homes.end() && home->second == first->second;
            };
            if (std::ranges::all_of(neighbours_[size_t(node)], same))
                homes.emplace(node, first->second);
        }
        return homes;
    }

    Rects contents(int group, const std::map<int, int>& homes) const
    {
        std::set<int> members;
        for (const auto& [node, home] : homes) {
            if (home == group)
                members.insert(node);
        }
        if (members.empty())
            return {};
        const QPointF corner = scene_.nodes[size_t(group)].rect.topLeft();
        if (isFixed(group, members)) {
            Rects now;
            for (const int node : members)
                now.emplace(node, scene_.nodes[size_t(node)].rect.translated(-corner));
            return now;
        }
        Rects rects = run(members, {});
        const QPointF inwards = QPointF(air, titleRoom) - boundsOf(rects).topLeft();
        return shifted(std::move(rects), inwards);
    }

    bool isFixed(int group, const std::set<int>& members) const
    {
        return scene_.nodes[size_t(group)].pinned || isFixed(members);
    }

    layout::Box groupBox(int group, const Rects& inside) const
    {
        const SceneNode& node = scene_.nodes[size_t(group)];
        std::set<int> members;
        for (const auto& [member, rect] : inside)
            members.insert(member);
        if (isFixed(group, members))
            return {node.rect, false, true, node.hue};
        const QRectF used = boundsOf(inside);
        return {QRectF(0, 0, std::max(leastTitle, used.right() + air), used.bottom() + air), false, false,
            node.hue};
    }

    void addEdges(layout::Graph& graph, const std::map<int, int>& homes, const std::map<int, Rects>& inside,
        const std::map<int, int>& boxAt) const
    {
        // The box that an end is at, and how far below the upper border of that.
        const auto box = [&](int node, double& row) {
            if (const auto home = homes.find(node); home != homes.end()) {
                row += inside.at(home->second).at(node).top();
                node = home->second;
            }
            const auto found = boxAt.find(node);
            return found == boxAt.end() ? -1 : found->second;
        };
        for (const SceneEdge& edge : scene_.edges) {
            if (edge.from < 0 || edge.to < 0)
                continue;
            layout::Edge made = layoutEdge(scene_, edge);
            const bool grouped = homes.contains(made.from) || homes.contains(made.to);
            made.from = box(made.from, made.fromRow);
            made.to = box(made.to, made.toRow);
            if (made.from < 0 || made.to < 0 || (grouped && made.from == made.to))
                continue;
            if (grouped)
                made.kind = layout::Edge::Reference; // it goes on into the group at the height of its row
            graph.edges.push_back(made);
        }
    }

    const SceneGraph& scene_;
    const ArrangeWish& wish_;
    const std::atomic_bool* cancel_;
    std::vector<std::vector<int>> neighbours_; ///< by node
};

/// Where the new arrangement would cover a note that stays, all of it goes below.
QPointF clearOfNotes(const SceneGraph& scene, const Rects& rects)
{
    constexpr double gap = 48;
    QRectF notes;
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        if (scene.nodes[i].kind == NodeKind::Note && !rects.contains(int(i)))
            notes |= scene.nodes[i].rect;
    }
    const QRectF arranged = boundsOf(rects);
    return arranged.intersects(notes) ? QPointF(0, notes.bottom() + gap - arranged.top()) : QPointF();
}

/// A selection stays where it begins, or comes as near as there is room for it.
QPointF whereItWas(const SceneGraph& scene, const Rects& rects)
{
    constexpr double gap = 24;
    QRectF before;
    std::vector<QRectF> others;
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        if (rects.contains(int(i)))
            before |= scene.nodes[i].rect;
        else if (scene.nodes[i].kind != NodeKind::Group)
            others.push_back(scene.nodes[i].rect);
    }
    const QRectF arranged = boundsOf(rects);
    const QPointF corner(std::round(before.left() / gap) * gap, std::round(before.top() / gap) * gap);
    return layout::nearestFreePlace(QRectF(corner, arranged.size()), others, gap) - arranged.topLeft();
}

} // namespace

Arrangement arrange(const model::Document& document, DiagramId diagram, const orm::Derivation& derivation,
    const ArrangeWish& wish, const std::atomic_bool* cancel, const layout::Progress& progress)
{
    const SceneGraph scene = buildUnroutedScene(document, diagram, derivation);
    const Arranger arranger(scene, wish, cancel);
    const std::set<int> nodes = arranger.wanted();
    Rects rects = arranger.run(nodes, progress);
    if (rects.empty())
        return {};
    if (!arranger.isFixed(nodes)) {
        const QPointF by = wish.only.empty() ? clearOfNotes(scene, rects) : whereItWas(scene, rects);
        rects = shifted(std::move(rects), by);
    }
    Arrangement arrangement;
    for (const auto& [index, rect] : rects) {
        const SceneNode& node = scene.nodes[size_t(index)];
        if (node.kind == NodeKind::Group)
            arrangement.groups.emplace_back(std::get<GroupId>(node.object), rect);
        else
            arrangement.moves.emplace_back(node.object, rect.topLeft());
    }
    return arrangement;
}

Result<model::Document> withArrangement(
    model::Document document, DiagramId diagram, const Arrangement& arrangement)
{
    auto done = model::edit::moveNodes(std::move(document), diagram, arrangement.moves);
    for (const auto& [id, rect] : arrangement.groups) {
        if (!done)
            return done;
        model::Group group = done->diagrams.at(diagram).groups.at(id);
        group.position = rect.topLeft();
        group.size = rect.size();
        done = model::edit::setGroup(std::move(*done), diagram, std::move(group));
    }
    return done;
}

double aspectFor(QSizeF view)
{
    constexpr double step = 0.2, narrowest = 0.6, widest = 3; // beyond, lines get long
    constexpr double marginX = 96, marginY = 144;             // what a fitted drawing leaves free
    const QSizeF room(view.width() - marginX, view.height() - marginY);
    if (room.width() <= 0 || room.height() <= 0)
        return model::layout::LayoutOptions().aspect;
    return std::clamp(std::round(room.width() / room.height() / step) * step, narrowest, widest);
}

std::vector<model::edit::Move> arrangeNew(const model::Document& document, DiagramId diagram,
    const orm::Derivation& derivation, const std::vector<ObjectRef>& fresh)
{
    const SceneGraph scene = buildUnroutedScene(document, diagram, derivation);
    const BoxGraph boxes = boxGraph(scene);
    std::vector<int> newBoxes;
    for (size_t i = 0; i < boxes.nodes.size(); ++i) {
        const ObjectRef& object = scene.nodes[size_t(boxes.nodes[i])].object;
        if (std::ranges::find(fresh, object) != fresh.end())
            newBoxes.push_back(int(i));
    }
    if (newBoxes.empty())
        return {};
    const std::vector<QPointF> positions = layout::placeNear(boxes.graph, newBoxes);
    std::vector<model::edit::Move> moves;
    for (int box : newBoxes)
        moves.emplace_back(scene.nodes[size_t(boxes.nodes[size_t(box)])].object, positions[size_t(box)]);
    return moves;
}

} // namespace conjoin::ui
