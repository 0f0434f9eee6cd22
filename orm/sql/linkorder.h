// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/rowwriter.h"

#include <QHash>

namespace conjoin::sql {

/// Which of two keys of the association's target is the smaller one, as the engine compares them: one entry a
/// pair, whether the first is greater. Both rows of a pair exist; keys of integers are not asked for.
Result<std::vector<bool>> areGreater(Connection& connection, const orm::ModelRegistry& registry,
    const orm::Association& symmetric, const std::vector<std::pair<KeyTuple, KeyTuple>>& pairs);

/// Turns those junction rows of a symmetric link round that have the greater key first.
Result<void> putSmallerFirst(Connection& connection, const orm::ModelRegistry& registry,
    const orm::Association& symmetric, const std::vector<ColumnValues*>& rows);

/// Places of new links in the order of the row that they belong to.
class LinkPositions {
public:
    LinkPositions(Connection& connection, const orm::ModelRegistry& registry)
        : connection_(connection)
        , registry_(registry)
    {}

    /// Gives a position to each of the junction rows of an ordered link that has none: in the order given,
    /// behind the links that the row has. One statement for all rows that had links before this object was
    /// made.
    Result<void> append(const orm::Association& ordered, const std::vector<ColumnValues*>& rows);

private:
    Connection& connection_;
    const orm::ModelRegistry& registry_;
    QHash<KeyTuple, qint64> next_; ///< by the junction's model and the key of the row
};

} // namespace conjoin::sql
