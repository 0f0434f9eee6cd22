// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>

#include <atomic>
#include <functional>
#include <vector>

/// What layout and routing know of a drawing: boxes and edges, named by their index. Lengths are canvas units,
/// y down.
namespace conjoin::model::layout {

/// A card or a pill.
struct Box {
    QRectF rect;         ///< layout reads the size and, where the box is pinned, the position
    bool pill = false;   ///< the pill of a many-to-many link: small, wants to stand between its two neighbours
    bool pinned = false; ///< layout leaves it where it is
    int group = -1;      ///< boxes of one subject area stand together where edges allow; -1 = of none
    bool hangs = false;  ///< many-to-many lines dock in the middle of its upper side only
};

/// A line from one box to another, or to the same one. It docks at the left or right side at the height of its
/// row; a many-to-many line may use the middle of the upper and lower side as well.
struct Edge {
    enum Kind { Reference, ManyToMany };

    int from = 0;       ///< the referencing box
    int to = 0;         ///< the referenced box
    double fromRow = 0; ///< where it docks, below the upper edge of `from`
    double toRow = 0;   ///< where it docks, below the upper edge of `to`
    Kind kind = Reference;
    int net = -1; ///< edges of one net may run on one trunk: references to the same key; -1 = alone
};

struct Graph {
    std::vector<Box> boxes;
    std::vector<Edge> edges;
};

/// Called from time to time with the share of the work that is done, 0 … 1.
using Progress = std::function<void(double)>;

/// Asked often; once it holds true the work stops and its result is worthless.
using Cancel = const std::atomic_bool*;

inline bool cancelled(Cancel cancel)
{
    return cancel && cancel->load(std::memory_order_relaxed);
}

enum class Side { Left, Right, Top, Bottom };

constexpr Side opposite(Side side)
{
    switch (side) {
    case Side::Left:
        return Side::Right;
    case Side::Right:
        return Side::Left;
    case Side::Top:
        return Side::Bottom;
    case Side::Bottom:
        break;
    }
    return Side::Top;
}

constexpr bool isHorizontal(Side side)
{
    return side == Side::Left || side == Side::Right;
}

/// Where a line docks at `box`: at the height of `row` to the left and right, in the middle above and below.
QPointF dock(const Box& box, double row, Side side);

/// Whether both boxes of `edge` are there; all of layout and routing leaves other edges aside.
bool hasEnds(const Graph& graph, const Edge& edge);

/// Whether lines of this kind may dock at that side of the box.
constexpr bool mayDock(const Box& box, Edge::Kind kind, Side side)
{
    if (kind != Edge::ManyToMany)
        return isHorizontal(side);
    return !box.hangs || side == Side::Top;
}

/// The same graph with nothing in it that arithmetic chokes on: coordinates that are no number or beyond ±1e9
/// are brought inside, sizes lie between 1 and 1e6, and rows on their box. Indexes stay what they were.
Graph sanitised(const Graph& graph);

} // namespace conjoin::model::layout
