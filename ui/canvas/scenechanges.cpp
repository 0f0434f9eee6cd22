// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/scenechanges.h"

#include "model/document/objects.h"

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr double shadowReach = 32; // beyond a card's border
constexpr double markReach = 28;   // beside a line: marks and their letters

QRectF grown(const QRectF& rect, double by)
{
    return rect.normalized().adjusted(-by, -by, by, by);
}

bool paintsTheSame(const SceneEdge& a, const SceneEdge& b)
{
    return a.route == b.route && a.fromMark == b.fromMark && a.toMark == b.toMark && a.mixedTo == b.mixedTo &&
           a.plainTo == b.plainTo && a.branchAt == b.branchAt && a.hangs == b.hangs && a.dashed == b.dashed &&
           a.fromLabelRect == b.fromLabelRect && a.toLabelRect == b.toLabelRect && a.fromLabel == b.fromLabel &&
           a.toLabel == b.toLabel && a.stub == b.stub && a.fromStub == b.fromStub && a.toStub == b.toStub &&
           a.fromStubRect == b.fromStubRect && a.toStubRect == b.toStubRect;
}

NodeLook nodeLook(const SceneLook& look, size_t i)
{
    return i < look.nodes.size() ? look.nodes[i] : NodeLook();
}

EdgeLook edgeLook(const SceneLook& look, size_t i)
{
    return i < look.edges.size() ? look.edges[i] : EdgeLook();
}

} // namespace

void addPaintedRects(std::vector<QRectF>& rects, const SceneNode& node)
{
    rects.push_back(grown(node.rect, shadowReach));
}

void addPaintedRects(std::vector<QRectF>& rects, const SceneEdge& edge)
{
    for (size_t i = 1; i < edge.route.size(); ++i)
        rects.push_back(grown(QRectF(edge.route[i - 1], edge.route[i]), markReach));
    for (const QRectF& label : {edge.fromLabelRect, edge.toLabelRect, edge.fromStubRect, edge.toStubRect}) {
        if (!label.isEmpty())
            rects.push_back(grown(label, 1));
    }
}

std::vector<QRectF> changedRects(const SceneGraph& scene, const SceneLook& before, const SceneLook& after)
{
    std::vector<QRectF> rects;
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        if (!(nodeLook(before, i) == nodeLook(after, i)))
            addPaintedRects(rects, scene.nodes[i]);
    }
    for (size_t i = 0; i < scene.edges.size(); ++i) {
        if (!(edgeLook(before, i) == edgeLook(after, i)))
            addPaintedRects(rects, scene.edges[i]);
    }
    return rects;
}

std::vector<QRectF> paintedRects(
    const SceneGraph& scene, const std::vector<int>& nodes, const std::vector<int>& edges)
{
    std::vector<QRectF> rects;
    for (const int i : nodes)
        addPaintedRects(rects, scene.nodes[size_t(i)]);
    for (const int i : edges)
        addPaintedRects(rects, scene.edges[size_t(i)]);
    return rects;
}

std::vector<QRectF> changedRects(
    const SceneGraph& before, const SceneLook& lookBefore, const SceneGraph& after, const SceneLook& lookAfter)
{
    std::vector<QRectF> rects;
    QHash<quint64, size_t> oldNodes;
    for (size_t i = 0; i < before.nodes.size(); ++i)
        oldNodes.insert(model::idValue(before.nodes[i].object), i);
    for (size_t i = 0; i < after.nodes.size(); ++i) {
        const SceneNode& node = after.nodes[i];
        const auto known = oldNodes.constFind(model::idValue(node.object));
        if (known == oldNodes.cend()) {
            addPaintedRects(rects, node);
            continue;
        }
        const SceneNode& old = before.nodes[*known];
        if (!(old == node && nodeLook(lookBefore, *known) == nodeLook(lookAfter, i))) {
            addPaintedRects(rects, old);
            addPaintedRects(rects, node);
        }
        oldNodes.erase(known);
    }
    for (const size_t gone : std::as_const(oldNodes))
        addPaintedRects(rects, before.nodes[gone]);

    using Key = QPair<quint64, int>;
    QHash<Key, size_t> oldEdges;
    for (size_t i = 0; i < before.edges.size(); ++i)
        oldEdges.insert(Key(model::idValue(before.edges[i].object), before.edges[i].linkEnd), i);
    for (size_t i = 0; i < after.edges.size(); ++i) {
        const SceneEdge& edge = after.edges[i];
        const auto known = oldEdges.constFind(Key(model::idValue(edge.object), edge.linkEnd));
        if (known == oldEdges.cend()) {
            addPaintedRects(rects, edge);
            continue;
        }
        const SceneEdge& old = before.edges[*known];
        if (!(paintsTheSame(old, edge) && edgeLook(lookBefore, *known) == edgeLook(lookAfter, i))) {
            addPaintedRects(rects, old);
            addPaintedRects(rects, edge);
        }
        oldEdges.erase(known);
    }
    for (const size_t gone : std::as_const(oldEdges))
        addPaintedRects(rects, before.edges[gone]);
    return rects;
}

} // namespace conjoin::ui
