// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "orm/entity/modelregistry.h"

#include <set>
#include <vector>

namespace conjoin::sql {

/// The keys of a model that refer to others and that a row is given values for, each once.
std::vector<const orm::Association*> seedKeysOf(const orm::Model& model);

/// Whether a row may do without the key.
bool isNullableKey(const orm::Model& model, const orm::Association& key);

/// The models after those that they must refer to, and after those that they may refer to where no cycle
/// forbids. `filled`: the models whose tables have rows already, which break a cycle: there is something to
/// refer to. Error: a cycle of keys that can't be NULL.
Result<std::vector<int>> seedOrder(const orm::ModelRegistry& registry, const std::set<int>& filled = {});

} // namespace conjoin::sql
