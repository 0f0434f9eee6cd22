// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/sql/connection.h"

#include <vector>

namespace conjoin::sql {

struct SyncOptions {
    bool force = false; ///< drop what the schema names, then create it
};

/// The statements that `sync` would run: those of tables and other objects that the database lacks (ORM rules,
/// part 7). What exists but differs is left alone and told as a diagnostic.
struct SyncPlan {
    std::vector<orm::Statement> statements;
    Diagnostics diagnostics;
};

Result<SyncPlan> planSync(
    Connection& connection, const orm::Derivation& derivation, const SyncOptions& options);

/// Runs the plan in one transaction: all of it or nothing.
Result<void> runSync(Connection& connection, const SyncPlan& plan);

} // namespace conjoin::sql
