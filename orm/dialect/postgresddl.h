// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"

namespace conjoin::orm::postgres {

/// See Dialect::createSchema(). Everything that has a name comes after what it depends on; foreign keys of a
/// cycle are added when all tables are there. Namespaces and extensions are never dropped: others may use them.
std::vector<Statement> createSchema(
    const Dialect& dialect, const Derivation& derivation, const DdlOptions& options);

} // namespace conjoin::orm::postgres
