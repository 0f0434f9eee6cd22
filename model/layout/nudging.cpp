// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/nudging.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <tuple>

namespace conjoin::model::layout {

namespace {

constexpr double widestChannel = 260; // in wider ones a line stays near where the search put it
constexpr double farthestShift = 60;  // then
constexpr double sight = 400;         // boxes beyond do not bound a channel
constexpr double beside = 6;          // spans that come this near lie beside each other
constexpr double same = 0.5;          // places nearer than this count as one
constexpr double leastGap = 0.25;

/// A straight piece of a route: between its points `index` and `index + 1`.
struct Piece {
    std::size_t route;
    std::size_t index;
    double at;       // the coordinate that nudging changes
    double from, to; // the span along the piece
    int net;
    bool fixed;
    std::size_t track = 0;
};

/// Pieces of one net that touch at one place, moved together.
struct Track {
    double at;
    double from, to;
    int net;
    bool fixed;
    double low, high; // between the boxes on both sides
    double want;
    std::vector<std::size_t> pieces{};

    struct After {
        std::size_t track;
        double gap;
    };
    std::vector<After> after{}; // tracks that must stay on the higher side, and how far away
    double least = 0, most = 0; // the room the constraints leave
    double forward = 0, backward = 0;
};

bool besideEachOther(const Track& a, const Track& b)
{
    return std::min(a.to, b.to) + beside > std::max(a.from, b.from);
}

/// Walks over the pairs of tracks of which one at least can be moved: of a drop that is a handful of thousands.
class NextMovable {
public:
    explicit NextMovable(const std::vector<Track>& tracks, const std::vector<std::size_t>& order = {})
        : next_(tracks.size())
        , isFixed_(tracks.size())
    {
        std::size_t movable = tracks.size();
        for (std::size_t i = tracks.size(); i-- > 0;) {
            next_[i] = movable; // behind it
            isFixed_[i] = tracks[order.empty() ? i : order[i]].fixed;
            movable = isFixed_[i] ? movable : i;
        }
    }

    /// The first place to pair with place `i`, and the next one after `j`.
    std::size_t after(std::size_t i) const { return after(i, i); }
    std::size_t after(std::size_t i, std::size_t j) const { return isFixed_[i] ? next_[j] : j + 1; }

private:
    std::vector<std::size_t> next_; ///< the next one that can be moved
    std::vector<char> isFixed_;
};

/// Which routes come near enough to those that move to matter to them: after a drop that is a handful of
/// thousands.
class Surroundings {
public:
    Surroundings(const std::vector<Route>& routes, const std::vector<char>& movable)
    {
        forPieces(routes, movable, true, [&](std::size_t, const QRectF& piece) {
            bounds_ = bounds_.united(piece.adjusted(-reach, -reach, reach, reach));
        });
        cell_ = std::max(256.0, std::max(bounds_.width(), bounds_.height()) / mostCells);
        columns_ = int(bounds_.width() / cell_) + 1;
        near_.resize(std::size_t(columns_) * (std::size_t(bounds_.height() / cell_) + 1), 0);
        forPieces(routes, movable, true, [&](std::size_t, const QRectF& piece) {
            forCells(piece.adjusted(-reach, -reach, reach, reach), [&](char& isNear) { isNear = 1; });
        });
        matters_ = movable;
        forPieces(routes, movable, false, [&](std::size_t route, const QRectF& piece) {
            if (matters_[route] || !touches(piece))
                return;
            forCells(piece, [&](char isNear) { matters_[route] = char(matters_[route] | isNear); });
        });
    }

    bool matters(std::size_t route) const { return matters_[route]; }

private:
    static constexpr double reach = widestChannel + beside;
    static constexpr double mostCells = 400; // along a side

    template<class Visit>
    static void forPieces(
        const std::vector<Route>& routes, const std::vector<char>& movable, bool moving, Visit visit)
    {
        for (std::size_t r = 0; r < routes.size(); ++r) {
            if (bool(movable[r]) != moving)
                continue;
            const std::vector<QPointF>& points = routes[r].points;
            for (std::size_t i = 0; i + 1 < points.size(); ++i)
                visit(r, QRectF(points[i], points[i + 1]).normalized());
        }
    }

    // Pieces have no area, which QRectF::intersects() wants.
    bool touches(const QRectF& piece) const
    {
        return piece.left() <= bounds_.right() && piece.right() >= bounds_.left() &&
               piece.top() <= bounds_.bottom() && piece.bottom() >= bounds_.top();
    }

    template<class Visit>
    void forCells(const QRectF& rect, Visit visit)
    {
        const int rows = int(near_.size()) / columns_;
        const auto index = [this](double value, int count) {
            return int(std::clamp(value / cell_, 0.0, double(count - 1)));
        };
        const int right = index(rect.right() - bounds_.left(), columns_);
        const int bottom = index(rect.bottom() - bounds_.top(), rows);
        for (int y = index(rect.top() - bounds_.top(), rows); y <= bottom; ++y)
            for (int x = index(rect.left() - bounds_.left(), columns_); x <= right; ++x)
                visit(near_[std::size_t(y) * std::size_t(columns_) + std::size_t(x)]);
    }

    QRectF bounds_;
    double cell_ = 1;
    int columns_ = 1;
    std::vector<char> near_; // cells that lines which move come near to
    std::vector<char> matters_;
};

/// One run over the vertical (moved along x) or the horizontal pieces (moved along y).
class AxisNudging {
public:
    AxisNudging(std::vector<Route>& routes, const std::vector<int>& nets, const std::vector<char>& movable,
        const Surroundings& surroundings, const std::vector<Box>& boxes, const ObstacleGrid& obstacles,
        const RouteOptions& options, bool vertical)
        : routes_(routes)
        , boxes_(boxes)
        , obstacles_(obstacles)
        , options_(options)
        , vertical_(vertical)
    {
        collectPieces(nets, movable, surroundings);
        joinTracks();
        for (Track& track : tracks_)
            findChannel(track);
        untwist();
        order();
        constrain();
    }

    void run()
    {
        for (const std::vector<std::size_t>& component : components())
            solve(component);
        for (const Track& track : tracks_)
            if (!track.fixed)
                apply(track);
    }

private:
    double across(QPointF p) const { return vertical_ ? p.x() : p.y(); }
    double along(QPointF p) const { return vertical_ ? p.y() : p.x(); }
    double low(const QRectF& r) const { return vertical_ ? r.left() : r.top(); }
    double high(const QRectF& r) const { return vertical_ ? r.right() : r.bottom(); }
    double spanFrom(const QRectF& r) const { return vertical_ ? r.top() : r.left(); }
    double spanTo(const QRectF& r) const { return vertical_ ? r.bottom() : r.right(); }

    void collectPieces(
        const std::vector<int>& nets, const std::vector<char>& movable, const Surroundings& surroundings);
    void joinTracks();
    void findChannel(Track& track) const;
    void keepStubs(Track& track) const;
    int turn(const Piece& piece, bool atEnd) const;
    int turn(const Track& track, double at, bool atEnd) const;
    struct Exit {
        double at;  // along the track
        int turn;   // to the low (-1) or the high side
        bool docks; // over a first or last piece, which stays at its row
    };
    std::vector<Exit> exitsOf(const Track& track) const;
    void untwist();
    bool belongsBefore(const Track& a, const Track& b) const;
    void order();
    void constrain();
    std::vector<std::vector<std::size_t>> components() const;
    bool bound(const std::vector<std::size_t>& component);
    void solve(const std::vector<std::size_t>& component);
    void apply(const Track& track);

    std::vector<Route>& routes_;
    const std::vector<Box>& boxes_;
    const ObstacleGrid& obstacles_;
    const RouteOptions& options_;
    bool vertical_;
    std::vector<Piece> pieces_;
    std::vector<Track> tracks_;
    std::vector<std::size_t> order_; // of the tracks, low to high
};

void AxisNudging::collectPieces(
    const std::vector<int>& nets, const std::vector<char>& movable, const Surroundings& surroundings)
{
    for (std::size_t r = 0; r < routes_.size(); ++r) {
        if (!surroundings.matters(r))
            continue;
        const std::vector<QPointF>& points = routes_[r].points;
        for (std::size_t i = 0; i + 1 < points.size(); ++i) {
            if (across(points[i]) != across(points[i + 1]) || along(points[i]) == along(points[i + 1]))
                continue;
            const double from = std::min(along(points[i]), along(points[i + 1]));
            const double to = std::max(along(points[i]), along(points[i + 1]));
            const bool ends = i == 0 || i + 2 == points.size();
            pieces_.push_back({r, i, across(points[i]), from, to, nets[r], ends || !movable[r]});
        }
    }
    std::sort(pieces_.begin(), pieces_.end(), [](const Piece& a, const Piece& b) {
        return std::tie(a.at, a.net, a.from, a.route, a.index) <
               std::tie(b.at, b.net, b.from, b.route, b.index);
    });
}

void AxisNudging::joinTracks()
{
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
        Piece& piece = pieces_[i];
        Track* last = tracks_.empty() ? nullptr : &tracks_.back();
        if (last && last->at == piece.at && last->net == piece.net && piece.from <= last->to + same) {
            last->to = std::max(last->to, piece.to);
            last->fixed = last->fixed || piece.fixed;
        } else {
            tracks_.push_back({piece.at, piece.from, piece.to, piece.net, piece.fixed, 0, 0, 0});
        }
        piece.track = tracks_.size() - 1;
        tracks_.back().pieces.push_back(i);
    }
}

// How far the track may move to both sides, and where it would rather be: in the middle.
void AxisNudging::findChannel(Track& track) const
{
    track.low = track.high = track.want = track.at;
    if (track.fixed)
        return;
    track.low = track.at - sight;
    track.high = track.at + sight;
    const double c = options_.clearance;
    const QRectF area = vertical_
                            ? QRectF(QPointF(track.low, track.from - c), QPointF(track.high, track.to + c))
                            : QRectF(QPointF(track.from - c, track.low), QPointF(track.to + c, track.high));
    bool lowBound = false, highBound = false;
    obstacles_.visit(area, [&](int i) {
        const QRectF& r = boxes_[std::size_t(i)].rect;
        if (spanTo(r) + c <= track.from || spanFrom(r) - c >= track.to)
            return;
        if (high(r) <= track.at && high(r) + c > track.low) {
            track.low = high(r) + c;
            lowBound = true;
        } else if (low(r) >= track.at && low(r) - c < track.high) {
            track.high = low(r) - c;
            highBound = true;
        }
    });
    keepStubs(track);
    track.low = std::min(track.low, track.at);
    track.high = std::max(track.high, track.at);
    if (lowBound && highBound)
        track.want = (track.low + track.high) / 2;
    if (track.high - track.low > widestChannel)
        track.want = std::clamp(track.want, track.at - farthestShift, track.at + farthestShift);
}

// Beside a first or last piece the track leaves it long enough for the end mark.
void AxisNudging::keepStubs(Track& track) const
{
    const auto keep = [&](double end) {
        if (end < track.at)
            track.low = std::max(track.low, end + options_.stub);
        else
            track.high = std::min(track.high, end - options_.stub);
    };
    for (const std::size_t p : track.pieces) {
        const Piece& piece = pieces_[p];
        const std::vector<QPointF>& points = routes_[piece.route].points;
        if (piece.index == 1)
            keep(across(points.front()));
        if (piece.index + 3 == points.size())
            keep(across(points.back()));
    }
}

// To which side the route goes on past the lower or higher (`atEnd`) end of a piece: -1 low, 1 high, 0 it ends
// there.
int AxisNudging::turn(const Piece& piece, bool atEnd) const
{
    const std::vector<QPointF>& points = routes_[piece.route].points;
    const bool forward = (along(points[piece.index + 1]) > along(points[piece.index])) == atEnd;
    if (forward ? piece.index + 2 >= points.size() : piece.index == 0)
        return 0;
    const QPointF corner = points[forward ? piece.index + 1 : piece.index];
    const QPointF beyond = points[forward ? piece.index + 2 : piece.index - 1];
    return across(beyond) < across(corner) ? -1 : 1;
}

int AxisNudging::turn(const Track& track, double at, bool atEnd) const
{
    int sum = 0;
    for (const std::size_t p : track.pieces) {
        const Piece& piece = pieces_[p];
        if (std::abs((atEnd ? piece.to : piece.from) - at) < same)
            sum += turn(piece, atEnd);
    }
    return (sum > 0) - (sum < 0);
}

// Where the pieces of a track go over into the pieces before and after.
std::vector<AxisNudging::Exit> AxisNudging::exitsOf(const Track& track) const
{
    std::vector<Exit> exits;
    for (const std::size_t p : track.pieces) {
        const Piece& piece = pieces_[p];
        const std::vector<QPointF>& points = routes_[piece.route].points;
        const auto add = [&](std::size_t corner, std::size_t beyond, bool docks) {
            const Exit exit{
                along(points[corner]), across(points[beyond]) < across(points[corner]) ? -1 : 1, docks};
            const bool known = std::any_of(exits.begin(), exits.end(), [&](const Exit& other) {
                return other.at == exit.at && other.turn == exit.turn && other.docks == exit.docks;
            });
            if (!known)
                exits.push_back(exit);
        };
        if (piece.index > 0)
            add(piece.index, piece.index - 1, piece.index == 1);
        if (piece.index + 2 < points.size())
            add(piece.index + 1, piece.index + 2, piece.index + 3 == points.size());
    }
    return exits;
}

// Two lines that come at one height from both sides of a channel would run on each other if each turned on the
// far side. A piece that docks stays at its row, so the tracks change places.
void AxisNudging::untwist()
{
    std::vector<std::optional<std::vector<Exit>>> known(tracks_.size()); // few matter where few lines move
    const auto exits = [&](std::size_t track) -> const std::vector<Exit>& {
        if (!known[track])
            known[track] = exitsOf(tracks_[track]);
        return *known[track];
    };
    // How many lines run on each other with `lower` on the lower side.
    const auto twists = [&](std::size_t lower, std::size_t upper) {
        int count = 0;
        for (const Exit& a : exits(lower))
            for (const Exit& b : exits(upper))
                count +=
                    a.turn > 0 && b.turn < 0 && (a.docks || b.docks) && std::abs(a.at - b.at) < beside ? 1 : 0;
        return count;
    };
    const NextMovable next(tracks_);
    for (std::size_t i = 0; i < tracks_.size(); ++i) {
        for (std::size_t j = next.after(i); j < tracks_.size(); j = next.after(i, j)) {
            Track& lower = tracks_[i];
            Track& upper = tracks_[j];
            if (upper.at - lower.at > widestChannel)
                break;
            if (!besideEachOther(lower, upper) || lower.net == upper.net || lower.at >= upper.at ||
                twists(i, j) <= twists(j, i))
                continue;
            // Where one can't move the other goes past it.
            constexpr double past = 1; // the gap comes later
            const double nowUpper =
                lower.fixed ? lower.at : std::min(upper.at + (upper.fixed ? past : 0), lower.high);
            const double nowLower =
                upper.fixed ? upper.at : std::max(lower.at - (lower.fixed ? past : 0), upper.low);
            if (nowLower >= nowUpper)
                continue;
            lower.at = nowUpper;
            upper.at = nowLower;
            if (!lower.fixed && !upper.fixed)
                std::swap(lower.want, upper.want);
        }
    }
}

// Which of two tracks at the same place must be the lower one so that they do not cross where they part.
bool AxisNudging::belongsBefore(const Track& a, const Track& b) const
{
    int score = 0; // negative: a leaves to the low side or b to the high one
    const double from = std::max(a.from, b.from), to = std::min(a.to, b.to);
    if (a.from > b.from + same)
        score += turn(a, from, false);
    else if (b.from > a.from + same)
        score -= turn(b, from, false);
    else
        score += turn(a, from, false) - turn(b, from, false);
    if (a.to < b.to - same)
        score += turn(a, to, true);
    else if (b.to < a.to - same)
        score -= turn(b, to, true);
    else
        score += turn(a, to, true) - turn(b, to, true);
    return score < 0;
}

void AxisNudging::order()
{
    order_.resize(tracks_.size());
    std::iota(order_.begin(), order_.end(), std::size_t(0));
    std::stable_sort(order_.begin(), order_.end(),
        [this](std::size_t a, std::size_t b) { return tracks_[a].at < tracks_[b].at; });
    for (std::size_t begin = 0; begin < order_.size();) {
        std::size_t end = begin + 1;
        while (end < order_.size() && tracks_[order_[end]].at - tracks_[order_[begin]].at < same)
            ++end;
        // Insertion sort, for the rule is no total order: it speaks only of tracks that lie beside each other.
        for (std::size_t i = begin + 1; i < end; ++i) {
            for (std::size_t j = i; j > begin; --j) {
                const Track& lower = tracks_[order_[j - 1]];
                const Track& upper = tracks_[order_[j]];
                if (!besideEachOther(lower, upper))
                    continue;
                if (!belongsBefore(upper, lower))
                    break;
                std::swap(order_[j - 1], order_[j]);
            }
        }
        begin = end;
    }
}

void AxisNudging::constrain()
{
    const NextMovable next(tracks_, order_);
    for (std::size_t i = 0; i < order_.size(); ++i) {
        Track& lower = tracks_[order_[i]];
        for (std::size_t j = next.after(i); j < order_.size(); j = next.after(i, j)) {
            const Track& upper = tracks_[order_[j]];
            if (upper.at - lower.at > widestChannel)
                break;
            if (!besideEachOther(lower, upper) || upper.low > lower.high + options_.trackGap)
                continue;
            lower.after.push_back({order_[j], lower.net == upper.net ? 0 : options_.trackGap});
        }
    }
}

// Tracks that constrain each other, each component from low to high.
std::vector<std::vector<std::size_t>> AxisNudging::components() const
{
    std::vector<std::size_t> root(tracks_.size());
    std::iota(root.begin(), root.end(), std::size_t(0));
    const auto find = [&root](std::size_t i) {
        while (root[i] != i)
            i = root[i] = root[root[i]];
        return i;
    };
    for (std::size_t i = 0; i < tracks_.size(); ++i)
        for (const Track::After& next : tracks_[i].after)
            root[find(i)] = find(next.track);
    std::vector<std::vector<std::size_t>> result;
    std::vector<std::size_t> place(tracks_.size(), tracks_.size());
    for (const std::size_t track : order_) {
        std::size_t& component = place[find(track)];
        if (component == tracks_.size()) {
            component = result.size();
            result.emplace_back();
        }
        result[component].push_back(track);
    }
    return result;
}

// Spreads the bounds along the constraints; false where they leave a track no room.
bool AxisNudging::bound(const std::vector<std::size_t>& component)
{
    for (const std::size_t i : component) {
        tracks_[i].least = tracks_[i].low;
        tracks_[i].most = tracks_[i].high;
    }
    for (const std::size_t i : component)
        for (const auto& [next, gap] : tracks_[i].after)
            tracks_[next].least = std::max(tracks_[next].least, tracks_[i].least + gap);
    for (auto it = component.rbegin(); it != component.rend(); ++it)
        for (const auto& [next, gap] : tracks_[*it].after)
            tracks_[*it].most = std::min(tracks_[*it].most, tracks_[next].most - gap);
    return std::none_of(component.begin(), component.end(),
        [this](std::size_t i) { return tracks_[i].least > tracks_[i].most + 0.01; });
}

// Longest paths from both ends; the mean of both keeps the gaps and treats both sides alike.
void AxisNudging::solve(const std::vector<std::size_t>& component)
{
    // Where a channel is too full its gaps shrink, only there: every track of an overfull chain lacks room.
    for (double least = options_.trackGap; !bound(component) && least > leastGap; least *= 0.75) {
        for (const std::size_t i : component) {
            Track& track = tracks_[i];
            if (track.least <= track.most + 0.01)
                continue;
            for (Track::After& next : track.after)
                if (tracks_[next.track].least > tracks_[next.track].most + 0.01)
                    next.gap *= 0.75;
        }
    }
    for (const std::size_t i : component) {
        Track& track = tracks_[i];
        track.forward = track.backward = std::clamp(track.want, std::min(track.least, track.most), track.most);
    }
    for (const std::size_t i : component)
        for (const auto& [next, gap] : tracks_[i].after)
            tracks_[next].forward = std::max(tracks_[next].forward, tracks_[i].forward + gap);
    for (auto it = component.rbegin(); it != component.rend(); ++it)
        for (const auto& [next, gap] : tracks_[*it].after)
            tracks_[*it].backward = std::min(tracks_[*it].backward, tracks_[next].backward - gap);
}

void AxisNudging::apply(const Track& track)
{
    const double middle = std::round(track.forward + track.backward) / 2; // on half pixels
    const double at = std::clamp(middle, track.low, track.high);
    for (const std::size_t p : track.pieces) {
        const Piece& piece = pieces_[p];
        std::vector<QPointF>& points = routes_[piece.route].points;
        for (QPointF* point : {&points[piece.index], &points[piece.index + 1]})
            (vertical_ ? point->rx() : point->ry()) = at;
    }
}

} // namespace

void nudge(std::vector<Route>& routes, const std::vector<int>& nets, const std::vector<char>& movable,
    const std::vector<Box>& boxes, const ObstacleGrid& obstacles, const RouteOptions& options)
{
    constexpr int rounds = 2;
    const Surroundings surroundings(routes, movable);
    for (int round = 0; round < rounds; ++round) {
        for (const bool vertical : {true, false}) {
            if (cancelled(options.cancel))
                return;
            AxisNudging(routes, nets, movable, surroundings, boxes, obstacles, options, vertical).run();
            for (std::size_t i = 0; i < routes.size(); ++i)
                if (movable[i])
                    simplify(routes[i].points);
        }
    }
}

void simplify(std::vector<QPointF>& points)
{
    const auto straight = [](QPointF a, QPointF b, QPointF c) {
        return (a.x() == b.x() && b.x() == c.x()) || (a.y() == b.y() && b.y() == c.y());
    };
    std::vector<QPointF> result;
    for (const QPointF point : points) {
        while (result.size() >= 2 && straight(result[result.size() - 2], result.back(), point))
            result.pop_back();
        // Compared exactly: QPointF's own comparison is fuzzy, and a route must stay orthogonal to the last
        // bit.
        if (result.empty() || result.back().x() != point.x() || result.back().y() != point.y())
            result.push_back(point);
    }
    points = std::move(result);
}

} // namespace conjoin::model::layout
