// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/base/topologicalsort.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

namespace conjoin::orm {

namespace {

using Graph = std::vector<std::vector<std::size_t>>;

/// Tarjan's strongly connected components with a stack of its own: a chain of 100,000 tables must not overflow
/// ours.
class Components {
public:
    explicit Components(const Graph& graph)
        : graph_(graph)
        , number_(graph.size(), unseen)
        , low_(graph.size(), 0)
        , onStack_(graph.size(), false)
    {
        for (std::size_t node = 0; node < graph.size(); ++node) {
            if (number_[node] == unseen)
                visit(node);
        }
    }

    Graph groups;

private:
    static constexpr std::size_t unseen = std::size_t(-1);

    void enter(std::size_t node)
    {
        number_[node] = low_[node] = next_++;
        stack_.push_back(node);
        onStack_[node] = true;
        calls_.emplace_back(node, 0);
    }

    void visit(std::size_t root)
    {
        enter(root);
        while (!calls_.empty()) {
            auto& [node, edge] = calls_.back();
            if (edge < graph_[node].size()) {
                const std::size_t target = graph_[node][edge++];
                if (number_[target] == unseen)
                    enter(target); // invalidates node and edge
                else if (onStack_[target])
                    low_[node] = std::min(low_[node], number_[target]);
                continue;
            }
            const std::size_t done = node;
            calls_.pop_back();
            if (!calls_.empty()) {
                const std::size_t parent = calls_.back().first;
                low_[parent] = std::min(low_[parent], low_[done]);
            }
            if (low_[done] == number_[done])
                close(done);
        }
    }

    void close(std::size_t root)
    {
        std::vector<std::size_t>& group = groups.emplace_back();
        std::size_t node = unseen;
        do {
            node = stack_.back();
            stack_.pop_back();
            onStack_[node] = false;
            group.push_back(node);
        } while (node != root);
        std::ranges::sort(group);
    }

    const Graph& graph_;
    std::vector<std::size_t> number_;
    std::vector<std::size_t> low_;
    std::vector<bool> onStack_;
    std::vector<std::size_t> stack_;
    std::vector<std::pair<std::size_t, std::size_t>> calls_; ///< node, next edge
    std::size_t next_ = 0;
};

} // namespace

std::vector<std::vector<std::size_t>> topologicalGroups(const std::vector<std::vector<std::size_t>>& dependsOn)
{
    Components components(dependsOn);
    Graph& groups = components.groups;

    std::vector<std::size_t> groupOf(dependsOn.size());
    for (std::size_t g = 0; g < groups.size(); ++g) {
        for (std::size_t node : groups[g])
            groupOf[node] = g;
    }
    Graph neededBy(groups.size());
    std::vector<std::size_t> waitsFor(groups.size(), 0);
    for (std::size_t node = 0; node < dependsOn.size(); ++node) {
        for (std::size_t target : dependsOn[node]) {
            if (groupOf[target] == groupOf[node])
                continue;
            neededBy[groupOf[target]].push_back(groupOf[node]);
            ++waitsFor[groupOf[node]];
        }
    }

    using Ready = std::pair<std::size_t, std::size_t>; // lowest node, group
    std::priority_queue<Ready, std::vector<Ready>, std::greater<>> ready;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        if (waitsFor[g] == 0)
            ready.emplace(groups[g].front(), g);
    }
    Graph ordered;
    ordered.reserve(groups.size());
    while (!ready.empty()) {
        const std::size_t g = ready.top().second;
        ready.pop();
        for (std::size_t dependant : neededBy[g]) {
            if (--waitsFor[dependant] == 0)
                ready.emplace(groups[dependant].front(), dependant);
        }
        ordered.push_back(std::move(groups[g]));
    }
    return ordered;
}

} // namespace conjoin::orm
