// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/hittest.h"
#include "ui/canvas/scenelook.h"

#include <QString>

namespace conjoin::ui {

class Selection;

/// Lights what belongs to the card or line under the pointer – neighbours, tables behind a many-to-many link,
/// the lines between them and the keys they stand on – and dims the rest.
void lightNeighbourhood(SceneLook& look, const SceneGraph& scene, const Hit& hovered);

/// Dims every card whose title and columns lack `text`, and the lines between dimmed ones.
void dimUnless(SceneLook& look, const SceneGraph& scene, const model::Schema& schema, const QString& text);

void markSelected(SceneLook& look, const SceneGraph& scene, const Selection& selection);

/// Nodes at the other ends of the node's lines.
std::vector<int> neighboursOf(const SceneGraph& scene, int node);

} // namespace conjoin::ui
