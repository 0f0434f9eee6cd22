// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"

#include <QRandomGenerator>

namespace conjoin::tests {

/// Random finds over the models of a registry, in the part of the language that FindOracle knows: conditions on
/// attributes and associations, includes of includes with all their options, order, limit and offset.
class RandomQuery {
public:
    RandomQuery(const orm::ModelRegistry& registry, QRandomGenerator& random)
        : registry_(registry)
        , random_(random)
    {}

    /// Of any model whose rows have a key.
    orm::Query next();
    /// One of few values, so that some are met again; never NULL.
    orm::Value value(const orm::Attribute& attribute);

private:
    int below(int limit) { return int(random_.bounded(limit)); }
    bool oneIn(int chances) { return below(chances) == 0; }
    orm::Json condition(int model, int depth = 0);
    orm::Json comparison(const orm::Attribute& attribute, int kind);
    std::vector<orm::OrderBy> order(const orm::Model& model, const orm::Model* junction = nullptr);
    std::vector<orm::Include> includes(int model, int depth);

    const orm::ModelRegistry& registry_;
    QRandomGenerator& random_;
};

} // namespace conjoin::tests
