// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/entity/modelregistry.h"

#include <vector>

namespace conjoin::orm {

/// Gives each model its associations: for every reference a BelongsTo where the key is and a HasMany or HasOne
/// at the other end; for every many-to-many link a BelongsToMany from each end to each other one, and a
/// BelongsTo from the junction to each end. References come first, then links, each in the order drawn.
///
/// A role is the name. Without one, to-one associations are called like the target, to-many ones after its
/// plural (ORM rules, part 2). Names that would then be the same, or that of an attribute, get `_by_` and the
/// key's stem or `_through_` and the junction (CLI contract, "Names"), a role going before a made name.
void associate(std::vector<Model>& models, const model::Schema& schema, const model::NamingPolicy& naming,
    const Derivation& derivation);

} // namespace conjoin::orm
