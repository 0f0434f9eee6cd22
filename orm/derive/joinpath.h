// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/derive/derive.h"
#include "orm/dialect/dialect.h"

#include <vector>

namespace conjoin::orm {

/// One foreign key on the way from a table to another one, in either direction.
struct JoinStep {
    int from = -1, to = -1; ///< indexes into Derivation::schema.tables, in the order of the way
    int holder = -1;        ///< the one of the two that has the key
    int key = -1;           ///< index into its foreign keys

    friend bool operator==(const JoinStep&, const JoinStep&) = default;
};

/// The shortest way between two tables over foreign keys, junctions as tables on the way; the same for the same
/// schema. Empty where there is none, or where both are the same table.
std::vector<JoinStep> joinPath(const Derivation& derivation, TableId from, TableId to);

/// What a key on the way belongs to: the ReferenceId, or the LinkId of a junction's.
ObjectRef objectOf(const Derivation& derivation, const JoinStep& step);

/// `SELECT * FROM … JOIN … ON …` along the way, a line a join; tables by short aliases. `steps` is not empty.
QString joinSql(const Derivation& derivation, const std::vector<JoinStep>& steps, const Dialect& dialect);

} // namespace conjoin::orm
