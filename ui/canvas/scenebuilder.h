// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/nodecontent.h"
#include "ui/canvas/scenegraph.h"

#include <unordered_map>
#include <vector>

namespace conjoin::ui {

/// What stands at a place of a scene's nodes or edges, before it is built.
struct NodeSlot {
    NodeKind kind;
    ObjectRef object;
    TableId table; ///< of a card or pill

    friend bool operator==(const NodeSlot&, const NodeSlot&) = default;
};
struct EdgeSlot {
    ObjectRef object;
    int linkEnd;
    int from, to; ///< node indexes

    friend bool operator==(const EdgeSlot&, const EdgeSlot&) = default;
};

NodeSlot slotOf(const SceneNode& node);
EdgeSlot slotOf(const SceneEdge& edge);

/// Makes the nodes and edges of one diagram, all or one by one. Refers to what it is given.
class SceneBuilder {
public:
    SceneBuilder(
        const model::Document& document, const model::Diagram& diagram, const orm::Derivation& derivation);

    /// Everything; edges without routes.
    SceneGraph build();

    /// In painting order.
    std::vector<NodeSlot> nodeSlots() const;
    /// References first, as the document has them.
    std::vector<EdgeSlot> edgeSlots(const std::vector<NodeSlot>& nodes) const;

    /// A pill without a place of its own stands at the origin.
    SceneNode node(const NodeSlot& slot);
    /// Between nodes of `nodes`; without a route.
    SceneEdge edge(const EdgeSlot& slot, const std::vector<SceneNode>& nodes);

private:
    SceneNode card(const NodeSlot& slot);
    SceneNode linkNode(const NodeSlot& slot);
    SceneNode note(const NodeSlot& slot) const;
    SceneNode group(const NodeSlot& slot) const;
    NodeContent contentOf(const NodeSlot& slot) const;
    const NodeContent& content(const SceneNode& node);
    int shownRow(const SceneNode& node, int row) const { return node.collapsed ? -1 : row; }
    SceneEdge referenceEdge(const EdgeSlot& slot, const std::vector<SceneNode>& nodes);
    SceneEdge arm(const EdgeSlot& slot, const std::vector<SceneNode>& nodes);

    const model::Document& document_;
    const model::Diagram& diagram_;
    ContentSource source_;
    std::unordered_map<quint64, NodeContent> contents_; ///< by object, of cards and pills that were asked for
};

} // namespace conjoin::ui
