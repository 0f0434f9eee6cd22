// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/base/result.h"
#include "model/document/document.h"

#include <QString>

#include <vector>

namespace conjoin::ui {

class EditSession;

/// What a line from one card to another may become.
enum class LinkKind { OneToOne, OneToMany, ManyToMany, FurtherEnd };

/// The kinds that fit these two tables, in the order of their keys 1, 2, 3 …
std::vector<LinkKind> fittingKinds(const model::Document& document, TableId from, TableId to);

/// What the link would say: «One Teacher has many Classes».
QString linkSentence(const model::Document& document, TableId from, TableId to, LinkKind kind);

/// Draws the link as one undo step. A one-to-many link makes `from` the one side. Returns the ReferenceId or
/// LinkId.
Result<ObjectRef> drawLink(EditSession& session, TableId from, TableId to, LinkKind kind);

/// The undo step of making this link: what is typed as its name joins it.
QString creationKey(const ObjectRef& made);

} // namespace conjoin::ui
