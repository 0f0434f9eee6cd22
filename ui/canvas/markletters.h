// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"

#include <QPen>

#include <optional>

namespace conjoin::ui {

/// The number of UML or the letter of IDEF1X at an end of a line: text beside it, always upright.
struct MarkLetters {
    QString text;
    QPointF corner;         ///< of the text, nearest to the end of the line; canvas units
    bool leftwards = false; ///< the text ends there, else it begins there
    bool below = false;     ///< the upper edge of its capitals is there, else its baseline
};

/// Whether the mark is letters alone, with no strokes.
bool isLetters(EndMark mark);

/// What stands at that end, if anything does. Where lines with other numbers end on the same spot it stands
/// where this one has left them, see SceneEdge::branchAt.
std::optional<MarkLetters> lettersAt(const SceneEdge& edge, bool last);

/// Where the text begins on its baseline; its width and the height of its capitals in canvas units.
QPointF baselineOf(const MarkLetters& letters, double width, double capital);

/// The size of the text in canvas units at this scale: a little larger where it would be small.
double lettersSize(double scale);

/// What clears the canvas around letters: their outline, drawn with this, so that no line cuts them.
QPen haloPen(const QColor& canvas, double width);

/// Tells how far each of these edges, which end on the same spot, runs with one of another number there.
void markBranches(SceneGraph& scene, const std::vector<int>& ending);

/// How far both lines run on each other from where they end.
double sharedFromEnd(const std::vector<QPointF>& a, const std::vector<QPointF>& b);

} // namespace conjoin::ui
