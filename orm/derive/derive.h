// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/naming/namingpolicy.h"
#include "model/schema/schema.h"
#include "orm/physical/physicalschema.h"
#include "orm/physical/provenance.h"

#include <QHash>

namespace conjoin::orm {

struct Capabilities;

/// What a drawing becomes in a database, and where each piece came from.
struct Derivation {
    PhysicalSchema schema;             ///< tables in document order
    std::vector<TableOrigin> origins;  ///< parallel to schema.tables
    std::vector<VerbatimId> verbatims; ///< parallel to schema.verbatims
    Diagnostics diagnostics;           ///< what could not be derived as drawn
    QHash<TableId, int> positions;     ///< of each table in schema.tables

    /// Index into schema.tables, or -1.
    int indexOf(TableId table) const { return positions.value(table, -1); }
};

/// Turns the drawing into tables. Total: an incomplete drawing gives what can be had of it and diagnostics.
/// The rules (ORM rules, part 3); code and tests cite their numbers:
///  1. A table's name is its `sqlName`, else what the naming policy makes of its model name.
///  2. A table with KeyPolicy::Automatic, not a junction, without a primary key gets `id`, an auto-incrementing
///     integer primary key, as its first column.
///  3. A reference whose key columns are derived appends one column for each key column of the target, after
///  the
///     table's own, in the order the references were drawn; named role-or-target + key, typed exactly as the
///     target.
///  4. Such a column is NOT NULL when the reference is mandatory; a one-to-one reference makes its key columns
///  unique,
///     unless a key of the table does so already.
///  5. Actions of a reference, unless drawn: ON DELETE SET NULL where nullable, else NO ACTION; ON UPDATE
///  CASCADE.
///  6. A junction has its own attributes first, then the key columns of its ends in the order the link was
///  drawn.
///  7. JunctionKey::Pair: the key columns together are the primary key. Surrogate: `id` first, the key columns
///  NOT
///     NULL and together unique. AsIs: the table's own keys only.
///  8. Actions of a junction's keys, unless drawn: ON DELETE CASCADE ON UPDATE CASCADE.
///  9. A second index over (second end's columns, first end's columns) where the engine makes none itself: on
///  for
///     drawn links, off for AsIs, unless the link says.
/// 10. A self link's second key column is called after its role.
/// 11. Names that nobody gave are bounded to the engine's limit and made unique within their scope, whoever was
/// drawn
///     first keeping the plain one. Constraints get such names only where the engine shows them; keys of a
///     table that was read (KeyPolicy::AsIs) and foreign keys marked `unnamed` get none.
/// 12. Key columns that an end or reference names itself are used as they stand; those of a junction's pair are
/// NOT
///     NULL all the same. A junction with a primary key of its own keeps it, and the pair is unique beside it,
///     unless that key holds the pair (a scope column in it).
/// The order of tables and links changes nothing but the order of the result; that of references also decides
/// rule 11.
Derivation derive(const model::Schema& schema, const model::NamingPolicy& naming, const Capabilities& engine);

} // namespace conjoin::orm
