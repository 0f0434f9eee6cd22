// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/spatialindex.h"

namespace conjoin::ui {

/// What lies under a point of the canvas.
struct Hit {
    enum class Part {
        Nothing,
        Title,
        Row,
        Body,   ///< of a card below its rows, of a note or group
        Handle, ///< a round grip beside the hovered card: a link begins here
        AddRow, ///< the button under the selected card: a new column
        Edge,
        RoleName, ///< at the first end of `edge`
        Stub      ///< what an end of `edge` says it leads to; `row` 0: its first end, 1: its last one
    };

    Part part = Part::Nothing;
    int node = -1;
    int row = -1; ///< of `node`; for a handle the row it belongs to
    int edge = -1;

    bool onNode() const { return node >= 0; }
    friend bool operator==(const Hit&, const Hit&) = default;
};

/// The topmost thing at `at`. `scale` says how far off a line still counts.
Hit hitTest(const SceneGraph& scene, const SpatialIndex& index, QPointF at, double scale);

/// Centres of the two grips that a card shows at the height of a row (below zero: of its header).
struct Handles {
    QPointF left, right;
};
Handles handlesOf(const SceneGraph& scene, int node, int row);
constexpr double handleRadius = 6;

/// Where the button stands that adds a column to the selected card.
QRectF addRowRect(const SceneGraph& scene, int node);

/// What a click there selects.
ObjectRef objectOf(const SceneGraph& scene, const Hit& hit);

} // namespace conjoin::ui
