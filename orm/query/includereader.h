// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"

namespace conjoin::orm {

/// Reads the JSON form of includes: a name, `{"$model": NAME}`, an object with options, or a list of these.
/// Errors name the place; a model with several associations wants one of their names.
Result<std::vector<Include>> readIncludes(const ModelRegistry& registry, int model, const Json& json);

/// The association of a model that is named by its alias, by `{"$model": NAME}` or by
/// `{"model": …, "as": …}`.
Result<const Association*> includedAssociation(
    const ModelRegistry& registry, const Model& model, const Json& json, const QString& place);

/// Reads the options of an include of that association.
Result<Include> readOptionsOf(
    const ModelRegistry& registry, const Association& association, const Json& options);

} // namespace conjoin::orm
