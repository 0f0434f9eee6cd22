// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/occupancy.h"
#include "model/layout/visibilitygraph.h"
#include "model/layout/zeroedarray.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace conjoin::model::layout {

/// Finds paths in a visibility graph, each knowing the ones found before: they share trunks with their own net
/// and shun crossing others.
class RouteSearch {
public:
    struct Costs {
        double bend;
        double crossing;
        double trunkDiscount; ///< share of the length that counts along lines of the own net
        double stub;          ///< nearer than this to a dock a bend costs extra
    };
    using Path = std::vector<int>; ///< vertices from dock to dock; empty = there is no way

    RouteSearch(const VisibilityGraph& graph, const Costs& costs);

    /// The cheapest path from one of `from` to one of `to`, which must be others. A dock that a line of another
    /// net took before costs extra, so the two halves of a many-to-many link leave their pill on different
    /// sides. A path that begins or ends with a hook gives way to one from another dock that costs a little
    /// more.
    Path find(const VisibilityGraph::Docks& from, const VisibilityGraph::Docks& to, int net);

    /// Makes later searches see `path`, or see it no more.
    void occupy(const Path& path, int net);
    void release(const Path& path, int net);
    /// The piece that leaves `vertex` to the right or downwards is taken only by those who are there already,
    /// or at a price.
    void shun(int vertex, Side side);

private:
    struct Open {
        float estimate;
        int state;
    };
    /// A vertex and the axis on which it was reached.
    struct State {
        std::uint32_t search = 0; // the one that reached it
        int parent = 0;           // state
        float cost = 0;
        bool expanded = false;
    };
    struct Goal {
        QPointF at;
        bool vertical; // reached upwards or downwards
    };

    void markCrowded();
    std::size_t place(int vertex, int next, Side side) const;
    bool isCrossed(const VisibilityGraph::Vertex& v, int vertex, bool vertical, int net) const;
    double pieceCost(int vertex, int next, Side side, double length, int net) const;
    bool leadsToGoal(int dock, const VisibilityGraph::Docks& to) const;
    bool setGoals(const VisibilityGraph::Docks& from, const VisibilityGraph::Docks& to);
    double estimate(QPointF at, bool vertical) const;
    void reach(int vertex, bool vertical, double cost, int parent);
    void expand(int state, int net);
    Path trace(int state) const;
    std::pair<Path, double> cheapest(
        const VisibilityGraph::Docks& from, const VisibilityGraph::Docks& to, int net);
    bool beginsWithHook(const Path& path) const;
    template<class Change>
    void forPieces(const Path& path, Change change);

    const VisibilityGraph& graph_;
    Costs costs_;
    Occupancy pieces_;          // right of and below each vertex
    Occupancy docked_;          // lines that end at each dock
    ZeroedArray<char> shunned_; // pieces
    ZeroedArray<char> crowded_; // vertices nearer than a stub to a dock

    // Of the running search.
    std::vector<Goal> goals_;
    std::vector<char> isGoal_; // of docks
    double weight_ = 1;
    std::uint32_t search_ = 0;
    ZeroedArray<State> states_;
    std::vector<Open> open_;
};

} // namespace conjoin::model::layout
