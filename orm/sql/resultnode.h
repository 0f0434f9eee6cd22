// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/columnstore.h"
#include "orm/sql/row.h"

#include <memory>
#include <vector>

namespace conjoin::sql {

/// The rows of one level of a find, each stored once, and what was included with them.
struct ResultNode {
    int model = -1;
    ColumnStore rows;
    ColumnStore lengths; ///< of attributes that may be cut: how long they are; NULL = they are whole
    std::vector<ResultBranch> branches; ///< parallel to the includes

    /// One row as Projection::columns() selects it.
    void append(std::span<const Cell> cells)
    {
        const size_t values = cells.size() - lengths.read();
        rows.append(cells.first(values));
        if (lengths.read() > 0)
            lengths.append(cells.subspan(values));
    }
    void reverse()
    {
        rows.reverse();
        lengths.reverse();
    }
};

/// One include: which rows of its own each row of the level above has. Rows that refer to the same thing share
/// a group; a group's links stand one behind the other.
struct ResultBranch {
    static constexpr quint32 none = ~quint32(0);

    struct Links {
        size_t first = 0;
        size_t count = 0;
        bool more = false;
    };
    Links linksOf(quint32 nearRow) const
    {
        const quint32 group = groups[nearRow];
        if (group == none)
            return {};
        return {begins[group], begins[group + 1] - begins[group], !more.empty() && more[group]};
    }
    quint32 targetOf(size_t link) const { return targets.empty() ? quint32(link) : targets[link]; }
    quint32 junctionOf(size_t link) const { return junctions.empty() ? quint32(link) : junctions[link]; }

    bool toMany = false;
    std::unique_ptr<ResultNode> target;
    std::unique_ptr<ResultNode> junction; ///< of a many-to-many association
    std::vector<quint32> groups;          ///< by row above; none = it refers to nothing
    std::vector<quint32> begins;          ///< by group, and the end of the last
    std::vector<quint32> targets;         ///< by link; empty = the link's own number
    std::vector<quint32> junctions;       ///< the same
    std::vector<bool> more;               ///< by group; empty = none
};

/// Links as they come, put in order at the end.
class LinkCollector {
public:
    explicit LinkCollector(size_t groups)
        : counts_(groups, 0)
    {}

    size_t count(quint32 group) const { return counts_[group]; }
    void add(quint32 group, quint32 target, quint32 junction);
    /// Fills begins, targets and junctions: the links of a group in the order they came.
    void finish(ResultBranch& branch) &&;

private:
    std::vector<quint32> counts_;
    std::vector<quint32> groups_, targets_, junctions_; ///< by link
    bool inOrder_ = true;
};

size_t bytesOf(const ResultNode& node);

} // namespace conjoin::sql
