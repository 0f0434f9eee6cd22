// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/graph.h"

#include <QPointF>

#include <vector>

namespace conjoin::model::layout {

/// The way of one edge: horizontal and vertical pieces in turn, from a border of `from` to a border of `to`.
struct Route {
    std::vector<QPointF> points; ///< empty only where the edge's boxes do not exist
    Side fromSide = Side::Right;
    Side toSide = Side::Left;
    bool clear = false; ///< false: found no way around the boxes (they overlap), so it may cross some

    friend bool operator==(const Route&, const Route&) = default;
};

struct RouteOptions {
    double clearance = 8; ///< a line keeps this far from boxes that are not its own
    double stub = 20;     ///< a line runs straight this long from its box: room for the end mark
    double trackGap = 12; ///< between parallel lines, where there is room
    double bendCost = 48; ///< a bend is worth this much extra length
    double crossingCost = 30;
    double trunkDiscount = 0.55; ///< length along lines of the own net counts this much
    bool nudged = true;          ///< false: lines that share a channel lie on each other, to be counted only
    int repairs = 4;             ///< so often lines that could not be kept apart look for another way
    bool refined = true;         ///< few edges are searched twice: the second time each knows all others
    Cancel cancel = nullptr;     ///< routes not found yet stay quick ones
};

/// Routes for all edges, in their order. No route crosses a box as long as boxes do not overlap.
std::vector<Route> route(const Graph& graph, const RouteOptions& options = {});

/// The same where some edges have a line already, as by a person's hand: those in `kept` that are not empty
/// stay as they are, and the others keep away from them.
std::vector<Route> routeAround(const Graph& graph, std::vector<Route> kept, const RouteOptions& options = {});

/// `routes` with only `edges` found anew: those at boxes that moved and those in their way. `routes` must fit
/// `graph.edges`.
std::vector<Route> rerouted(const Graph& graph, std::vector<Route> routes, const std::vector<int>& edges,
    const RouteOptions& options = {});

/// Edges that end at one of `boxes` or whose route runs through one: what to reroute after `boxes` moved.
std::vector<int> affectedEdges(
    const Graph& graph, const std::vector<Route>& routes, const std::vector<int>& boxes);

/// A Z or U that looks at its two boxes only: for the frames of a drag.
Route quickRoute(const Graph& graph, int edge);

} // namespace conjoin::model::layout
