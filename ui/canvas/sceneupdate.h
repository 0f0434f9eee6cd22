// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/delta.h"
#include "ui/canvas/renumbering.h"
#include "ui/canvas/routehistory.h"
#include "ui/canvas/scenegraph.h"
#include "ui/canvas/scenelook.h"
#include "ui/canvas/spatialindex.h"

#include <QSet>

#include <array>
#include <map>
#include <optional>
#include <vector>

namespace conjoin::ui {

/// Brings a scene and its index up to date by touching what an edit touched: a drag or a rename in a diagram of
/// thousands of tables takes no longer than in a small one.
class SceneUpdate {
public:
    /// `known`: the lines that an undo brings back; null where the edit is none.
    SceneUpdate(SceneGraph& scene, SpatialIndex& index, const RouteHistory::Lines* known = nullptr)
        : scene_(scene)
        , index_(index)
        , known_(known)
    {}

    /// After an edit that only moved some cards or pills of the diagram, from `before` to `after`. False – and
    /// nothing is done – where it did more.
    bool takePlaces(const model::Diagram& before, const model::Diagram& after, const model::Delta& delta);
    /// After an edit of the schema or of what the diagram shows. `derived` are the tables that derive otherwise
    /// now. False – and nothing is done – where it is better to build anew: much changed, or a pill became a
    /// card.
    bool takeEdit(SceneBuilder& builder, const model::Delta& delta, DiagramId diagram,
        const std::vector<TableId>& derived);

    /// After takeEdit(): what was known of nodes and edges by their places before.
    void renumber(SceneLook& look) const;

    /// The places, in canvas units, that look different now.
    const std::vector<QRectF>& painted() const { return painted_; }
    /// Lines that run elsewhere now, as they were and as they are.
    RouteHistory::Lines linesBefore() const;
    RouteHistory::Lines linesAfter() const;

private:
    struct OldNode {
        int index;
        SceneNode node;
        bool isNew = false;
    };
    struct OldEdge {
        int index;
        SceneEdge edge;
        bool isNew = false;
    };
    /// What else of an edge may come to look different: ticks and numbers where ends meet, and names that find
    /// or lose their room.
    struct Extra {
        bool mixed, plain;
        double branchAt;
        bool stub;
        std::array<QRectF, 4> labels;
        QString from, to;
        explicit Extra(const SceneEdge& edge);
        bool operator==(const Extra&) const = default;
    };

    bool takeStructure(const SceneBuilder& builder);
    void takeNodes(SceneBuilder& builder, const QSet<quint64>& touched, std::vector<char>& isStale);
    std::vector<int> takeEdges(
        SceneBuilder& builder, const QSet<quint64>& touched, const std::vector<char>& isStale);
    void change(int node, SceneNode next);
    void movePills();
    void reroute(std::vector<int> stale);
    std::vector<int> takeKnownLines();
    void keepOld(int edge);
    void keepExtra(int edge);
    void addLinesBesideBends(std::vector<int>& stale) const;
    bool isMoved(const OldNode& old) const;
    std::vector<char> pillsOfOtherEnds() const;
    std::vector<QPointF> markChangedStubs();
    void markSpots(std::vector<QPointF> spots);
    std::vector<int> touchedLabels() const;
    void finish(std::vector<int> stale);

    SceneGraph& scene_;
    SpatialIndex& index_;
    const RouteHistory::Lines* known_;
    std::vector<OldNode> nodes_; ///< that changed, as they were; of new ones nothing
    std::vector<OldEdge> edges_;
    std::vector<char> isKept_;         ///< by edge: it is among `edges_`
    std::vector<char> leadsElsewhere_; ///< by edge, where any came or left: between other nodes than before
    std::vector<SceneNode> goneNodes_;
    std::vector<SceneEdge> goneEdges_;
    std::map<int, Extra> extras_;                        ///< of edges that may look different, as they were
    std::optional<Renumbering> movedNodes_, movedEdges_; ///< where any came or left
    std::vector<QRectF> painted_;
};

} // namespace conjoin::ui
