// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/exchange/definitions.h"
#include "orm/exchange/modeltables.h"

namespace conjoin::orm {

/// Reads `associations` and draws them: the references and links go into `schema`, the junctions that are only
/// named into `drafts`, and attributes that say what they refer to become references where no association takes
/// them. Returns what was declared, call by call.
std::vector<DeclaredAssociation> takeAssociations(
    JsonTaker& taker, const JsonPlace& associations, ModelDrafts& drafts, model::Schema& schema);

} // namespace conjoin::orm
