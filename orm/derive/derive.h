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
    std::vector<ObjectRef> types;      ///< parallel to schema.types: UserTypeId, or ColumnId of a derived enum
    std::vector<VerbatimId> verbatims; ///< parallel to schema.verbatims
    Diagnostics diagnostics;           ///< what could not be derived as drawn
    QHash<TableId, int> positions;     ///< of each table in schema.tables

    /// Index into schema.tables, or -1.
    int indexOf(TableId table) const { return positions.value(table, -1); }
};

/// Turns the drawing into tables. Total: an incomplete drawing gives what can be had of it and diagnostics.
/// The rules (ORM rules, part 3); code and tests cite their numbers:
///  1. A table's name is its `sqlName`, else what the naming policy makes of its model name; a junction that is
///     still called after its two ends goes by the policy's pattern of junctions, if there is one.
///  2. A table with KeyPolicy::Automatic, not a junction, without a primary key gets `id`, an auto-incrementing
///     integer primary key, as its first column.
///  3. A reference whose key columns are derived appends one column for each key column of the target, after
///     the table's own, in the order the references were drawn; named role-or-target + key, typed exactly as
///     the target.
///  4. Such a column is NOT NULL when the reference is mandatory; a one-to-one reference makes its key columns
///     unique, unless a key of the table does so already.
///  5. Actions of a reference, unless drawn: ON DELETE SET NULL where nullable, else NO ACTION; ON UPDATE
///     CASCADE.
///  6. A junction has its own attributes first, then the key columns of its ends in the order the link was
///  drawn.
///  7. JunctionKey::Pair: the key columns of all ends together are the primary key. Surrogate: `id` first, the
///  key
///     columns NOT NULL and together unique. AsIs: the table's own keys only.
///  8. Actions of a junction's keys, unless drawn: ON DELETE CASCADE ON UPDATE CASCADE.
///  9. A second index for each end but the first, over that end's columns and then the others', where the
///  engine
///     makes none itself: on for drawn links, off for AsIs, unless the link says.
/// 10. A self link's second key column is called after its role.
/// 11. Names that nobody gave are bounded to the engine's limit and made unique within their scope, whoever was
///     drawn first keeping the plain one. Constraints get such names only where the engine shows them. Where
///     the policy has no pattern for them, an engine that calls them after table and columns gets just that
///     name said, and any other is left to choose (MySQL numbers foreign keys and calls unique keys after a
///     column). So it does where a name is given that yields to its own. Keys of a table that was read
///     (KeyPolicy::AsIs) and foreign keys marked `unnamed` get none.
/// 12. Key columns that an end or reference names itself are used as they stand; those of a junction's pair are
///     NOT NULL all the same. A junction with a primary key of its own keeps it, and the pair is unique beside
///     it, unless that key holds the pair (a scope column in it).
/// 13. JunctionKey::Duplicates: as Surrogate, but nothing is unique; since no key begins with the first end
/// then,
///     rule 9 gives that one an index too.
/// 14. A symmetric self link keeps each pair once, the smaller key first: a CHECK says so, column by column
/// where
///     the key has several. A key that changes could turn its pair around, so ON UPDATE is NO ACTION unless
///     drawn. Where the two ends are not the same key of the same table, or the key has no order, the link is
///     derived as if it were not symmetric, and a diagnostic says so.
/// 15. An ordered link has `position`, an integer, NOT NULL and 0 unless said, behind the key columns, and an
/// index
///     over the first end's columns and it, to read in order without sorting. It is not unique: few engines let
///     two rows change places then, since they look at each row and not at the whole statement; equal positions
///     are told apart by the primary key. (Sequelize has no such links.)
/// 16. A link with a validity has `validFrom`, an instant, NOT NULL and now unless said, which joins the pair
/// key,
///     and `validTo`, null while the link holds; a CHECK keeps the first before the second. The same two rows
///     may be linked again later.
/// 17. The scope columns of a link join the pair key and are NOT NULL. Links that share a junction share
/// derived
///     columns of the same name and type. Where such a column refers to the same key, there is one foreign key;
///     where it refers to different ones, there is none, and a diagnostic says so unless the ends are drawn
///     `unconstrained`. A key column that some link does not have is nullable; then, and where the links' keys
///     differ otherwise, no pair can be the primary key: the junction gets `id`, and each link's pair is unique
///     by itself.
/// 18. A table with timestamps has `createdAt` and `updatedAt`, instants and NOT NULL, filled in by the ORM:
///     behind its own columns and before all keys to others. One with soft deletion has `deletedAt`, null while
///     the row lives. A column of that name, or of that attribute, which was drawn is taken for it.
/// 19. Where types are objects of their own, an enum that is said at a column becomes one:
///     `enum_TABLE_COLUMN`. A type of the schema goes by its name.
/// 20. Where the engine has no namespaces, a drawn table in one is called `NAMESPACE.NAME`. Tables that were read
///     go by their bare names; of those that share one, all outside the default namespace are called
///     NAMESPACE_NAME. A diagnostic says what each lost.
/// 21. What else the engine lacks is taken out at the end, a diagnostic each: the rules of `fit.h`.
/// 22. A unique key of a drawn table that says what its primary key says is left out where the engine takes the
///     two for one.
/// 23. Where rows have numbers of their own (SQLite), a whole number of any size that is the primary key of a
///     drawn table becomes that number: an INTEGER, of which nobody says NOT NULL. What refers to it keeps the
///     type that was drawn.
/// 24. An expression of an index that is only a name, quoted or not, means the column of that name, also one that
///     is derived.
/// 25. The columns of a drawn primary key are NOT NULL where the engine makes them so, and those of one over
///     several columns everywhere.
/// The order of tables and links changes nothing but the order of the result; that of references also decides
/// rule 11.
Derivation derive(const model::Schema& schema, const model::NamingPolicy& naming, const Capabilities& engine);

} // namespace conjoin::orm
