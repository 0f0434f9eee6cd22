// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/part.h"

#include <numeric>

namespace conjoin::model::layout {

namespace {

constexpr double betweenBoxes = 80;
constexpr double otherGroup = 1.25; // boxes of different subject areas want to be this much farther apart

double idealLength(const Box& a, const Box& b)
{
    const double halves = (a.rect.width() + a.rect.height() + b.rect.width() + b.rect.height()) / 4;
    const double apart = a.group >= 0 && b.group >= 0 && a.group != b.group ? otherGroup : 1;
    return (halves + betweenBoxes) * apart;
}

} // namespace

std::vector<Part> connectedParts(const Graph& graph)
{
    const std::size_t count = graph.boxes.size();
    std::vector<std::size_t> root(count);
    std::iota(root.begin(), root.end(), std::size_t(0));
    const auto find = [&root](std::size_t i) {
        while (root[i] != i)
            i = root[i] = root[root[i]];
        return i;
    };
    for (const Edge& edge : graph.edges)
        if (hasEnds(graph, edge))
            root[find(std::size_t(edge.from))] = find(std::size_t(edge.to));

    std::vector<Part> parts;
    std::vector<std::size_t> partOfRoot(count, count);
    std::vector<int> indexInPart(count);
    for (std::size_t i = 0; i < count; ++i) {
        std::size_t& index = partOfRoot[find(i)];
        if (index == count) {
            index = parts.size();
            parts.emplace_back();
        }
        Part& part = parts[index];
        indexInPart[i] = part.size();
        part.boxes.push_back(int(i));
        part.sizes.push_back(graph.boxes[i].rect.size());
        part.pill.push_back(graph.boxes[i].pill);
        part.neighbours.emplace_back();
        part.ports.emplace_back();
    }

    for (const Edge& edge : graph.edges) {
        if (!hasEnds(graph, edge) || edge.from == edge.to)
            continue;
        const std::size_t from = std::size_t(edge.from), to = std::size_t(edge.to);
        Part& part = parts[partOfRoot[find(from)]];
        const auto join = [&](std::size_t box, double row, std::size_t other, double otherRow) {
            const std::size_t index = std::size_t(indexInPart[box]);
            const int otherIndex = indexInPart[other];
            part.ports[index].push_back({otherIndex, row - graph.boxes[box].rect.height() / 2,
                otherRow - graph.boxes[other].rect.height() / 2});
            for (const Part::Neighbour& known : part.neighbours[index])
                if (known.box == otherIndex)
                    return;
            part.neighbours[index].push_back({otherIndex, idealLength(graph.boxes[box], graph.boxes[other])});
        };
        join(from, edge.fromRow, to, edge.toRow);
        join(to, edge.toRow, from, edge.fromRow);
    }
    return parts;
}

} // namespace conjoin::model::layout
