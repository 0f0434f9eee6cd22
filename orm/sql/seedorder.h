// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "orm/entity/modelregistry.h"

#include <vector>

namespace conjoin::sql {

/// The keys of a model that refer to others and that a row is given values for, each once.
std::vector<const orm::Association*> seedKeysOf(const orm::Model& model);

/// Whether a row may do without the key.
bool isNullableKey(const orm::Model& model, const orm::Association& key);

/// The models after those that they must refer to, and after those that they may refer to where no cycle
/// forbids. Error: a cycle of keys that can't be NULL.
Result<std::vector<int>> seedOrder(const orm::ModelRegistry& registry);

} // namespace conjoin::sql
