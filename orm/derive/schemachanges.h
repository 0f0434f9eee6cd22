// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/naming/namingpolicy.h"
#include "orm/derive/schemapart.h"

#include <QSet>

#include <optional>
#include <vector>

namespace conjoin::orm {

/// What an edit of a schema lets derive otherwise, as long as names don't clash.
struct SchemaChanges {
    std::vector<TableId> tables; ///< of the new version, in its order: what is derived anew
    QSet<TableId> removed;       ///< tables of the old version
    bool tablesCame = false;
    SchemaPart part; ///< of the new version: those tables, and what they are derived against
};

/// Between two versions that share what did not change. Nothing where types, verbatim things or the order of
/// objects changed: then everything may.
std::optional<SchemaChanges> schemaChanges(
    const model::Schema& before, const model::Schema& after, const model::NamingPolicy& naming);

} // namespace conjoin::orm
