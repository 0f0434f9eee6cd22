// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/sql/connection.h"

#include <functional>
#include <vector>

namespace conjoin::sql {

struct SyncOptions {
    bool force = false; ///< drop what the schema names, then create it
};

/// The statements that `sync` would run: those of tables, types and other objects that the database lacks, and
/// of indexes that its tables lack (ORM rules, part 7). What exists but differs is left alone and told as a
/// diagnostic. Nothing is missing = no statement at all. Every namespace that the schema names is looked into.
/// An Error where a table or column has a longer name than the database takes.
struct SyncPlan {
    std::vector<orm::Statement> statements;
    bool drops = false; ///< some of them drop tables
    Diagnostics diagnostics;
};

Result<SyncPlan> planSync(Connection& connection, const orm::Derivation& drawn, const SyncOptions& options);

/// Runs the plan. Where DDL is transactional: all of it or nothing. Where it is not, a statement that fails
/// stops it half way; the error says how far it came (ErrorKind::Partial) and how to go on. `progress` hears
/// how many of the plan's statements ran, on the connection's thread.
Result<void> runSync(
    Connection& connection, const SyncPlan& plan, const std::function<void(int applied)>& progress = {});

} // namespace conjoin::sql
