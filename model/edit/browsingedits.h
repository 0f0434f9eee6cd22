// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/document/document.h"

/// Edits of what a project keeps for looking at rows. Each is refused for what whyNot() says of the result.
namespace conjoin::model::edit {

/// Keeps a query: in the place of the one called `instead`, else behind the others. Errors: what whyNot() says,
/// no query called `instead`.
Result<Document> keepQuery(Document document, NamedQuery query, const QString& instead = {});
/// To the place `index` of the others, 0 being the first. Errors: no such query, no such place.
Result<Document> moveQuery(Document document, const QString& name, int index);
Result<Document> removeQuery(Document document, const QString& name);

Result<Document> addVirtualKey(Document document, VirtualKey key);
Result<Document> removeVirtualKey(Document document, const VirtualKey& key);

/// Nothing = as the tables themselves say.
Result<Document> showJunction(Document document, const NamedTable& table, std::optional<JunctionView::As> as);

} // namespace conjoin::model::edit
