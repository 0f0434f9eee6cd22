// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/base/result.h"
#include "model/document/document.h"

#include <QString>

#include <vector>

namespace conjoin::ui {

class EditSession;

/// What a line from one card to another may become. OneToMany: the card it was drawn from is the one,
/// ManyToOne: the other is. ColumnKey: the column that it was drawn from holds the key.
enum class LinkKind { OneToOne, OneToMany, ManyToMany, FurtherEnd, ColumnKey, ManyToOne };

/// Where a line is drawn from and to; `column` is null where it begins at the card as a whole.
struct LinkPlan {
    TableId from, to;
    ColumnId column = {}; ///< of `from`
};

/// The kinds that fit these two tables, in the order of their keys 1, 2, 3 …
std::vector<LinkKind> fittingKinds(const model::Document& document, const LinkPlan& plan);

/// What the link would say: «One Teacher has many Classes».
QString linkSentence(const model::Document& document, const LinkPlan& plan, LinkKind kind);

/// Draws the link as one undo step. Returns the ReferenceId or LinkId.
Result<ObjectRef> drawLink(EditSession& session, const LinkPlan& plan, LinkKind kind);

/// Takes an end of a reference (0: the side of the key, 1: the other one) or of a many-to-many link to another
/// table, as one undo step. A key over columns keeps them where the new table has a key of as many.
Result<void> endLinkAt(EditSession& session, const ObjectRef& line, int end, TableId table);

/// The undo step of making this link: what is typed as its name joins it.
QString creationKey(const ObjectRef& made);

} // namespace conjoin::ui
