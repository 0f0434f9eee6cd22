// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "orm/dialect/dialect.h"
#include "orm/entity/modelregistry.h"

#include <map>
#include <set>
#include <vector>

namespace conjoin::sql {

/// The keys of a model that refer to others and that a row is given values for, each once.
std::vector<const orm::Association*> seedKeysOf(const orm::Model& model);

/// Whether a row may do without the key.
bool isNullableKey(const orm::Model& model, const orm::Association& key);

/// In which order tables are filled.
struct SeedOrder {
    std::vector<int> models; ///< after those that they must refer to, and after those that they may refer to
                             ///< where no circle forbids
    /// Circles of keys that can't be NULL, whose check can wait: a row of each comes first, in this order.
    std::vector<std::vector<int>> rings;
    std::map<int, Message> leftOut; ///< models that can have no rows, and why
};

/// What tells how tables can be filled.
struct SeedFacts {
    std::set<int> filled{};                    ///< models whose tables have rows already
    std::set<int> unwanted{};                  ///< models that are to get no rows
    const orm::Capabilities* engine = nullptr; ///< null: the check of no key waits
};

/// A circle of keys that can't be NULL needs a row to refer to: one that is there, or one that comes when the
/// engine lets the check of the key wait for the end of the transaction. Else its tables are left out.
SeedOrder seedOrder(const orm::ModelRegistry& registry, const SeedFacts& facts = {});

} // namespace conjoin::sql
