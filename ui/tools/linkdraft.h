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
};

/// A card that a link may start from or end at.
bool takesLinks(const SceneGraph& scene, int node);

void paintDraft(QPainter& painter, const Surface& surface, const LinkDraft& draft, bool manyToMany);

/// Asks at the pointer what the link shall be, and draws it.
void chooseLink(Surface& surface, TableId from, TableId to, QPoint global);

/// Draws it, selects it, and lets the name of a new junction be typed.
void finishLink(Surface& surface, TableId from, TableId to, LinkKind kind);

} // namespace conjoin::ui
