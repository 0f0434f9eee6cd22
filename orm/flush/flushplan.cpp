// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/flush/flushplan.h"

#include "orm/base/topologicalsort.h"

#include <QStringList>

#include <algorithm>
#include <map>

namespace conjoin::orm {

namespace {

std::vector<std::vector<size_t>> groupsOf(const std::vector<PlannedRow>& rows)
{
    std::vector<std::vector<size_t>> dependsOn(rows.size());
    for (size_t i = 0; i < rows.size(); ++i) {
        for (const PlannedRow::Need& need : rows[i].needs)
            dependsOn[i].push_back(need.row);
    }
    return topologicalGroups(dependsOn);
}

bool needsWithin(const PlannedRow& row, const std::vector<size_t>& group)
{
    return std::any_of(row.needs.begin(), row.needs.end(),
        [&](const PlannedRow::Need& need) { return std::binary_search(group.begin(), group.end(), need.row); });
}

/// Takes the first need of that sort out of the cycle.
bool cutAt(bool PlannedRow::Need::*sort, const std::vector<size_t>& group, std::vector<PlannedRow>& rows,
    FlushPlan& plan)
{
    for (const size_t index : group) {
        auto& needs = rows[index].needs;
        const auto weak = std::find_if(needs.begin(), needs.end(), [&](const PlannedRow::Need& need) {
            return need.*sort && std::binary_search(group.begin(), group.end(), need.row);
        });
        if (weak == needs.end())
            continue;
        plan.later.push_back({index, weak->reference, !weak->nullable});
        needs.erase(weak);
        return true;
    }
    return false;
}

} // namespace

Result<FlushPlan> planFlush(std::vector<PlannedRow> rows)
{
    FlushPlan plan;
    std::vector<std::vector<size_t>> groups;
    for (bool cut = true; cut;) {
        cut = false;
        groups = groupsOf(rows);
        for (const std::vector<size_t>& group : groups) {
            if (group.size() == 1 && !needsWithin(rows[group.front()], group))
                continue;
            cut = cutAt(&PlannedRow::Need::nullable, group, rows, plan) ||
                  cutAt(&PlannedRow::Need::deferrable, group, rows, plan);
            if (!cut) {
                QStringList names;
                for (const size_t index : group)
                    names.append(rows[index].name);
                names.append(names.first());
                return inputError(names.first(),
                    message("flush.cycle", "these rows need each other, and none can be first: %1",
                        {names.join(QStringLiteral(" → "))}),
                    message("flush.cycle.hint", "a key column that may be NULL would break the cycle"));
            }
        }
    }

    std::vector<size_t> depth(rows.size(), 0);
    for (const std::vector<size_t>& group : groups) {
        for (const PlannedRow::Need& need : rows[group.front()].needs)
            depth[group.front()] = std::max(depth[group.front()], depth[need.row] + 1);
    }
    std::map<std::pair<size_t, int>, size_t> batchOf;
    for (size_t i = 0; i < rows.size(); ++i) {
        const auto [place, isNew] = batchOf.try_emplace({depth[i], rows[i].table}, plan.batches.size());
        if (isNew)
            plan.batches.push_back({rows[i].table, {}});
        plan.batches[place->second].rows.push_back(i);
    }
    std::stable_sort(plan.batches.begin(), plan.batches.end(),
        [&](const auto& a, const auto& b) { return depth[a.rows.front()] < depth[b.rows.front()]; });
    return plan;
}

} // namespace conjoin::orm
