// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/drawingcost.h"
#include "model/layout/routesearch.h"
#include "model/layout/visibilitygraph.h"

namespace conjoin::model::layout {

/// The paths of some edges in one visibility graph, each found in the knowledge of the others.
class PathSet {
public:
    /// `nets[i]` names the net of edge `i` of the graph. All must outlive the set.
    PathSet(const Graph& graph, const ObstacleGrid& obstacles, const std::vector<int>& nets,
        const std::vector<int>& edges, const QRectF& window, const VisibilityGraph::Spacing& spacing,
        const RouteOptions& options);

    void findAll();
    /// Lines that could not be kept apart look for another way, away from where they lie on others: of a pair
    /// the one that lies on more of them, or the other one. False where none of them is of this set.
    bool findOthers(const std::vector<Overlap>& overlaps, bool othersMove);
    /// Writes the routes of those that have a path, before they are nudged.
    void writeRoutes(std::vector<Route>& routes) const;

private:
    int netOf(std::size_t slot) const { return nets_[std::size_t(edges_[slot])]; }
    std::vector<std::size_t> shortFirst() const;
    void find(std::size_t slot);
    void shun(std::size_t slot, const Overlap& overlap);
    Route routeAlong(std::size_t slot) const;

    const Graph& graph_;
    const std::vector<int>& nets_;
    const std::vector<int> edges_;
    const RouteOptions& options_;
    const VisibilityGraph visibility_;
    RouteSearch search_;
    std::vector<RouteSearch::Path> paths_; // by slot: the place of the edge in edges_
};

} // namespace conjoin::model::layout
