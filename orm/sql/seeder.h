// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/entity/modelregistry.h"
#include "orm/sql/connection.h"

#include <vector>

namespace conjoin::sql {

struct SeedOptions {
    int rows = 20;      ///< of each table; fewer where a key has no more values
    quint64 number = 1; ///< the same number and the same empty tables give the same rows
};

struct SeedReport {
    struct Table {
        QString name;
        qint64 rows = 0;
    };
    std::vector<Table> tables; ///< in the order in which they were filled
};

/// Fills the tables with generated rows, in one transaction: whoever is referred to before who refers; keys to
/// others name rows that exist, keys are unique, what must not be NULL is not, texts fit their length, links
/// are pairs of rows that exist. A key within a cycle stays NULL, and a cycle of keys that can't be NULL is an
/// Error that names it. A CHECK that the rows don't fulfil is the database's Error; nothing stays then.
Result<SeedReport> seed(
    Connection& connection, const orm::ModelRegistry& registry, const SeedOptions& options = {});

} // namespace conjoin::sql
