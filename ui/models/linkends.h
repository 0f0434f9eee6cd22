// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connection.h"
#include "orm/sql/row.h"
#include "ui/models/rowfetch.h"

#include <span>
#include <vector>

namespace conjoin::ui {

/// The rows that links lead to: a junction's row is nothing to a person without them.
struct LinkEnds {
    struct End {
        int model = -1;
        std::vector<std::vector<orm::Value>> rows; ///< one a link; without values where it leads nowhere
        /// Of rows that have no name of their own – a copy of a film –: the table that names them, and its rows
        /// as above. -1 = there is none.
        int naming = -1;
        std::vector<std::vector<orm::Value>> names{};
    };
    std::vector<End> ends; ///< none for a table that is no junction
};

/// Reads the ends of a junction's rows, one statement an end, and one more where it has no name of its own.
/// Errors: what the database says.
Result<LinkEnds> readLinkEnds(sql::Connection& connection, const orm::ModelRegistry& registry, int model,
    std::span<const sql::Row> links);

/// How a link is called: `Ann ⇄ Algebra I`. Empty where nothing is known of its ends.
QString linkLabel(const RowSource& source, const LinkEnds& ends, size_t link);

} // namespace conjoin::ui
