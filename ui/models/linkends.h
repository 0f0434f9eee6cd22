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
    };
    std::vector<End> ends; ///< none for a table that is no junction
};

/// Reads the ends of a junction's rows, one statement an end. Errors: what the database says.
Result<LinkEnds> readLinkEnds(sql::Connection& connection, const orm::ModelRegistry& registry, int model,
    std::span<const sql::Row> links);

/// How a link is called: `Ann ⇄ Algebra I`. Empty where nothing is known of its ends.
QString linkLabel(const RowSource& source, const LinkEnds& ends, size_t link);

} // namespace conjoin::ui
