// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/edit/edits.h"

/// Edits of how things stand in one diagram, beside moving them. Errors of all: a diagram that is gone, an
/// object that it does not show.
namespace conjoin::model::edit {

Result<Document> setDetail(
    Document document, DiagramId diagram, const std::vector<TableId>& tables, CardDetail detail);

/// Of cards, pills, notes and groups.
Result<Document> setPinned(
    Document document, DiagramId diagram, const std::vector<ObjectRef>& objects, bool on);

enum class Stacking { Front, Back };
/// Puts the objects before or behind everything else of their kind, in their order among themselves.
Result<Document> restack(
    Document document, DiagramId diagram, const std::vector<ObjectRef>& objects, Stacking where);

/// Bends the line of a reference – `end` counts nothing then –, or the arm of a link's end. Empty bends give
/// the line back to the router. Errors: an end that the link does not have, a corner that is not finite.
Result<Document> setBends(Document document, DiagramId diagram, const ObjectRef& line, int end, Bends bends);
/// Gives the lines of the references and links back to the router.
Result<Document> resetBends(Document document, DiagramId diagram, const std::vector<ObjectRef>& lines);

} // namespace conjoin::model::edit
