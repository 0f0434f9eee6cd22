// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/entity/modelregistry.h"
#include "orm/physical/physicalschema.h"
#include "orm/sql/connection.h"

#include <functional>
#include <map>
#include <vector>

namespace conjoin::sql {

struct SeedOptions {
    int rows = 20;                     ///< of each table; fewer where a key has no more values
    quint64 number = 1;                ///< the same number and the same empty tables give the same rows
    std::map<QString, int> rowsOf{};   ///< of single tables, by Model::table
    std::map<QString, qint64> there{}; ///< plannedSeed(): rows that a table has already, by Model::table
    /// What the database asks beyond the models: checks, the values of its own types. Null = nothing is known
    /// of it, and a check that rows do not fulfil is the database's Error.
    const orm::PhysicalSchema* schema = nullptr;
    /// plannedSeed(): what the engine of the database can do; null = it lets the check of no key wait.
    const orm::Capabilities* engine = nullptr;
    /// Hears, in the thread of the connection, how many rows are written, of how many at most.
    std::function<void(qint64 written, qint64 all)> progress{};
};

struct SeedReport {
    struct Table {
        QString name;
        qint64 rows = 0;
        Message why{}; ///< there can be no rows, whatever is asked; empty where there can
    };
    std::vector<Table> tables; ///< in the order in which they were filled; those that stay empty come last
};

/// What seed() would do, without a database: which tables, in which order, and how many rows at most – pairs
/// of a link are as many as its ends have. Errors: as seed() has them before it begins.
Result<SeedReport> plannedSeed(const orm::ModelRegistry& registry, const SeedOptions& options);

/// Fills the tables with generated rows, beside those that are there, in one transaction: whoever is referred
/// to before who refers; keys to others name rows that exist, keys are unique, what must not be NULL is not,
/// texts fit their length, links are pairs of rows that exist, rows of a table that is divided go into all of
/// its partitions (seedpartitions.h), and simple checks – ranges, lists, lengths, comparisons of columns –
/// hold. Keys that are numbers go on from the greatest. A table whose keys are used up, that is divided without
/// having a partition, or whose rows need one of an empty table, ends early: the report says where. A key
/// within a cycle stays NULL where nothing is there to refer to, but for a row that refers to an earlier one of
/// its own table. A cycle of keys that can't be NULL begins with a row of each of its tables, where the engine
/// lets their check wait for the end of the transaction; else these tables are left out, and the report says
/// so. A check that no row was found for is an Error. A check beyond that which the rows don't fulfil is the
/// database's Error; nothing stays then.
///
/// In constant memory however many rows there are: at most SeedTargets::windowSize of the rows that a key may
/// refer to, and a lot of 1,000 of those that are made.
Result<SeedReport> seed(
    Connection& connection, const orm::ModelRegistry& registry, const SeedOptions& options = {});

} // namespace conjoin::sql
