// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/cardmetrics.h"
#include "ui/canvas/scenegraph.h"
#include "ui/theme/theme.h"

#include <QPolygonF>

#include <algorithm>

/// Lengths and colours inside cards that the painter of the screen and the writer of SVG share. Canvas units.
namespace conjoin::ui::style {

constexpr double cardRadius = 10;
constexpr double squareRadius = 1; ///< of an independent entity of IDEF1X
constexpr double bandHeight = 4;
constexpr double pillRadius = 14;
constexpr double noteRadius = 6;
constexpr double notePadding = 12;
constexpr double groupRadius = 16;
constexpr double groupTitleLeft = 16;
constexpr double titleIconLeft = 12;
constexpr double titleTextLeft = model::layout::cardTitleLeft;
constexpr double rowIconLeft = 12;
constexpr double rowTextLeft = model::layout::cardTextLeft;
constexpr double rowTextRight = model::layout::cardTextRight;
constexpr double pillIconLeft = 10;
constexpr double pillTitleLeft = model::layout::pillTitleLeft;
constexpr double pillTextLeft = model::layout::pillTextLeft;
constexpr double pillTextRight = model::layout::pillTextRight;
constexpr double textGap = 8;        ///< least space between an elided name and its type
constexpr double dotRadius = 2.1;    ///< a filled dot: NOT NULL
constexpr double hollowRadius = 2.4; ///< a hollow dot: may be null
constexpr double hollowWidth = 1.2;
constexpr double diamondReach = 3.4; ///< from the middle of a diamond to its corners: a unique column
constexpr double roleTextSize = 11;
constexpr double roleRoom = 160;  ///< a longer role name is elided
constexpr double rolePadding = 3; ///< beside the name, inside its box
constexpr double roleHeight = 14;
constexpr double roleBaseline = 3.4; ///< above the lower edge of the box
constexpr double stubLength = 40;    ///< of what is seen of a very long line at each end
constexpr double stubHeight = 18;    ///< of the plate that says where it leads
constexpr double stubPadding = 8;
constexpr double routeRadius = 10;
constexpr double referenceWidth = 1.5;
constexpr double litWidth = 2;
constexpr double selectedLineWidth = 3; ///< of a selected line: wider, not only of another colour
constexpr double linkWidth = 2.2;
constexpr double linkMarkWidth = 1.8;
constexpr double markScale = 0.42;   ///< from which on marks are seen
constexpr double fillingWidth = 1.1; ///< of strokes that fill a diamond
constexpr double haloWidth = 3;      ///< of the canvas around letters that stand beside a line
constexpr double armDotRadius = 3.2;
constexpr double groupFill = 0.45;

/// Baselines below the middle of a line: half the height of a capital in Inter.
constexpr double titleBaseline = 5.1;
constexpr double columnBaseline = 4.7;
constexpr double typeBaseline = 4.4;

constexpr double dashLength = 6, dashGap = 4; ///< of a line that is no part of a key, in IDEF1X
constexpr double hangingDrop = 32;            ///< from the line of an association down to its class, in UML

/// The radius of a node's corners.
inline double cornerOf(const SceneNode& node)
{
    switch (node.kind) {
    case NodeKind::Pill:
        return node.rows.empty() && !node.newRow
                   ? std::min(node.rect.height(), model::layout::pillHeadHeight) / 2
                   : pillRadius;
    case NodeKind::Note:
        return noteRadius;
    case NodeKind::Group:
        return groupRadius;
    case NodeKind::Table:
    case NodeKind::Junction:
        break;
    }
    return node.square ? squareRadius : cardRadius;
}

inline const Hue& hueOf(const Theme& theme, int hue)
{
    return theme.hues[size_t(hue) % theme.hues.size()];
}

/// The sign before a unique column, filled or hollow as the dots of others are.
inline QPolygonF diamondAround(QPointF centre)
{
    return QPolygonF({centre - QPointF(diamondReach, 0), centre - QPointF(0, diamondReach),
        centre + QPointF(diamondReach, 0), centre + QPointF(0, diamondReach)});
}

/// `over` at this share on `under`, opaque.
inline QColor blend(const QColor& over, const QColor& under, double share)
{
    const auto mix = [share](int a, int b) { return int(a * share + b * (1 - share) + 0.5); };
    return QColor(
        mix(over.red(), under.red()), mix(over.green(), under.green()), mix(over.blue(), under.blue()));
}

/// The last row of the primary key if it is a block at the top – where a hairline follows it –, else -1.
inline int keyBlockEnd(const SceneNode& node)
{
    int end = -1;
    while (end + 1 < int(node.rows.size()) && node.rows[size_t(end + 1)].primaryKey)
        ++end;
    return end + 1 < int(node.rows.size()) ? end : -1;
}

} // namespace conjoin::ui::style
