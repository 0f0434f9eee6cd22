// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/importplan.h"

#include <vector>

namespace conjoin::sql {

/// Reads records by a plan that checkPlan() accepted.
class ImportReader {
public:
    /// Both outlive the reader.
    ImportReader(const orm::ModelRegistry& registry, const ImportPlan& plan);

    /// What the record asks for; what is wrong with it goes to `problems`.
    ImportRow read(const orm::CsvRecord& record, std::vector<ImportProblem>& problems) const;

    /// Where a column of the plan goes.
    struct Place {
        const orm::Attribute* attribute = nullptr;
        size_t first = 0; ///< the first column of the plan that goes there: it gives what they all give
    };

private:
    const orm::ModelRegistry& registry_;
    const ImportPlan& plan_;
    std::vector<Place> places_;
};

} // namespace conjoin::sql
