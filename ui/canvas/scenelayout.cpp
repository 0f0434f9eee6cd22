// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/scenelayout.h"

#include <QHash>

#include <algorithm>
#include <cmath>

namespace conjoin::ui {

namespace {

/// The boxes and lines of a scene, and which node each box stands for.
struct BoxGraph {
    model::layout::Graph graph;
    std::vector<int> nodes;
};

bool isPinned(const model::Diagram& diagram, const SceneNode& node)
{
    const auto* table = std::get_if<TableId>(&node.object);
    const model::TableNode* placed = table ? diagram.tables.find(*table) : nullptr;
    return placed && placed->pinned;
}

BoxGraph boxGraph(const SceneGraph& scene, const model::Diagram& diagram)
{
    BoxGraph result;
    std::vector<int> boxOf(scene.nodes.size(), -1);
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        const SceneNode& node = scene.nodes[i];
        if (node.kind == NodeKind::Note || node.kind == NodeKind::Group)
            continue;
        boxOf[i] = int(result.graph.boxes.size());
        result.nodes.push_back(int(i));
        result.graph.boxes.push_back(
            {node.rect, node.kind == NodeKind::Pill, isPinned(diagram, node), node.hue, node.hangs});
    }
    for (const SceneEdge& edge : scene.edges) {
        if (edge.from < 0 || edge.to < 0)
            continue;
        result.graph.edges.push_back(layoutEdge(scene, edge));
        auto& made = result.graph.edges.back();
        made.from = boxOf[size_t(made.from)];
        made.to = boxOf[size_t(made.to)];
    }
    return result;
}

std::vector<model::edit::Move> movesOf(
    const SceneGraph& scene, const BoxGraph& boxes, const std::vector<QPointF>& positions)
{
    std::vector<model::edit::Move> moves;
    for (size_t i = 0; i < boxes.nodes.size(); ++i) {
        const SceneNode& node = scene.nodes[size_t(boxes.nodes[i])];
        moves.emplace_back(node.object, positions[i]);
    }
    return moves;
}

/// Notes and groups stay where a person put them; where the new arrangement would cover a note, all of it goes
/// below.
void keepClearOfNotes(const SceneGraph& scene, const BoxGraph& boxes, std::vector<model::edit::Move>& moves)
{
    const bool pinned = std::ranges::any_of(boxes.graph.boxes, &model::layout::Box::pinned);
    if (pinned)
        return;
    QRectF arranged, notes;
    for (size_t i = 0; i < moves.size(); ++i)
        arranged |= QRectF(moves[i].second, boxes.graph.boxes[i].rect.size());
    for (const SceneNode& node : scene.nodes) {
        if (node.kind == NodeKind::Note)
            notes |= node.rect;
    }
    if (!arranged.intersects(notes))
        return;
    constexpr double gap = 48;
    for (auto& [object, corner] : moves)
        corner.ry() += notes.bottom() + gap - arranged.top();
}

} // namespace

std::vector<model::edit::Move> arrange(const model::Document& document, DiagramId diagram,
    const orm::Derivation& derivation, const std::atomic_bool* cancel, const model::layout::Progress& progress,
    double aspect)
{
    const SceneGraph scene = buildUnroutedScene(document, diagram, derivation);
    const BoxGraph boxes = boxGraph(scene, document.diagrams.at(diagram));
    model::layout::LayoutOptions options;
    options.aspect = aspect;
    const std::vector<QPointF> positions = model::layout::layOut(boxes.graph, options, cancel, progress);
    if (cancel && cancel->load())
        return {};
    std::vector<model::edit::Move> moves = movesOf(scene, boxes, positions);
    keepClearOfNotes(scene, boxes, moves);
    return moves;
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
    const BoxGraph boxes = boxGraph(scene, document.diagrams.at(diagram));
    std::vector<int> newBoxes;
    for (size_t i = 0; i < boxes.nodes.size(); ++i) {
        const ObjectRef& object = scene.nodes[size_t(boxes.nodes[i])].object;
        if (std::ranges::find(fresh, object) != fresh.end())
            newBoxes.push_back(int(i));
    }
    if (newBoxes.empty())
        return {};
    const std::vector<QPointF> positions = model::layout::placeNear(boxes.graph, newBoxes);
    std::vector<model::edit::Move> moves;
    for (int box : newBoxes)
        moves.emplace_back(scene.nodes[size_t(boxes.nodes[size_t(box)])].object, positions[size_t(box)]);
    return moves;
}

} // namespace conjoin::ui
