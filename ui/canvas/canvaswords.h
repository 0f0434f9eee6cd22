// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"

namespace conjoin::ui {

/// A card, pill or note in a sentence, for people who do not see it.
QString wordsForNode(const SceneGraph& scene, int node);
/// A column in a sentence: «firstName, varchar(255), mandatory».
QString wordsForRow(const SceneGraph& scene, int node, int row);
/// Its flags alone: «unique, mandatory».
QString flagsOfRow(const CardRow& row);
/// What else there is to say of a card: that it is locked, or shows only some of its columns.
QString stateOfNode(const SceneGraph& scene, int node);
/// A line in a sentence: «Reference from Class.TeacherId to Teacher».
QString wordsForEdge(const SceneGraph& scene, int edge);

} // namespace conjoin::ui
