// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/neighbourhood.h"

#include "ui/session/selection.h"

#include <algorithm>

namespace conjoin::ui {

namespace {

bool isJunction(const SceneNode& node)
{
    return node.kind == NodeKind::Pill || node.kind == NodeKind::Junction;
}

} // namespace

void lightNeighbourhood(SceneLook& look, const SceneGraph& scene, const Hit& hovered)
{
    std::vector<char> lit(scene.nodes.size(), 0);
    std::vector<char> litEdge(scene.edges.size(), 0);
    const auto light = [&](size_t i) {
        const SceneEdge& edge = scene.edges[i];
        litEdge[i] = 1;
        lit[size_t(edge.from)] = lit[size_t(edge.to)] = 1;
        if (!edge.manyToMany) {
            look.nodes[size_t(edge.from)].litRows.push_back(edge.fromRow);
            look.nodes[size_t(edge.to)].litRows.push_back(edge.toRow);
        }
    };
    if (hovered.onNode()) {
        const NodeKind kind = scene.nodes[size_t(hovered.node)].kind;
        if (kind == NodeKind::Note || kind == NodeKind::Group)
            return;
        lit[size_t(hovered.node)] = 1;
        for (size_t i = 0; i < scene.edges.size(); ++i) {
            if (scene.edges[i].from == hovered.node || scene.edges[i].to == hovered.node)
                light(i);
        }
        // Tables behind the links that end here.
        for (size_t i = 0; i < scene.edges.size(); ++i) {
            const SceneEdge& edge = scene.edges[i];
            if (edge.manyToMany && lit[size_t(edge.to)] && isJunction(scene.nodes[size_t(edge.to)]) &&
                !litEdge[i]) {
                const bool ours =
                    std::any_of(scene.edges.begin(), scene.edges.end(), [&](const SceneEdge& other) {
                        return other.manyToMany && other.to == edge.to && other.from == hovered.node;
                    });
                if (ours)
                    light(i);
            }
        }
    } else if (hovered.edge >= 0) {
        const ObjectRef object = scene.edges[size_t(hovered.edge)].object;
        for (size_t i = 0; i < scene.edges.size(); ++i) {
            if (scene.edges[i].object == object)
                light(i);
        }
    } else {
        return;
    }
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        const bool isolated = scene.nodes[i].kind == NodeKind::Group;
        look.nodes[i].emphasis = isolated ? Emphasis::Normal : lit[i] ? Emphasis::Lit : Emphasis::Dimmed;
    }
    for (size_t i = 0; i < scene.edges.size(); ++i)
        look.edges[i].emphasis = litEdge[i] ? Emphasis::Lit : Emphasis::Dimmed;
}

void dimUnless(SceneLook& look, const SceneGraph& scene, const model::Schema& schema, const QString& text)
{
    if (text.isEmpty())
        return;
    const auto holds = [&](const QString& where) { return where.contains(text, Qt::CaseInsensitive); };
    const auto commented = [&](TableId id) {
        const model::Table* table = schema.tables.find(id);
        return table &&
               (holds(table->comment) || std::ranges::any_of(table->columns, holds, &model::Column::comment));
    };
    // Columns that the card does not show are found all the same.
    const auto hasColumn = [&](TableId id) {
        const model::Table* table = schema.tables.find(id);
        return table && std::ranges::any_of(table->columns, holds, &model::Column::name);
    };
    const auto matches = [&](const SceneNode& node) {
        return holds(node.title) ||
               std::ranges::any_of(
                   node.rows, [&](const CardRow& row) { return holds(row.name) || holds(row.type); }) ||
               hasColumn(node.table) || commented(node.table);
    };
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        if (scene.nodes[i].kind != NodeKind::Group && !matches(scene.nodes[i]))
            look.nodes[i].emphasis = Emphasis::Dimmed;
    }
    for (size_t i = 0; i < scene.edges.size(); ++i) {
        const SceneEdge& edge = scene.edges[i];
        if (look.nodes[size_t(edge.from)].emphasis == Emphasis::Dimmed ||
            look.nodes[size_t(edge.to)].emphasis == Emphasis::Dimmed)
            look.edges[i].emphasis = Emphasis::Dimmed;
    }
}

void markSelected(SceneLook& look, const SceneGraph& scene, const Selection& selection)
{
    for (const ObjectRef& object : selection.objects()) {
        const int node = scene.nodeOf(object);
        if (node >= 0) {
            NodeLook& shown = look.nodes[size_t(node)];
            if (std::holds_alternative<ColumnId>(object)) {
                const auto& rows = scene.nodes[size_t(node)].rows;
                const auto it = std::ranges::find(rows, object, &CardRow::object);
                shown.selectedRows.push_back(int(it - rows.begin()));
            } else {
                shown.selected = true;
            }
        }
        for (size_t i = 0; i < scene.edges.size(); ++i) {
            if (scene.edges[i].object == object)
                look.edges[i].selected = true;
        }
    }
}

std::vector<int> neighboursOf(const SceneGraph& scene, int node)
{
    std::vector<int> nodes;
    for (const SceneEdge& edge : scene.edges) {
        if (edge.from == node && edge.to != node)
            nodes.push_back(edge.to);
        else if (edge.to == node && edge.from != node)
            nodes.push_back(edge.from);
    }
    return nodes;
}

} // namespace conjoin::ui
