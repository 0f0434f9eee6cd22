// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/rowobject.h"

#include <unordered_map>
#include <utility>
#include <vector>

namespace conjoin::ui {

/// Makes objects of rows that were read, which no tree knows yet: by the thread that read them, for of very
/// many rows that takes longer than a window may be busy. A row of an answer becomes one object, however many
/// others refer to it.
class RowReader {
public:
    /// What the rows were read with.
    enum class With {
        References, ///< referenceIncludes() of their model, or nothing
        Others      ///< includes that say nothing here
    };

    explicit RowReader(const orm::ModelRegistry& registry, With with = With::References)
        : registry_(registry)
        , with_(with)
    {}

    /// With the rows that it refers to, as far as they were read with it.
    RowPtr read(const sql::Row& row);
    /// Says that the row refers to that one, too.
    void refer(RowObject& row, const QString& association, const sql::Row& to);
    /// The rows that others refer to, each once, in front of those that refer to it.
    std::vector<RowPtr> takeReferred() { return std::exchange(referred_, {}); }

private:
    const orm::ModelRegistry& registry_;
    const With with_;
    std::unordered_map<const sql::ResultNode*, std::vector<RowPtr>> known_; ///< by the number of the row
    std::vector<RowPtr> referred_;
};

} // namespace conjoin::ui
