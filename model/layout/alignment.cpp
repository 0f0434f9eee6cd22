// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/alignment.h"

#include <algorithm>
#include <cmath>

namespace conjoin::model::layout {

namespace {

struct Wish {
    double value;
    double weight;
};

// Weighted least squares fit of a rising sequence (pool adjacent violators).
std::vector<double> risingFit(const std::vector<Wish>& wishes)
{
    struct Block {
        double sum;
        double weight;
        std::size_t count;
        double mean() const { return sum / weight; }
    };
    std::vector<Block> blocks;
    for (const Wish& wish : wishes) {
        blocks.push_back({wish.value * wish.weight, wish.weight, 1});
        while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() > blocks.back().mean()) {
            const Block last = blocks.back();
            blocks.pop_back();
            blocks.back().sum += last.sum;
            blocks.back().weight += last.weight;
            blocks.back().count += last.count;
        }
    }
    std::vector<double> fit;
    for (const Block& block : blocks)
        fit.insert(fit.end(), block.count, block.mean());
    return fit;
}

} // namespace

Centres alignedCentres(const Part& part, const Lanes& lanes, const LaneSpacing& spacing)
{
    constexpr int rounds = 24;
    constexpr int meanRounds = 10;
    constexpr double nearlyLevel = 4;
    constexpr double pillWeight = 2;       // two straight halves make one straight link
    constexpr double selfLinkWeight = 0.2; // the way back from the pill bends anyhow
    constexpr double nextLaneWeight = 3;   // their lines have no room to bend gently
    constexpr double eagerness = 0.75;
    Centres centres = stackedCentres(part, lanes, spacing);
    std::vector<int> laneOf(std::size_t(part.size()));
    double tallest = 0;
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
        for (const int box : lanes[lane])
            laneOf[std::size_t(box)] = int(lane);
        const std::size_t first = std::size_t(lanes[lane].front()), last = std::size_t(lanes[lane].back());
        tallest = std::max(tallest, centres[last].y() - centres[first].y() +
                                        (part.sizes[first].height() + part.sizes[last].height()) / 2);
    }
    const double limit = tallest * 0.56 + 40; // the drawing may grow a little beyond its tallest lane

    // First towards the mean of what the lines want; later a line that is nearly level counts more than one
    // that will not become so anyway, which makes some straight instead of all almost.
    const auto wish = [&](int box, bool nearlyLevelFirst) {
        const double now = centres[std::size_t(box)].y();
        double sum = 0, weights = 0;
        for (const Part::Port& port : part.ports[std::size_t(box)]) {
            const int lanesApart = std::abs(laneOf[std::size_t(port.box)] - laneOf[std::size_t(box)]);
            if (lanesApart == 0)
                continue;
            const double level = centres[std::size_t(port.box)].y() + port.there - port.here;
            double weight = lanesApart == 1 ? nextLaneWeight : 1;
            const int pill = part.pill[std::size_t(box)] ? box : port.box;
            if (part.pill[std::size_t(pill)])
                weight *= part.neighbours[std::size_t(pill)].size() > 1 ? pillWeight : selfLinkWeight;
            if (nearlyLevelFirst)
                weight /= std::max(nearlyLevel, std::abs(level - now));
            sum += weight * level;
            weights += weight;
        }
        if (weights == 0)
            return Wish{now, 1e-3};
        return Wish{eagerness * sum / weights + (1 - eagerness) * now, weights};
    };
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < lanes.size(); ++i) {
            const std::vector<int>& lane = lanes[round % 2 ? lanes.size() - 1 - i : i];
            // Measured from where a gapless stack would put each box, so that "no overlap" is "rising".
            std::vector<double> offsets;
            std::vector<Wish> wishes;
            double offset = 0;
            for (const int box : lane) {
                const double height = part.sizeOf(box).height();
                offsets.push_back(offset + height / 2);
                wishes.push_back(wish(box, round >= meanRounds));
                wishes.back().value -= offsets.back();
                offset += height + spacing.gapBelow(box);
            }
            const double height = offset - spacing.gapBelow(lane.back());
            const std::vector<double> fit = risingFit(wishes);
            for (std::size_t k = 0; k < lane.size(); ++k)
                centres[std::size_t(lane[k])].setY(
                    std::clamp(fit[k], -limit, std::max(-limit, limit - height)) + offsets[k]);
        }
    }
    return centres;
}

} // namespace conjoin::model::layout
