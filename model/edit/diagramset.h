// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/edit/edits.h"

/// Edits of which diagrams there are and what each shows. A diagram goes with removeObjects().
namespace conjoin::model::edit {

/// Errors: an id that is used, a name that is empty or another diagram's (letter case ignored), nodes of what
/// is not there.
Result<Document> addDiagram(Document document, Diagram diagram);
Result<Document> renameDiagram(Document document, DiagramId diagram, const QString& name);
Result<Document> setNotation(Document document, DiagramId diagram, Notation notation);

/// Shows tables that the diagram does not show yet, and then every link whose ends it shows all of. A junction
/// is shown by its link, never by a node of its own. Errors: a table that is gone.
Result<Document> showTables(Document document, DiagramId diagram, const std::vector<TableNode>& nodes);
/// Takes cards and links out of the diagram; the schema keeps them. A link that is left with a single end shown
/// goes along. Errors: an object that the diagram does not show.
Result<Document> hideObjects(Document document, DiagramId diagram, const std::vector<ObjectRef>& objects);

/// The tables within `depth` links or references of one of these, themselves first; a junction is not a table
/// on the way, its link is one step.
std::vector<TableId> neighbourhood(const Schema& schema, const std::vector<TableId>& from, int depth);

} // namespace conjoin::model::edit
