// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/stress.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>

namespace conjoin::model::layout {

namespace {

constexpr int denseBoxes = 700; // up to so many every pair counts
constexpr int pivotCount = 120;
constexpr std::size_t hubDegree = 24; // pairs over a hub are too many and say little

/// Two boxes and how far apart they want to be; a weight of 0 holds that box.
struct Term {
    int i, j;
    float distance;
    float weightI, weightJ;
};

Term pairTerm(int i, int j, double distance)
{
    const float weight = float(1 / (distance * distance));
    return {i, j, float(distance), weight, weight};
}

std::vector<Term> denseTerms(const Part& part, Cancel cancel)
{
    std::vector<Term> terms;
    for (int i = 0; i < part.size() && !cancelled(cancel); ++i) {
        const std::vector<double> distances = distancesFrom(part, i);
        for (int j = i + 1; j < part.size(); ++j)
            terms.push_back(pairTerm(i, j, distances[std::size_t(j)]));
    }
    return terms;
}

// Pivots far from each other stand for the boxes around them.
void addPivotTerms(const Part& part, Random& random, Cancel cancel, std::vector<Term>& terms)
{
    const std::size_t count = std::size_t(part.size());
    std::vector<double> nearest(count, std::numeric_limits<double>::infinity());
    std::vector<std::size_t> region(count, 0);
    std::vector<int> pivots;
    std::vector<std::vector<double>> distances;
    int pivot = int(random.below(count));
    for (std::size_t k = 0; k < std::size_t(pivotCount) && !cancelled(cancel); ++k) {
        pivots.push_back(pivot);
        distances.push_back(distancesFrom(part, pivot));
        for (std::size_t i = 0; i < count; ++i) {
            if (distances[k][i] < nearest[i]) {
                nearest[i] = distances[k][i];
                region[i] = k;
            }
        }
        pivot = int(std::max_element(nearest.begin(), nearest.end()) - nearest.begin());
    }
    for (std::size_t k = 0; k < pivots.size(); ++k) {
        std::vector<double> inRegion;
        for (std::size_t i = 0; i < count; ++i)
            if (region[i] == k)
                inRegion.push_back(distances[k][i]);
        std::sort(inRegion.begin(), inRegion.end());
        for (std::size_t i = 0; i < count; ++i) {
            if (int(i) == pivots[k])
                continue;
            const double d = distances[k][i];
            const auto nearer = std::upper_bound(inRegion.begin(), inRegion.end(), d / 2) - inRegion.begin();
            terms.push_back({int(i), pivots[k], float(d), float(std::max(1.0, double(nearer)) / (d * d)), 0});
        }
    }
}

// Neighbours and their neighbours keep the small-scale structure.
void addLocalTerms(const Part& part, std::vector<Term>& terms)
{
    std::vector<int> seenFrom(std::size_t(part.size()), -1);
    for (int i = 0; i < part.size(); ++i) {
        const auto& neighbours = part.neighbours[std::size_t(i)];
        seenFrom[std::size_t(i)] = i;
        for (const auto& [j, length] : neighbours) {
            seenFrom[std::size_t(j)] = i;
            if (j > i)
                terms.push_back(pairTerm(i, j, length));
        }
        if (neighbours.size() > hubDegree)
            continue;
        for (const auto& [j, length] : neighbours) {
            const auto& second = part.neighbours[std::size_t(j)];
            if (second.size() > hubDegree)
                continue;
            for (const auto& [k, further] : second) {
                if (k <= i || seenFrom[std::size_t(k)] == i)
                    continue;
                seenFrom[std::size_t(k)] = i;
                terms.push_back(pairTerm(i, k, length + further));
            }
        }
    }
}

void descend(std::vector<Term>& terms, Centres& centres, Random& random, int rounds, Cancel cancel)
{
    double least = std::numeric_limits<double>::infinity(), most = 0;
    for (const Term& term : terms) {
        least = std::min(least, double(term.weightI));
        most = std::max({most, double(term.weightI), double(term.weightJ)});
    }
    const double firstStep = 1 / least, lastStep = 0.1 / most;
    const double decay = std::log(firstStep / lastStep) / (rounds - 1);
    // Terms that come in the order of their boxes pull at one box again and again. One shuffle is enough, if each
    // round begins elsewhere.
    for (std::size_t i = terms.size() - 1; i > 0; --i)
        std::swap(terms[i], terms[random.below(i + 1)]);
    const auto relax = [&centres](const Term& term, double step) {
        QPointF& a = centres[std::size_t(term.i)];
        QPointF& b = centres[std::size_t(term.j)];
        QPointF way = a - b;
        if (way.manhattanLength() < 1e-6)
            way = QPointF(1e-3 * (term.i % 7 + 1), 1e-3);
        const double length = std::sqrt(way.x() * way.x() + way.y() * way.y());
        const QPointF pull = way * ((length - double(term.distance)) / (2 * length));
        a -= pull * std::min(1.0, double(term.weightI) * step);
        b += pull * std::min(1.0, double(term.weightJ) * step);
    };
    for (int round = 0; round < rounds && !cancelled(cancel); ++round) {
        const double step = firstStep * std::exp(-decay * round);
        const std::size_t begin = random.below(terms.size());
        for (std::size_t i = begin; i < terms.size(); ++i)
            relax(terms[i], step);
        for (std::size_t i = 0; i < begin; ++i)
            relax(terms[i], step);
    }
}

// Turns the principal axis to the horizontal.
void layFlat(Centres& centres)
{
    QPointF mean;
    for (const QPointF c : centres)
        mean += c / double(centres.size());
    double xx = 0, xy = 0, yy = 0;
    for (QPointF& c : centres) {
        c -= mean;
        xx += c.x() * c.x();
        xy += c.x() * c.y();
        yy += c.y() * c.y();
    }
    const double angle = std::atan2(2 * xy, xx - yy) / 2;
    const double cosine = std::cos(angle), sine = std::sin(angle);
    for (QPointF& c : centres)
        c = {c.x() * cosine + c.y() * sine, c.y() * cosine - c.x() * sine};
}

} // namespace

std::vector<double> distancesFrom(const Part& part, int source)
{
    std::vector<double> distances(std::size_t(part.size()), std::numeric_limits<double>::infinity());
    using Reached = std::pair<double, int>;
    std::priority_queue<Reached, std::vector<Reached>, std::greater<>> open;
    distances[std::size_t(source)] = 0;
    open.push({0, source});
    while (!open.empty()) {
        const auto [distance, box] = open.top();
        open.pop();
        if (distance > distances[std::size_t(box)])
            continue;
        for (const auto& [next, length] : part.neighbours[std::size_t(box)]) {
            if (distance + length < distances[std::size_t(next)]) {
                distances[std::size_t(next)] = distance + length;
                open.push({distance + length, next});
            }
        }
    }
    return distances;
}

Centres stressCentres(const Part& part, std::uint32_t seed, Cancel cancel)
{
    const std::size_t count = std::size_t(part.size());
    Centres centres(count);
    if (count < 2)
        return centres;
    Random random(seed);
    std::vector<Term> terms;
    const bool dense = part.size() <= denseBoxes;
    if (dense) {
        terms = denseTerms(part, cancel);
    } else {
        addPivotTerms(part, random, cancel, terms);
        addLocalTerms(part, terms);
    }
    if (cancelled(cancel))
        return centres;
    const double side = 300 * std::sqrt(double(count));
    for (QPointF& c : centres)
        c = {random.unit() * side, random.unit() * side};
    descend(terms, centres, random, dense ? 40 : 30, cancel);
    layFlat(centres);
    return centres;
}

} // namespace conjoin::model::layout
