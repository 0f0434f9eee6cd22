// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace conjoin::ui {

/// How far a thing stands out at the moment.
enum class Emphasis : unsigned char { Normal, Dimmed, Lit };

struct NodeLook {
    Emphasis emphasis = Emphasis::Normal;
    bool selected = false;
    int hoverRow = -1;
    std::vector<int> selectedRows;
    std::vector<int> litRows; ///< keys of lit edges

    friend bool operator==(const NodeLook&, const NodeLook&) = default;
};

struct EdgeLook {
    Emphasis emphasis = Emphasis::Normal;
    bool selected = false;

    friend bool operator==(const EdgeLook&, const EdgeLook&) = default;
};

/// Which things of a scene are selected, lit or dimmed; parallel to the scene, or empty: all normal.
struct SceneLook {
    std::vector<NodeLook> nodes;
    std::vector<EdgeLook> edges;
};

} // namespace conjoin::ui
