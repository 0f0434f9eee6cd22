// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/physical/physicalschema.h"
#include "orm/sql/seedchecks.h"

#include <vector>

namespace conjoin::sql {

/// What a schema knows of a model's table beyond the model.
struct TableFacts {
    SeedChecks checks; ///< those of its domains, too
    std::vector<model::DataType>
        types;                     ///< by attribute, enums and domains of the schema replaced by what they are
    std::vector<bool> repeats;     ///< by attribute: its default is the same in each row
    bool filledByTriggers = false; ///< a trigger may give a new row what nobody else gives it
};

/// Of one model; without a schema, or for a table that it lacks, what the model itself says.
TableFacts factsOf(const orm::Model& model, const orm::PhysicalSchema* schema, const orm::SqlSyntax& syntax);

} // namespace conjoin::sql
