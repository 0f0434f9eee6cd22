// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layout/zeroedarray.h"

#include <cstddef>
#include <vector>

namespace conjoin::model::layout {

/// Which nets run on the pieces of a visibility graph, or end at its docks, so that later lines can share them
/// or keep off. Places are numbers from 0.
class Occupancy {
public:
    explicit Occupancy(std::size_t places)
        : uses_(places)
    {}

    /// `fixed`: the line can't be moved aside here.
    void add(std::size_t place, int net, bool fixed);
    /// What `add()` did.
    void remove(std::size_t place, int net, bool fixed);

    bool isFree(std::size_t place) const { return uses_[place].lines == 0; }
    /// Whether a line of `net` is there.
    bool holds(std::size_t place, int net) const
    {
        const Use& use = uses_[place];
        return use.lines > 0 && (use.net == net || (use.net == several && isInCrowd(use.crowd, net)));
    }
    /// Whether a line of another net is there.
    bool holdsOther(std::size_t place, int net) const
    {
        const Use& use = uses_[place];
        return use.lines > 0 && use.net != net;
    }
    bool holdsFixed(std::size_t place) const { return uses_[place].fixed > 0; }

private:
    static constexpr int several = -1;
    static constexpr int none = 0;

    struct Use { // zero: nobody is there
        int lines;
        int fixed;
        int net;   // of all lines, or `several`
        int crowd; // then the list of them, counted from 1
    };
    struct Member {
        int net;
        int lines;
    };
    using Crowd = std::vector<Member>;

    bool isInCrowd(int crowd, int net) const
    {
        for (const Member& member : crowds_[std::size_t(crowd - 1)])
            if (member.net == net)
                return true;
        return false;
    }

    ZeroedArray<Use> uses_;
    std::vector<Crowd> crowds_; // most places have one net or none
};

} // namespace conjoin::model::layout
