// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"
#include "orm/sql/connection.h"

#include <memory>
#include <vector>

namespace conjoin::sql {

struct Row;

/// The rows of one association of one row.
struct Related {
    std::vector<std::shared_ptr<const Row>> rows;
    std::vector<std::shared_ptr<const Row>>
        junctions;     ///< parallel to `rows` for a many-to-many association, else empty
    bool more = false; ///< a limit cut the list
};

/// One row, its values in the order of the model's attributes (all of them are read; `attributes` of the query
/// only limits what is printed), and what was included.
struct Row {
    int model = -1;
    std::vector<Value> values;
    std::vector<Related> related; ///< parallel to the query's includes at this level

    const Value& value(const orm::Model& of, const QString& attribute) const;
};

using Rows = std::vector<std::shared_ptr<const Row>>;

/// Finds by two-step select-in with an identity map, per-parent limits by UNION ALL: a number of statements
/// that grows with the includes, never with the rows (ORM rules, part 5). Errors: an unknown name (with the
/// nearest one), a value of the wrong type, what the database says.
Result<Rows> find(Connection& connection, const orm::ModelRegistry& registry, const orm::Query& query);

/// How many root rows there are; a limit caps the count, and the work: «200 of more than 10,000».
Result<qint64> count(Connection& connection, const orm::ModelRegistry& registry, const orm::Query& query);

/// How many rows each association of each row has, for the badges of the data panel: counted up to `cap`, so
/// `cap` means "that many or more". One entry a row, one number an association of the model, in their order;
/// one statement.
Result<std::vector<std::vector<int>>> countRelated(
    Connection& connection, const orm::ModelRegistry& registry, int model, const Rows& rows, int cap);

/// Rows whose label or key begins with (then: contains) what a person typed; the picker's search.
Result<Rows> search(
    Connection& connection, const orm::ModelRegistry& registry, int model, const QString& typed, int limit);

/// The tree as the command line prints it (CLI contract, "Results").
orm::Json toJson(const orm::ModelRegistry& registry, const orm::Query& query, const Rows& rows);

} // namespace conjoin::sql
