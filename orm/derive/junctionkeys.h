// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/derive/referencekeys.h"

#include <vector>

namespace conjoin::orm {

/// A link of a junction once the key columns of all its ends have their place.
struct PlacedLink {
    const model::ManyToMany* link = nullptr;
    std::vector<KeyColumns> ends;    ///< parallel to the link's
    bool keptOnce = false;           ///< symmetric, and it can be (rule 14)
    std::vector<bool> constrained{}; ///< parallel to the ends: a foreign key stands on the columns
};

/// All of a junction beside its key columns and foreign keys: the derived columns of its links, its keys,
/// checks and indexes (rules 7, 9, 12 – 17). `links` are the complete ones: half a pair is no key.
void finishJunction(DeriveContext& context, TableDraft& draft, std::vector<PlacedLink> links);

} // namespace conjoin::orm
