// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <QString>

#include <vector>

namespace conjoin::orm {

/// A row that is to be inserted, as far as its place in the order goes.
struct PlannedRow {
    struct Need {
        size_t row = 0;          ///< index of the row that must exist
        bool nullable = false;   ///< every key column may be NULL for a while
        size_t reference = 0;    ///< the caller's number of the key
        bool deferrable = false; ///< the row may be missing until the transaction ends
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
    /// A key that is written once the row it refers to exists, and is inserted as NULL or, where it is
    /// `deferred`, as something that stands for it.
    struct Later {
        size_t row = 0;
        size_t reference = 0;
        bool deferred = false;
    };
    std::vector<Batch> batches;
    std::vector<Later> later;
};

/// Orders the inserts: as few batches as the depth of the references allows, tables in the order of their first
/// row. A cycle is cut at a nullable key, else at one that the database checks at the end only; one without
/// such a key is an Error that names it.
Result<FlushPlan> planFlush(std::vector<PlannedRow> rows);

} // namespace conjoin::orm
