// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/routehistory.h"
#include "ui/canvas/scenegraph.h"

#include <vector>

namespace conjoin::ui {

/// Whether lines run around the node: cards and pills. Notes and groups lie behind.
bool isObstacle(const SceneNode& node);

/// Finds the routes of all edges around the cards and pills. Lines that a person bent stay as they are, and the
/// others keep away from them.
void routeScene(SceneGraph& scene);

/// The same, but takes over from `previous` – the scene before an edit – every route that still fits: only
/// edges of nodes that moved, grew or came, and edges in the way of these or of bent lines that changed, are
/// found anew. Where the edit is an undo, `known` are the lines that it brings back; else null.
void routeScene(SceneGraph& scene, const SceneGraph& previous, const RouteHistory::Lines* known);

/// Finds the routes of these edges anew, with all others staying; bent ones get their bent lines.
void routeAgain(SceneGraph& scene, const std::vector<int>& edges);

/// Whether a line runs so near beside a piece of another one that it should move away.
bool runsBeside(const std::vector<QPointF>& route, const std::vector<QPointF>& other);

/// What ends that meet on one spot do to each other's marks: see SceneEdge::mixedTo and plainTo.
struct EndMix {
    bool mixed = false, plain = false;
};
EndMix mixOf(const std::vector<EndMark>& marks);

/// Where ends of references that are marked differently meet on one spot, all are drawn as what holds for each.
void markMixedEnds(SceneGraph& scene);

/// Tells the edges that are painted as stubs, and what their ends say.
void markStubs(SceneGraph& scene);

/// Whether the edge is painted as a stub.
bool isStub(const SceneGraph& scene, const SceneEdge& edge);
/// Marks one edge, but for what its end says where others may end, too.
void markStub(const SceneGraph& scene, SceneEdge& edge);
/// What the end says where all these stubs end.
QString textOfStubs(const SceneGraph& scene, const std::vector<const SceneEdge*>& stubs);

/// Whether the line ends where it would dock at its card as that is now. Of one that grew downwards most do.
bool endsAtDock(const SceneGraph& scene, const SceneEdge& edge, bool last);

/// Whether a line runs through the inside of `rect`.
bool runsThrough(const std::vector<QPointF>& route, const QRectF& rect);

/// Routes for a frame of a drag: those near the nodes that move (`moving`) run around the cards there, the
/// others look at their two nodes only. Leaves all other edges as they are.
void routeLive(SceneGraph& scene, const std::vector<int>& moving, const std::vector<int>& edges);

} // namespace conjoin::ui
