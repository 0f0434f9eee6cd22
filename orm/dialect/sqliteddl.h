// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"

namespace conjoin::orm::sqlite {

/// See Dialect::createSchema(). Cycles of foreign keys need nothing special: SQLite looks for the other table
/// only when rows are written.
std::vector<Statement> createSchema(
    const Dialect& dialect, const Derivation& derivation, const DdlOptions& options);

/// See Dialect::createIndex().
QString createIndex(const Dialect& dialect, const PhysicalTable& table, const PhysicalIndex& index);

} // namespace conjoin::orm::sqlite
