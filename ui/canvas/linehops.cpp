// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/linehops.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace conjoin::ui {

namespace {

constexpr double hopGap = 5;     // hops that are nearer to each other are one
constexpr double cornerRoom = 7; // the corner makes room, see bendRadius()
constexpr double markRoom = 22;  // fork and ring, or the numbers of UML
constexpr double bareRoom = 6;
constexpr double searchReach = 20; // see findHops()

auto placeOf(const LineHop& hop)
{
    return std::tuple(hop.net, hop.y, hop.first);
}

struct Upright {
    double x, top, bottom;
    int net;
};

/// The uprights from left to right, without the ends that no hop may lie on.
std::vector<Upright> uprightsOf(const std::vector<StraightPiece>& pieces)
{
    std::vector<Upright> uprights;
    for (const StraightPiece& piece : pieces) {
        if (piece.from.x() != piece.to.x() || piece.from.y() == piece.to.y())
            continue;
        const bool down = piece.from.y() < piece.to.y();
        const double top = down ? piece.from.y() + piece.fromRoom : piece.to.y() + piece.toRoom;
        const double bottom = down ? piece.to.y() - piece.toRoom : piece.from.y() - piece.fromRoom;
        if (top < bottom)
            uprights.push_back({piece.from.x(), top, bottom, piece.net});
    }
    std::ranges::sort(uprights, {}, &Upright::x);
    return uprights;
}

/// Level pieces of one net at one height.
class Level {
public:
    explicit Level(std::span<const StraightPiece* const> pieces)
        : pieces_(pieces)
    {}

    void addHops(const std::vector<Upright>& uprights, std::vector<LineHop>& hops) const
    {
        const int net = pieces_.front()->net;
        const double y = pieces_.front()->from.y();
        const size_t before = hops.size();
        for (const double x : crossings(uprights)) {
            const bool joins = hops.size() > before && x - hops.back().last < 2 * hopRadius + hopGap;
            if (joins)
                hops.back().last = x;
            else
                hops.push_back({net, y, x, x});
        }
    }

private:
    std::vector<double> crossings(const std::vector<Upright>& uprights) const
    {
        std::vector<double> found;
        for (const StraightPiece* piece : pieces_) {
            const double left = std::min(piece->from.x(), piece->to.x()),
                         right = std::max(piece->from.x(), piece->to.x());
            for (auto it = std::ranges::lower_bound(uprights, left, {}, &Upright::x);
                 it != uprights.end() && it->x < right; ++it) {
                const double y = piece->from.y();
                if (it->net != piece->net && it->top <= y && y <= it->bottom)
                    found.push_back(it->x);
            }
        }
        std::ranges::sort(found);
        found.erase(std::unique(found.begin(), found.end()), found.end());
        std::erase_if(found, [this](double x) { return !fits(x); });
        return found;
    }

    /// All lines of a net hop or none does: one that leaves the others just there would cut the hop off.
    bool fits(double x) const
    {
        return std::ranges::none_of(pieces_, [x](const StraightPiece* piece) {
            return std::abs(x - piece->from.x()) < hopRadius + piece->fromRoom ||
                   std::abs(x - piece->to.x()) < hopRadius + piece->toRoom;
        });
    }

    std::span<const StraightPiece* const> pieces_;
};

/// Edges of one net as routing has it; every other is a net of its own.
int netOf(const SceneGraph& scene, int edge)
{
    const int net = layoutEdge(scene, scene.edges[size_t(edge)]).net;
    return net >= 0 ? net : -1 - edge;
}

double roomAt(const SceneEdge& edge, size_t point)
{
    const bool first = point == 0, last = point + 1 == edge.route.size();
    if (!first && !last)
        return cornerRoom;
    const EndMark mark = last ? edge.toMark : edge.fromMark;
    return mark == EndMark::None ? bareRoom : markRoom;
}

} // namespace

std::vector<LineHop> findHops(const std::vector<StraightPiece>& pieces)
{
    std::vector<LineHop> hops;
    const std::vector<Upright> uprights = uprightsOf(pieces);
    if (uprights.empty())
        return hops;
    std::vector<const StraightPiece*> level;
    for (const StraightPiece& piece : pieces) {
        if (piece.from.y() == piece.to.y() && piece.from.x() != piece.to.x())
            level.push_back(&piece);
    }
    const auto heightOf = [](const StraightPiece* piece) { return std::pair(piece->net, piece->from.y()); };
    std::ranges::sort(level, {}, heightOf);
    for (size_t first = 0, next = 0; first < level.size(); first = next) {
        while (next < level.size() && heightOf(level[next]) == heightOf(level[first]))
            ++next;
        Level(std::span(level).subspan(first, next - first)).addHops(uprights, hops);
    }
    return hops;
}

LineHops::LineHops(const SceneGraph& scene, const std::vector<int>& edges, const QRectF& area)
{
    const QRectF reached = area.adjusted(-searchReach, -searchReach, searchReach, searchReach);
    const auto isNear = [&](QPointF a, QPointF b) {
        return std::min(a.x(), b.x()) < reached.right() && std::max(a.x(), b.x()) > reached.left() &&
               std::min(a.y(), b.y()) < reached.bottom() && std::max(a.y(), b.y()) > reached.top();
    };
    std::vector<StraightPiece> pieces;
    for (const int index : edges) {
        const SceneEdge& edge = scene.edges[size_t(index)];
        if (edge.stub) // only its ends are seen, which are marks
            continue;
        const int net = netOf(scene, index);
        for (size_t i = 1; i < edge.route.size(); ++i) {
            const QPointF a = edge.route[i - 1], b = edge.route[i];
            if (isNear(a, b))
                pieces.push_back({net, a, b, roomAt(edge, i - 1), roomAt(edge, i)});
        }
    }
    hops_ = findHops(pieces);
}

std::span<const LineHop> LineHops::on(int net, QPointF a, QPointF b) const
{
    if (hops_.empty() || a.y() != b.y())
        return {};
    const double left = std::min(a.x(), b.x()), right = std::max(a.x(), b.x());
    const auto first = std::ranges::lower_bound(hops_, std::tuple(net, a.y(), left), {}, placeOf);
    const auto last = std::ranges::upper_bound(first, hops_.end(), std::tuple(net, a.y(), right), {}, placeOf);
    return {first, last};
}

EdgeHops::EdgeHops(const LineHops& hops, const SceneGraph& scene, int edge)
{
    if (hops.empty())
        return;
    hops_ = &hops;
    net_ = netOf(scene, edge);
}

} // namespace conjoin::ui
