// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/edit/edits.h"

/// Parts of a drawing that go from one place to another: what the clipboard carries.
namespace conjoin::model::edit {

/// A document of the chosen tables – of columns, keys and the like: their tables –, notes and groups as the
/// diagram shows them, with the references and links among those tables, the junctions of these links, and the
/// types of the columns. Settings are the document's. Its only diagram is called as that one and has its id.
Document fragmentOf(const Document& document, DiagramId diagram, const std::vector<ObjectRef>& objects);

struct Pasted {
    Document document;
    std::vector<ObjectRef> objects; ///< cards, pills, notes and groups that are new in the diagram
};
/// Puts a copy of the fragment into the document and its diagram, everything with new ids, `shift` away from
/// where it stood. A table whose name is taken gets a free one; what it is called in the database is kept where
/// that is free; names of indexes and constraints that are taken are left to convention. Types that the
/// document has by the same id or name are not repeated.
Result<Pasted> paste(
    Document document, DiagramId diagram, const Document& fragment, IdSource& ids, QPointF shift);

} // namespace conjoin::model::edit
