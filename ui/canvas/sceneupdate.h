// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/delta.h"
#include "ui/canvas/routehistory.h"
#include "ui/canvas/scenegraph.h"
#include "ui/canvas/spatialindex.h"

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
    /// After any edit, from the new scene without routes. False – and nothing is done – where nodes or edges
    /// came or went.
    bool takeContents(SceneGraph& unrouted);

    /// The places, in canvas units, that look different now.
    const std::vector<QRectF>& painted() const { return painted_; }
    /// Lines that run elsewhere now, as they were and as they are.
    RouteHistory::Lines linesBefore() const;
    RouteHistory::Lines linesAfter() const;

private:
    struct OldNode {
        int index;
        SceneNode node;
    };
    struct OldEdge {
        int index;
        SceneEdge edge;
    };

    void change(int node, SceneNode next);
    void movePills();
    void reroute(std::vector<int> stale);
    void takeKnownLines();
    void keepOld(int edge);
    void addLinesBesideBends(std::vector<int>& stale) const;
    std::vector<int> touchedLabels() const;
    void finish(std::vector<int> stale);

    SceneGraph& scene_;
    SpatialIndex& index_;
    const RouteHistory::Lines* known_;
    std::vector<OldNode> nodes_; ///< that changed, as they were
    std::vector<OldEdge> edges_;
    std::vector<QRectF> painted_;
};

} // namespace conjoin::ui
