// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/seedvalues.h"
#include "orm/sql/tablefacts.h"

#include <optional>
#include <set>
#include <vector>

namespace conjoin::sql {

/// Where the rows of a table may go: into one place, or into one of the partitions that there are. A partition
/// by the hash of a column takes whatever comes, and so do those that have one for everything else beside them.
/// Conditions of more than columns – a partition by an expression – are the database's to say.
class SeedPartitions {
public:
    /// `facts` are those of the model's table; its checks hold in every place. Without a schema nothing is
    /// known of partitions.
    SeedPartitions(const orm::Model& model, const TableFacts& facts, const orm::PhysicalSchema* schema,
        const orm::SqlSyntax& syntax);

    /// Whether no row has a place: the table is divided, and has no partition yet.
    bool isClosed() const { return places_.empty(); }
    /// Whether the value of that attribute says where its row goes.
    bool decides(int attribute) const { return deciding_.contains(attribute); }
    /// What is asked of a row that holds `row` so far: the checks of the table, and those of a place that may
    /// take it, which is drawn. Null where none may.
    const SeedChecks* choose(const ColumnValues& row, SeedValues& values) const;

private:
    std::vector<SeedChecks> places_;
    std::set<int> deciding_;
};

/// The models with the foreign keys that only the partitions of a table have, as keys of the table: its rows
/// must refer to what is there, too. Nothing where there are none.
std::optional<orm::ModelRegistry> withPartitionKeys(
    const orm::ModelRegistry& registry, const orm::PhysicalSchema* schema, const orm::SqlSyntax& syntax);

} // namespace conjoin::sql
