// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"

namespace conjoin::orm {

/// What a query asks, in the words that readFindOptions() reads: `where`, `attributes`, `include`, `order` and
/// `limit`, left out where nothing is asked. Places of rows (cursors) are not part of a question.
Json questionOf(const Query& query);

} // namespace conjoin::orm
