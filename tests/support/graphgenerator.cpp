// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/graphgenerator.h"

#include "model/layout/cardmetrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace conjoin::tests {

using namespace model::layout;

namespace {

class Generator {
public:
    explicit Generator(std::uint32_t seed)
        : random_(seed)
    {}

    Graph run(int tables)
    {
        constexpr int least = 6, most = 30;
        std::vector<int> module;
        int room = 0;
        for (int i = 0; i < tables; ++i) {
            if (room-- == 0) {
                room = number(least, most);
                module.clear();
                ++group_;
            }
            const int table = addTable();
            if (!chance(8)) // else it stays alone
                link(table, module);
            module.push_back(table);
        }
        return graph_;
    }

    void scatter(Graph& graph)
    {
        std::vector<std::size_t> order(graph.boxes.size());
        std::iota(order.begin(), order.end(), std::size_t(0));
        std::shuffle(order.begin(), order.end(), random_);
        constexpr double cell = 840; // larger than any box and the gap it needs
        const int columns = int(std::ceil(std::sqrt(double(order.size()))));
        for (std::size_t i = 0; i < order.size(); ++i) {
            const double x = cell * double(int(i) % columns) + number(0, 300);
            const double y = cell * double(int(i) / columns) + number(0, 200);
            graph.boxes[order[i]].rect.moveTo(x, y);
        }
    }

private:
    int number(int low, int high) { return low + int(random_() % std::uint32_t(high - low + 1)); }
    bool chance(int percent) { return number(0, 99) < percent; }

    int addTable()
    {
        const int rows = std::min(number(2, 22), number(4, 22));
        const double width = cardMinWidth + widthStep * number(0, 6);
        graph_.boxes.push_back(
            {QRectF(0, 0, width, headerHeight + rowHeight * rows + cardPadding), false, false, group_});
        rows_.push_back(rows);
        degree_.push_back(0);
        return int(graph_.boxes.size()) - 1;
    }

    // One of `tables`, the more likely the more lines it has.
    int popular(const std::vector<int>& tables)
    {
        int total = 0;
        for (const int table : tables)
            total += degree_[std::size_t(table)] + 1;
        int left = number(0, total - 1);
        for (const int table : tables) {
            left -= degree_[std::size_t(table)] + 1;
            if (left < 0)
                return table;
        }
        return tables.back();
    }

    void link(int table, const std::vector<int>& module)
    {
        if (!popularInModule_.empty() && chance(module.empty() ? 85 : 10))
            refer(table, popularInModule_[std::size_t(number(0, int(popularInModule_.size()) - 1))]);
        if (module.empty()) {
            popularInModule_.push_back(table);
            return;
        }
        const int references = number(0, 2) + (chance(20) ? 1 : 0);
        for (int i = 0; i < references; ++i)
            refer(table, popular(module));
        if (references == 0 || chance(6))
            relate(table, popular(module));
        if (chance(3))
            refer(table, table);
    }

    void refer(int from, int to)
    {
        const int row = number(std::min(1, rows_[std::size_t(from)] - 1), rows_[std::size_t(from)] - 1);
        graph_.edges.push_back({from, to, rowCentre(row), rowCentre(0), Edge::Reference, to});
        count(from, to);
    }

    void relate(int from, int to)
    {
        const double height = pillHeadHeight + (chance(40) ? pillRowHeight * number(1, 3) + pillPadding : 0);
        const double width = pillMinWidth + widthStep * number(0, 4);
        graph_.boxes.push_back({QRectF(0, 0, width, height), true, false, group_});
        rows_.push_back(0);
        degree_.push_back(0);
        const int pill = int(graph_.boxes.size()) - 1;
        graph_.edges.push_back({from, pill, headerCentre, pillHeadCentre, Edge::ManyToMany, -1});
        graph_.edges.push_back({pill, to, pillHeadCentre, headerCentre, Edge::ManyToMany, -1});
        count(from, to);
    }

    void count(int from, int to)
    {
        ++degree_[std::size_t(from)];
        ++degree_[std::size_t(to)];
    }

    std::mt19937 random_;
    Graph graph_;
    std::vector<int> rows_;   // of each box
    std::vector<int> degree_; // of each box
    std::vector<int> popularInModule_;
    int group_ = -1;
};

} // namespace

Graph generatedGraph(int tables, std::uint32_t seed)
{
    return Generator(seed).run(tables);
}

Graph scatteredGraph(int tables, std::uint32_t seed)
{
    Generator generator(seed);
    Graph graph = generator.run(tables);
    generator.scatter(graph);
    return graph;
}

} // namespace conjoin::tests
