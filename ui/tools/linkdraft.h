// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tools/linkmaking.h"
#include "ui/tools/tool.h"

namespace conjoin::ui {

/// A line being drawn from a card to the pointer, shared by the tools that link.
struct LinkDraft {
    int from = -1;
    int row = -1;
    QPointF start; ///< of the pointer, canvas units
    QPointF at;

    TableId table(const SceneGraph& scene) const { return scene.nodes[size_t(from)].table; }
    ColumnId column(const SceneGraph& scene) const; ///< the own one that it begins at; null = at the card
};

/// A card that a link may start from or end at.
bool takesLinks(const SceneGraph& scene, int node);

/// The line to the pointer, and a glow around everything that it may end at.
void paintDraft(QPainter& painter, const Surface& surface, const LinkDraft& draft, bool manyToMany);
void paintTargets(QPainter& painter, const Surface& surface);
/// `toRight`: it leaves `start` that way. Canvas units.
void paintLinkCurve(
    QPainter& painter, const Surface& surface, QPointF start, bool toRight, QPointF at, bool manyToMany);

/// Asks at the pointer which of `kinds` the link shall be, and draws it.
void chooseLink(Surface& surface, const LinkPlan& plan, const std::vector<LinkKind>& kinds, QPoint global);

/// Draws it, selects it, and lets the name of a new junction be typed.
void finishLink(Surface& surface, const LinkPlan& plan, LinkKind kind);

} // namespace conjoin::ui
