// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/predicate.h"
#include "orm/sql/finder.h"
#include "orm/sql/keytable.h"

#include <functional>
#include <vector>

namespace conjoin::sql {

/// Reads one page of rows, then, include by include, the rows associated with all rows of a level at once:
/// select-in by a table of keys, many-to-many in two steps (junction rows in their order, then each distinct
/// target once).
class Loader {
public:
    Loader(Connection& connection, const orm::ModelRegistry& registry);

    Result<Rows> load(const orm::Query& query);

    /// The terms of ORDER BY: the given order, then what makes it total: the identity, or every attribute
    /// without one.
    Result<QString> orderBy(const orm::Model& model, const QString& alias,
        const std::vector<orm::OrderBy>& order, const orm::Association* link = nullptr,
        const orm::AssociationSource* source = nullptr) const;

private:
    using MutableRows = std::vector<std::shared_ptr<Row>>;
    struct Step;

    Result<void> loadIncludes(int model, const MutableRows& rows, const std::vector<orm::Include>& includes);
    Result<void> loadInclude(int model, const MutableRows& rows, const orm::Include& include, size_t slot);
    /// Rows of the step's statement, each told with the number of its key.
    Result<void> forEachMatch(const Step& step, const std::vector<KeyTuple>& keys,
        const std::function<void(size_t, std::vector<Value>)>& take);
    Result<void> forEachLimited(const Step& step, const std::vector<KeyTuple>& keys,
        const std::function<void(size_t, std::vector<Value>)>& take);

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    orm::PredicateCompiler compiler_;
};

} // namespace conjoin::sql
