// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/predicate.h"
#include "orm/sql/connection.h"
#include "orm/sql/keyindex.h"
#include "orm/sql/ordering.h"
#include "orm/sql/projection.h"
#include "orm/sql/resultnode.h"
#include "orm/sql/row.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace conjoin::sql {

/// Reads one page of rows, then, include by include, what is associated with all rows of a level at once. How,
/// depends on how much that is (measured; `docs/benchmarks.md`):
///
/// 1. with a limit per parent, one statement that reads no row behind the limit: LATERAL over the keys where
///    the engine has it, else UNION ALL of one branch a key, at most 100 of them;
/// 2. for up to 100 keys, one statement: junction rows with their targets beside them;
/// 3. for more, junction rows in their order by chunks of keys, then each distinct target once.
///
/// Lone integer keys go as literals or as one array and are matched here; of all others a table is joined, so
/// that the engine alone decides what equals what (types, collations).
class Loader {
public:
    Loader(Connection& connection, const orm::ModelRegistry& registry, LongValues longValues = {});

    /// All statements see one state of the database.
    Result<Rows> load(const orm::Query& query);

    /// Hands out the rows of the query page by page, in constant memory; `take` returns false when it has
    /// enough. A query with includes is read page by page, all pages of one state of the database.
    Result<void> each(const orm::Query& query, const std::function<bool(const Rows&)>& take);

    /// The rows of a node that somebody else has filled, with what the includes find for them; it holds what
    /// they go by. `after`: of each include's own rows only those behind that place in its order.
    Result<Rows> withIncludes(std::shared_ptr<ResultNode> node, const std::vector<orm::Include>& includes,
        const std::optional<orm::Cursor>& after = {});

    /// The rows of a statement that selects that of the model.
    Result<Rows> rowsOf(int model, const Projection& projection, const orm::Condition& statement);

private:
    Result<Rows> loadPlanned(const orm::Query& query);
    Result<void> eachStreamed(const orm::Query& query, const std::function<bool(const Rows&)>& take);
    Result<void> eachPaged(const orm::Query& query, const std::function<bool(const Rows&)>& take);

    Result<void> loadIncludes(ResultNode& near, const std::vector<orm::Include>& includes,
        const std::optional<orm::Cursor>& after = {});
    Result<void> loadInclude(ResultNode& near, const orm::Include& include, ResultBranch& branch,
        const std::optional<orm::Cursor>& after);
    QString linksWithTargets(const orm::Association& association, const orm::AssociationSource& source);
    Result<void> loadTargets(const orm::Association& association, const Projection& projection,
        ResultBranch& branch, LinkCollector& links, const std::vector<quint32>& groups);

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    orm::PredicateCompiler compiler_;
    const LongValues longValues_;
};

} // namespace conjoin::sql
