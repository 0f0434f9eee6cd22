// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/findings.h"

#include <algorithm>
#include <utility>

namespace conjoin::orm {

Diagnostics inOrder(const Findings& findings, const QHash<TableId, int>& positions)
{
    std::vector<const Finding*> order;
    order.reserve(findings.size());
    for (const Finding& finding : findings)
        order.push_back(&finding);
    std::ranges::stable_sort(order, {},
        [&](const Finding* finding) { return std::pair(finding->stage, positions.value(finding->table, -1)); });
    Diagnostics diagnostics;
    bool lostComments = false;
    for (const Finding* finding : order) {
        if (finding->stage == Finding::Stage::Comments && std::exchange(lostComments, true))
            break;
        diagnostics.push_back(finding->what);
    }
    return diagnostics;
}

} // namespace conjoin::orm
