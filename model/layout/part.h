// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/graph.h"

#include <cstdint>
#include <random>
#include <vector>

namespace conjoin::model::layout {

/// A connected piece of a graph, as layout sees it: boxes by their index in the part, places as centres.
struct Part {
    struct Neighbour {
        int box;
        double length; ///< how far apart the centres want to be
    };
    /// An end of an edge at a box.
    struct Port {
        int box;      ///< at its other end
        double here;  ///< height of the dock, from the centre of the own box
        double there; ///< and from the centre of the other
    };

    std::vector<int> boxes; ///< their index in the graph
    std::vector<QSizeF> sizes;
    std::vector<char> pill;
    std::vector<std::vector<Neighbour>> neighbours; ///< each once, loops left out
    std::vector<std::vector<Port>> ports;           ///< one an edge end, loops left out

    int size() const { return int(boxes.size()); }
    const QSizeF& sizeOf(int box) const { return sizes[std::size_t(box)]; }
};

using Centres = std::vector<QPointF>; ///< of the boxes of a part

/// The connected parts of a sane graph, in the order of their first boxes.
std::vector<Part> connectedParts(const Graph& graph);

/// Numbers that are the same on every machine, which the distributions of the standard library are not.
class Random {
public:
    explicit Random(std::uint32_t seed)
        : engine_(seed)
    {}

    /// 0 … count-1
    std::size_t below(std::size_t count) { return engine_() % count; }
    /// 0 … 1, without 1
    double unit() { return engine_() / 4294967296.0; }

private:
    std::mt19937 engine_;
};

} // namespace conjoin::model::layout
