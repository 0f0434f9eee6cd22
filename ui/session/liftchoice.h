// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/document/document.h"

namespace conjoin::ui {

/// The table that was read becomes the junction of a many-to-many link between the tables it refers to; nothing
/// of what it derives to changes. Errors: a table with fewer than two foreign keys to other tables.
Result<model::Document> treatAsLink(model::Document document, TableId table);

/// The reverse: the junction becomes a table of its own, its ends references. Errors: a link that was drawn,
/// for its key columns are made by derivation.
Result<model::Document> treatAsTable(model::Document document, LinkId link);

} // namespace conjoin::ui
