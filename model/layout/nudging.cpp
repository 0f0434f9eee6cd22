// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/nudging.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
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

/// One run over the vertical (moved along x) or the horizontal pieces (moved along y).
class AxisNudging {
public:
    AxisNudging(std::vector<Route>& routes, const std::vector<int>& nets, const std::vector<char>& movable,
        const std::vector<Box>& boxes, const ObstacleGrid& obstacles, const RouteOptions& options,
        bool vertical)
        : m_routes(routes)
        , m_boxes(boxes)
        , m_obstacles(obstacles)
        , m_options(options)
        , m_vertical(vertical)
    {
        collectPieces(nets, movable);
        joinTracks();
        for (Track& track : m_tracks)
            findChannel(track);
        order();
        constrain();
    }

    void run()
    {
        for (const std::vector<std::size_t>& component : components())
            solve(component);
        for (const Track& track : m_tracks)
            if (!track.fixed)
                apply(track);
    }

private:
    double across(QPointF p) const { return m_vertical ? p.x() : p.y(); }
    double along(QPointF p) const { return m_vertical ? p.y() : p.x(); }
    double low(const QRectF& r) const { return m_vertical ? r.left() : r.top(); }
    double high(const QRectF& r) const { return m_vertical ? r.right() : r.bottom(); }
    double spanFrom(const QRectF& r) const { return m_vertical ? r.top() : r.left(); }
    double spanTo(const QRectF& r) const { return m_vertical ? r.bottom() : r.right(); }

    void collectPieces(const std::vector<int>& nets, const std::vector<char>& movable);
    void joinTracks();
    void findChannel(Track& track) const;
    void keepStubs(Track& track) const;
    int turn(const Piece& piece, bool atEnd) const;
    int turn(const Track& track, double at, bool atEnd) const;
    bool belongsBefore(const Track& a, const Track& b) const;
    void order();
    void constrain();
    std::vector<std::vector<std::size_t>> components() const;
    bool bound(const std::vector<std::size_t>& component);
    void solve(const std::vector<std::size_t>& component);
    void apply(const Track& track);

    std::vector<Route>& m_routes;
    const std::vector<Box>& m_boxes;
    const ObstacleGrid& m_obstacles;
    const RouteOptions& m_options;
    bool m_vertical;
    std::vector<Piece> m_pieces;
    std::vector<Track> m_tracks;
    std::vector<std::size_t> m_order; // of the tracks, low to high
};

void AxisNudging::collectPieces(const std::vector<int>& nets, const std::vector<char>& movable)
{
    for (std::size_t r = 0; r < m_routes.size(); ++r) {
        const std::vector<QPointF>& points = m_routes[r].points;
        for (std::size_t i = 0; i + 1 < points.size(); ++i) {
            if (across(points[i]) != across(points[i + 1]) || along(points[i]) == along(points[i + 1]))
                continue;
            const double from = std::min(along(points[i]), along(points[i + 1]));
            const double to = std::max(along(points[i]), along(points[i + 1]));
            const bool ends = i == 0 || i + 2 == points.size();
            m_pieces.push_back({r, i, across(points[i]), from, to, nets[r], ends || !movable[r]});
        }
    }
    std::sort(m_pieces.begin(), m_pieces.end(), [](const Piece& a, const Piece& b) {
        return std::tie(a.at, a.net, a.from, a.route, a.index) <
               std::tie(b.at, b.net, b.from, b.route, b.index);
    });
}

void AxisNudging::joinTracks()
{
    for (std::size_t i = 0; i < m_pieces.size(); ++i) {
        Piece& piece = m_pieces[i];
        Track* last = m_tracks.empty() ? nullptr : &m_tracks.back();
        if (last && last->at == piece.at && last->net == piece.net && piece.from <= last->to + same) {
            last->to = std::max(last->to, piece.to);
            last->fixed = last->fixed || piece.fixed;
        } else {
            m_tracks.push_back({piece.at, piece.from, piece.to, piece.net, piece.fixed, 0, 0, 0});
        }
        piece.track = m_tracks.size() - 1;
        m_tracks.back().pieces.push_back(i);
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
    const double c = m_options.clearance;
    const QRectF area = m_vertical
                            ? QRectF(QPointF(track.low, track.from - c), QPointF(track.high, track.to + c))
                            : QRectF(QPointF(track.from - c, track.low), QPointF(track.to + c, track.high));
    bool lowBound = false, highBound = false;
    m_obstacles.visit(area, [&](int i) {
        const QRectF& r = m_boxes[std::size_t(i)].rect;
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
            track.low = std::max(track.low, end + m_options.stub);
        else
            track.high = std::min(track.high, end - m_options.stub);
    };
    for (const std::size_t p : track.pieces) {
        const Piece& piece = m_pieces[p];
        const std::vector<QPointF>& points = m_routes[piece.route].points;
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
    const std::vector<QPointF>& points = m_routes[piece.route].points;
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
        const Piece& piece = m_pieces[p];
        if (std::abs((atEnd ? piece.to : piece.from) - at) < same)
            sum += turn(piece, atEnd);
    }
    return (sum > 0) - (sum < 0);
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

bool besideEachOther(const Track& a, const Track& b)
{
    return std::min(a.to, b.to) + beside > std::max(a.from, b.from);
}

void AxisNudging::order()
{
    m_order.resize(m_tracks.size());
    std::iota(m_order.begin(), m_order.end(), std::size_t(0)); // tracks come sorted by place
    for (std::size_t begin = 0; begin < m_order.size();) {
        std::size_t end = begin + 1;
        while (end < m_order.size() && m_tracks[m_order[end]].at - m_tracks[m_order[begin]].at < same)
            ++end;
        // Insertion sort, for the rule is no total order: it speaks only of tracks that lie beside each other.
        for (std::size_t i = begin + 1; i < end; ++i) {
            for (std::size_t j = i; j > begin; --j) {
                const Track& lower = m_tracks[m_order[j - 1]];
                const Track& upper = m_tracks[m_order[j]];
                if (!besideEachOther(lower, upper))
                    continue;
                if (!belongsBefore(upper, lower))
                    break;
                std::swap(m_order[j - 1], m_order[j]);
            }
        }
        begin = end;
    }
}

void AxisNudging::constrain()
{
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        Track& lower = m_tracks[m_order[i]];
        for (std::size_t j = i + 1; j < m_order.size(); ++j) {
            const Track& upper = m_tracks[m_order[j]];
            if (upper.at - lower.at > widestChannel)
                break;
            if ((lower.fixed && upper.fixed) || !besideEachOther(lower, upper) ||
                upper.low > lower.high + m_options.trackGap)
                continue;
            lower.after.push_back({m_order[j], lower.net == upper.net ? 0 : m_options.trackGap});
        }
    }
}

// Tracks that constrain each other, each component from low to high.
std::vector<std::vector<std::size_t>> AxisNudging::components() const
{
    std::vector<std::size_t> root(m_tracks.size());
    std::iota(root.begin(), root.end(), std::size_t(0));
    const auto find = [&root](std::size_t i) {
        while (root[i] != i)
            i = root[i] = root[root[i]];
        return i;
    };
    for (std::size_t i = 0; i < m_tracks.size(); ++i)
        for (const Track::After& next : m_tracks[i].after)
            root[find(i)] = find(next.track);
    std::vector<std::vector<std::size_t>> result;
    std::vector<std::size_t> place(m_tracks.size(), m_tracks.size());
    for (const std::size_t track : m_order) {
        std::size_t& component = place[find(track)];
        if (component == m_tracks.size()) {
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
        m_tracks[i].least = m_tracks[i].low;
        m_tracks[i].most = m_tracks[i].high;
    }
    for (const std::size_t i : component)
        for (const auto& [next, gap] : m_tracks[i].after)
            m_tracks[next].least = std::max(m_tracks[next].least, m_tracks[i].least + gap);
    for (auto it = component.rbegin(); it != component.rend(); ++it)
        for (const auto& [next, gap] : m_tracks[*it].after)
            m_tracks[*it].most = std::min(m_tracks[*it].most, m_tracks[next].most - gap);
    return std::none_of(component.begin(), component.end(),
        [this](std::size_t i) { return m_tracks[i].least > m_tracks[i].most + 0.01; });
}

// Longest paths from both ends; the mean of both keeps the gaps and treats both sides alike.
void AxisNudging::solve(const std::vector<std::size_t>& component)
{
    // Where a channel is too full its gaps shrink, only there: every track of an overfull chain lacks room.
    for (double least = m_options.trackGap; !bound(component) && least > leastGap; least *= 0.75) {
        for (const std::size_t i : component) {
            Track& track = m_tracks[i];
            if (track.least <= track.most + 0.01)
                continue;
            for (Track::After& next : track.after)
                if (m_tracks[next.track].least > m_tracks[next.track].most + 0.01)
                    next.gap *= 0.75;
        }
    }
    for (const std::size_t i : component) {
        Track& track = m_tracks[i];
        track.forward = track.backward = std::clamp(track.want, std::min(track.least, track.most), track.most);
    }
    for (const std::size_t i : component)
        for (const auto& [next, gap] : m_tracks[i].after)
            m_tracks[next].forward = std::max(m_tracks[next].forward, m_tracks[i].forward + gap);
    for (auto it = component.rbegin(); it != component.rend(); ++it)
        for (const auto& [next, gap] : m_tracks[*it].after)
            m_tracks[*it].backward = std::min(m_tracks[*it].backward, m_tracks[next].backward - gap);
}

void AxisNudging::apply(const Track& track)
{
    const double middle = std::round(track.forward + track.backward) / 2; // on half pixels
    const double at = std::clamp(middle, track.low, track.high);
    for (const std::size_t p : track.pieces) {
        const Piece& piece = m_pieces[p];
        std::vector<QPointF>& points = m_routes[piece.route].points;
        for (QPointF* point : {&points[piece.index], &points[piece.index + 1]})
            (m_vertical ? point->rx() : point->ry()) = at;
    }
}

} // namespace

void nudge(std::vector<Route>& routes, const std::vector<int>& nets, const std::vector<char>& movable,
    const std::vector<Box>& boxes, const ObstacleGrid& obstacles, const RouteOptions& options)
{
    constexpr int rounds = 2;
    for (int round = 0; round < rounds; ++round) {
        for (const bool vertical : {true, false}) {
            if (cancelled(options.cancel))
                return;
            AxisNudging(routes, nets, movable, boxes, obstacles, options, vertical).run();
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
