// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/channels.h"

#include <algorithm>
#include <map>

namespace conjoin::model::layout {

namespace {

const RouteOptions usual; // what the router keeps between lines and boxes
constexpr int mostTracks = 60;

/// A straight piece of a line in a channel, from and to along it.
struct Run {
    double from, to;
    int net;
};

/// How many lines lie beside each other where the channel is fullest; those of one net count as one.
int tracks(std::vector<Run>& runs)
{
    struct End {
        double at;
        bool begins;
        int net;
    };
    std::vector<End> ends;
    for (const Run& run : runs) {
        ends.push_back({run.from - usual.trackGap / 2, true, run.net});
        ends.push_back({run.to + usual.trackGap / 2, false, run.net});
    }
    std::sort(ends.begin(), ends.end(),
        [](const End& a, const End& b) { return a.at != b.at ? a.at < b.at : a.begins > b.begins; });
    std::map<int, int> open;
    std::size_t most = 0;
    for (const End& end : ends) {
        int& count = open[end.net];
        count += end.begins ? 1 : -1;
        if (count == 0)
            open.erase(end.net);
        most = std::max(most, open.size());
    }
    return std::min(int(most), mostTracks);
}

double roomFor(int count, double beside)
{
    return 2 * beside + usual.trackGap * std::max(0, count - 1);
}

} // namespace

LaneSpacing roomyFor(const Part& part, const Lanes& lanes, const LaneSpacing& spacing, const Graph& placed,
    const std::vector<Route>& routes)
{
    LaneSpacing roomy = spacing;
    // Lane `i` ends at `rights[i]`; its gaps are those between its boxes.
    std::vector<double> middles, lefts, rights;
    for (const std::vector<int>& lane : lanes) {
        QRectF bounds;
        for (const int box : lane)
            bounds |= placed.boxes[std::size_t(box)].rect;
        middles.push_back(bounds.center().x());
        lefts.push_back(bounds.left());
        rights.push_back(bounds.right());
    }
    std::vector<std::vector<Run>> between(lanes.size());           // vertical pieces right of a lane's middle
    std::vector<std::vector<Run>> below(std::size_t(part.size())); // horizontal pieces below a box
    for (std::size_t e = 0; e < routes.size(); ++e) {
        const std::vector<QPointF>& points = routes[e].points;
        const int net = placed.edges[e].net >= 0 ? placed.edges[e].net : -1 - int(e);
        for (std::size_t k = 1; k < points.size(); ++k) {
            const QPointF a = points[k - 1], b = points[k];
            if (a.x() == b.x()) {
                const auto lane = std::upper_bound(middles.begin(), middles.end(), a.x()) - middles.begin();
                if (lane > 0 && std::size_t(lane) < lanes.size())
                    between[std::size_t(lane - 1)].push_back(
                        {std::min(a.y(), b.y()), std::max(a.y(), b.y()), net});
                continue;
            }
            const double from = std::min(a.x(), b.x()), to = std::max(a.x(), b.x());
            auto lane = std::size_t(std::lower_bound(rights.begin(), rights.end(), from) - rights.begin());
            for (; lane < lanes.size() && lefts[lane] < to; ++lane) {
                // The last box that begins above the piece; it lies in the gap below that one.
                const std::vector<int>& boxes = lanes[lane];
                const auto next = std::partition_point(boxes.begin(), boxes.end(),
                    [&](int box) { return placed.boxes[std::size_t(box)].rect.top() <= a.y(); });
                if (next == boxes.begin() || next == boxes.end() ||
                    placed.boxes[std::size_t(*(next - 1))].rect.bottom() >= a.y())
                    continue; // outside of the lane, or beside a box that is narrower than it
                below[std::size_t(*(next - 1))].push_back({from, to, net});
            }
        }
    }
    roomy.afterLane.resize(lanes.size(), spacing.laneGap);
    for (std::size_t lane = 0; lane < lanes.size(); ++lane)
        roomy.afterLane[lane] = std::max(spacing.gapAfter(lane), roomFor(tracks(between[lane]), usual.stub));
    roomy.belowBox.resize(std::size_t(part.size()), spacing.rowGap);
    roomy.linesBelow.resize(std::size_t(part.size()), 0);
    for (std::size_t box = 0; box < below.size(); ++box) {
        const double room = roomFor(tracks(below[box]), usual.clearance);
        roomy.linesBelow[box] = std::max(roomy.linesBelow[box], room);
        roomy.belowBox[box] = std::max(spacing.gapBelow(int(box)), room);
    }
    return roomy;
}

} // namespace conjoin::model::layout
