// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "ui/canvas/scenegraph.h"

namespace conjoin::ui {

/// What lies wholly on the group, and so moves with it: node indexes, the group itself not among them.
std::vector<int> membersOf(const SceneGraph& scene, int group);

/// Moves the table's card – or the pill of the link that it is the junction of – onto the group, which grows
/// where it has no room left, or off the group, to the nearest free place beside it. Nothing else moves.
/// Errors: a group or a table that the diagram does not show.
Result<model::Document> withMembership(model::Document document, DiagramId diagram,
    const orm::Derivation& derivation, GroupId group, TableId table, bool member);

} // namespace conjoin::ui
