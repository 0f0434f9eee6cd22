// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/occupancy.h"

#include <algorithm>

namespace conjoin::model::layout {

void Occupancy::add(std::size_t place, int net, bool fixed)
{
    Use& use = uses_[place];
    if (use.lines == 0) {
        use.net = net;
    } else if (use.net != net && use.net != several) {
        if (use.crowd == none) {
            crowds_.emplace_back();
            use.crowd = int(crowds_.size());
        }
        crowds_[std::size_t(use.crowd - 1)] = {{use.net, use.lines}};
        use.net = several;
    }
    if (use.net == several) {
        Crowd& crowd = crowds_[std::size_t(use.crowd - 1)];
        const auto member =
            std::find_if(crowd.begin(), crowd.end(), [&](const Member& m) { return m.net == net; });
        if (member == crowd.end())
            crowd.push_back({net, 1});
        else
            ++member->lines;
    }
    ++use.lines;
    use.fixed += fixed ? 1 : 0;
}

void Occupancy::remove(std::size_t place, int net, bool fixed)
{
    Use& use = uses_[place];
    --use.lines;
    use.fixed -= fixed ? 1 : 0;
    if (use.net != several)
        return;
    Crowd& crowd = crowds_[std::size_t(use.crowd - 1)];
    const auto member = std::find_if(crowd.begin(), crowd.end(), [&](const Member& m) { return m.net == net; });
    if (--member->lines == 0)
        crowd.erase(member);
    if (crowd.size() == 1)
        use.net = crowd.front().net;
}

} // namespace conjoin::model::layout
