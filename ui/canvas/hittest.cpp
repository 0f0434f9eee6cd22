// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/hittest.h"

#include "ui/canvas/linkgeometry.h"

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr double edgeReach = 6; // pixels on the screen
constexpr double groupTitle = 40;

Hit hitNode(const SceneGraph& scene, int index, QPointF at)
{
    const SceneNode& node = scene.nodes[size_t(index)];
    Hit hit;
    hit.node = index;
    hit.part = Hit::Part::Body;
    if (node.kind == NodeKind::Note || node.kind == NodeKind::Group)
        return hit;
    if (scene.rowRect(index, -1).contains(at)) {
        hit.part = Hit::Part::Title;
        return hit;
    }
    for (int row = 0; row < int(node.rows.size()); ++row) {
        if (scene.rowRect(index, row).contains(at)) {
            hit.part = Hit::Part::Row;
            hit.row = row;
            break;
        }
    }
    return hit;
}

bool isOnRoleName(const SceneEdge& edge, QPointF at)
{
    return edge.fromLabelRect.adjusted(-1, -1, 1, 1).contains(at);
}

} // namespace

Hit hitTest(const SceneGraph& scene, const SpatialIndex& index, QPointF at, double scale)
{
    const double reach = edgeReach / scale;
    const ScenePainter::Part near = index.in(QRectF(at - QPointF(reach, reach), QSizeF(2 * reach, 2 * reach)));
    for (auto it = near.nodes.rbegin(); it != near.nodes.rend(); ++it) {
        const SceneNode& node = scene.nodes[size_t(*it)];
        if (node.kind != NodeKind::Group && node.rect.contains(at))
            return hitNode(scene, *it, at);
    }
    Hit best;
    double nearest = reach;
    for (const int i : near.edges) {
        if (scene.edges[size_t(i)].fromStubRect.contains(at) ||
            scene.edges[size_t(i)].toStubRect.contains(at)) {
            best.part = Hit::Part::Stub;
            best.edge = i;
            best.row = scene.edges[size_t(i)].fromStubRect.contains(at) ? 0 : 1;
            return best;
        }
        if (isOnRoleName(scene.edges[size_t(i)], at)) {
            best.part = Hit::Part::RoleName;
            best.edge = i;
            return best;
        }
        const SceneEdge& edge = scene.edges[size_t(i)];
        const double distance = edge.stub ? std::min(distanceTo(stubOf(edge.route, false), at),
                                                distanceTo(stubOf(edge.route, true), at))
                                          : distanceTo(edge.route, at);
        if (distance <= nearest) {
            nearest = distance;
            best.part = Hit::Part::Edge;
            best.edge = i;
        }
    }
    if (best.edge >= 0)
        return best;
    // A group is taken by its title or border only: what lies on it is reached through it.
    for (auto it = near.nodes.rbegin(); it != near.nodes.rend(); ++it) {
        const SceneNode& node = scene.nodes[size_t(*it)];
        if (node.kind != NodeKind::Group || !node.rect.contains(at))
            continue;
        const bool onTitle = at.y() < node.rect.top() + groupTitle;
        const bool inside = node.rect.adjusted(reach, reach, -reach, -reach).contains(at);
        if (onTitle || !inside)
            return hitNode(scene, *it, at);
    }
    return best;
}

Handles handlesOf(const SceneGraph& scene, int node, int row)
{
    const QRectF rect = scene.rowRect(node, row);
    return {{rect.left(), rect.center().y()}, {rect.right(), rect.center().y()}};
}

QRectF addRowRect(const SceneGraph& scene, int node)
{
    // Left of the middle, where the lines of many-to-many links leave a card.
    constexpr double gap = 4, inset = 4, cardWidth = 72, cardHeight = 24, pillSide = 20;
    const SceneNode& shown = scene.nodes[size_t(node)];
    const bool pill = shown.kind == NodeKind::Pill;
    const QSizeF size = pill ? QSizeF(pillSide, pillSide) : QSizeF(cardWidth, cardHeight);
    return {shown.rect.bottomLeft() + QPointF(inset, gap), size};
}

ObjectRef objectOf(const SceneGraph& scene, const Hit& hit)
{
    if (hit.part == Hit::Part::Row) {
        const CardRow& row = scene.nodes[size_t(hit.node)].rows[size_t(hit.row)];
        if (!row.derived)
            return row.object;
    }
    if (hit.onNode())
        return scene.nodes[size_t(hit.node)].object;
    return hit.edge >= 0 ? scene.edges[size_t(hit.edge)].object : ObjectRef();
}

} // namespace conjoin::ui
