// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/document/browsing.h"
#include "model/naming/namingpolicy.h"
#include "orm/entity/modelregistry.h"

namespace conjoin::orm {

/// What a project says of how rows are looked at, done to the models of a database:
///
/// 1. a virtual foreign key is a BelongsTo where it is, and at the other end a HasMany – a HasOne where its
///    columns are unique; no constraint is behind it;
/// 2. a table that is to be shown as a table has a HasMany from each of its ends in place of every
///    BelongsToMany through it;
/// 3. one that is to be shown as a link has a BelongsToMany from each table that a foreign key of it – a
///    virtual one, too – refers to, to each other one, in place of the HasMany to it.
///
/// Names that are taken get `_by_` and the key, then numbers. What can't be done – a table or a column that
/// there is not, a link without two ends – is told and left out.
ModelRegistry withBrowsing(const ModelRegistry& registry, const model::Browsing& browsing,
    const model::NamingPolicy& naming, Diagnostics& diagnostics);

} // namespace conjoin::orm
