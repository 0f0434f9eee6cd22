// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <QString>

#include <vector>

namespace conjoin::orm {

/// A row that is to be inserted, as far as its place in the order goes.
struct PlannedRow {
    struct Need {
        size_t row = 0;        ///< index of the row that must exist
        bool nullable = false; ///< every key column may be NULL for a while
        size_t reference = 0;  ///< the caller's number of the key
    };
    int table = -1;
    QString name; ///< for messages
    std::vector<Need> needs;
};

/// The order of inserts: batches of rows of one table, each after everything that it needs.
struct FlushPlan {
    struct Batch {
        int table = -1;
        std::vector<size_t> rows; ///< ascending
    };
    /// A key that is inserted as NULL and written once the row it refers to exists.
    struct Later {
        size_t row = 0;
        size_t reference = 0;
    };
    std::vector<Batch> batches;
    std::vector<Later> later;
};

/// Orders the inserts: as few batches as the depth of the references allows, tables in the order of their first
/// row. A cycle is cut at a nullable key; one without such a key is an Error that names it.
Result<FlushPlan> planFlush(std::vector<PlannedRow> rows);

} // namespace conjoin::orm
