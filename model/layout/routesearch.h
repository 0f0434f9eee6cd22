// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/visibilitygraph.h"

#include <cstdint>
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
    /// sides.
    Path find(const VisibilityGraph::Docks& from, const VisibilityGraph::Docks& to, int net);

    /// Makes later searches see `path`, or see it no more.
    void occupy(const Path& path, int net);
    void release(const Path& path);

private:
    struct Use {
        int lines = 0;
        int ends = 0; // lines of which this is part of the first or last straight run: nudging can't move it
        int net = 0;  // of all lines, or mixed

        bool isForeign(int other) const { return lines > 0 && net != other; }
    };
    struct Open {
        float estimate;
        int state;
    };
    static constexpr int mixed = -1;

    void markCrowded();
    bool foreign(int vertex, Side side, int net) const;
    const Use* useOf(int vertex, Side side) const;
    Use* useOf(int vertex, Side side);
    double estimate(int vertex, bool vertical) const;
    void reach(int vertex, bool vertical, double cost, int parent);
    void expand(int state, int net);
    Path trace(int state) const;
    template<class Change>
    void forPieces(const Path& path, Change change);

    const VisibilityGraph& graph_;
    Costs costs_;
    std::vector<Use> right_;  // of the piece from each vertex to its right neighbour
    std::vector<Use> down_;   // and to its lower neighbour
    std::vector<Use> docked_; // lines that end at each vertex

    std::vector<char> crowded_; // vertices nearer than a stub to a dock

    // Of the running search. A state is a vertex and the axis on which it was reached.
    VisibilityGraph::Docks goals_{};
    double weight_ = 1;
    std::uint32_t search_ = 0;
    std::vector<std::uint32_t> stamp_;
    std::vector<double> cost_;
    std::vector<int> parent_;
    std::vector<Open> open_;
};

} // namespace conjoin::model::layout
