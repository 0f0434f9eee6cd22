// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/base/result.h"
#include "model/document/document.h"

#include <QPointF>

#include <utility>
#include <vector>

/// Edits: pure functions from a document to the next one. Each either keeps every invariant of
/// `document/invariants.h` or returns an Error with a sentence for a person; none half-works. The caller
/// (`ui/session`, the command line) gives new objects their ids.
namespace conjoin::model::edit {

// -- tables
// ------------------------------------------------------------------------------------------------------

/// Adds a table and its card. Errors: an empty name, a name another table has (letter case ignored).
Result<Document> addTable(Document document, Table table, DiagramId diagram, TableNode node);
/// Renames the model; where `sqlName` is empty the database's table follows.
Result<Document> renameTable(Document document, TableId table, const QString& name);
/// Replaces everything of a table but its id: for the properties panel.
Result<Document> updateTable(Document document, Table table);

// -- columns
// -----------------------------------------------------------------------------------------------------

/// `at` counts own columns; -1 is the end. Errors: an empty name, a name taken in the table (letter case
/// ignored).
Result<Document> addColumn(Document document, TableId table, Column column, int at = -1);
Result<Document> updateColumn(Document document, TableId table, Column column);
Result<Document> moveColumn(Document document, TableId table, ColumnId column, int to);
/// Puts the column into the primary key (at its end) and makes it NOT NULL, or takes it out and lets it be null
/// again – in a table that was read it stays NOT NULL, as it does in the database.
Result<Document> setPrimaryKey(Document document, TableId table, ColumnId column, bool on, KeyId newKey);
/// Gives the column a unique key of its own or takes that away.
Result<Document> setUnique(Document document, TableId table, ColumnId column, bool on, KeyId newKey);

// -- links
// -------------------------------------------------------------------------------------------------------

Result<Document> addReference(Document document, Reference reference);
Result<Document> updateReference(Document document, Reference reference);
/// Adds the link, its junction table and how it is shown in `diagram`. Errors: as addTable() for the junction's
/// name; fewer than two ends; an unknown table.
Result<Document> addLink(Document document, ManyToMany link, Table junction, DiagramId diagram, LinkNode node);
/// Adds a link whose rows stand in the junction of another one, told apart by their scopes. Errors: as
/// updateLink(); a junction that no link has.
Result<Document> shareJunction(Document document, ManyToMany link, DiagramId diagram, LinkNode node);
/// Errors: fewer than two ends; an unknown table or column; a symmetric link between different tables; a scope
/// that does not tell it from another link of its junction; more rows demanded at least than at most.
Result<Document> updateLink(Document document, ManyToMany link);

// -- types
// -------------------------------------------------------------------------------------------------------

/// Errors: an empty name, a name that another type of its namespace has (letter case ignored), a value twice, a
/// domain that stands on itself.
Result<Document> addUserType(Document document, UserType type);
Result<Document> updateUserType(Document document, UserType type);

// -- diagrams
// ----------------------------------------------------------------------------------------------------

/// A card, pill, note or group by its object and where its top left corner goes.
using Move = std::pair<ObjectRef, QPointF>;
/// Bent lines go along where both of their ends move the same way.
Result<Document> moveNodes(Document document, DiagramId diagram, const std::vector<Move>& moves);
Result<Document> setPresentation(
    Document document, DiagramId diagram, LinkId link, LinkNode::Presentation shown);
Result<Document> setHue(Document document, DiagramId diagram, const std::vector<TableId>& tables, int hue);
Result<Document> setNote(Document document, DiagramId diagram, Note note);
Result<Document> setGroup(Document document, DiagramId diagram, Group group);

// -- removal
// -----------------------------------------------------------------------------------------------------

/// What removing `objects` takes along: a table its references, links and junctions; a column its keys, indexes
/// and the references over it; a link its junction, unless others share it, and what refers to that. A link
/// outlives its columns: an end tied to one is derived again; but of links that only the scope over it told
/// apart, the first is left. A column outlives its type: it has the values or the base of that from then on.
/// What lives in a table that goes is not listed.
std::vector<ObjectRef> cascade(const Document& document, const std::vector<ObjectRef>& objects);
/// Removes the objects and their cascade() from the schema and every diagram.
Result<Document> removeObjects(Document document, const std::vector<ObjectRef>& objects);

// -- settings
// ----------------------------------------------------------------------------------------------------

Result<Document> setSettings(Document document, Settings settings);

} // namespace conjoin::model::edit
