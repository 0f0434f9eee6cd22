// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenebuilder.h"

#include <optional>
#include <vector>

namespace conjoin::ui {

/// Where the things of a list went when some came and some left.
struct Renumbering {
    std::vector<int> from; ///< of each now: its place before; -1 = it came
    std::vector<int> to;   ///< of each before: its place now; -1 = it left

    bool changesNothing() const;

    /// The list with each thing in its place now, and empty ones where some came.
    template<class Thing>
    void apply(std::vector<Thing>& things) const
    {
        std::vector<Thing> next(from.size());
        for (size_t i = 0; i < from.size(); ++i) {
            if (from[i] >= 0)
                next[i] = std::move(things[size_t(from[i])]);
        }
        things = std::move(next);
    }
};

/// Nothing where a thing became another one: a pill that is a card now.
std::optional<Renumbering> renumbering(const std::vector<SceneNode>& before, const std::vector<NodeSlot>& now);
Renumbering renumbering(const std::vector<SceneEdge>& before, const std::vector<EdgeSlot>& now);

} // namespace conjoin::ui
