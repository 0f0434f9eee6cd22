// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/document.h"
#include "orm/derive/derive.h"
#include "orm/dialect/dialect.h"

namespace conjoin::orm {

/// A drawing in the words of another engine, and what it lost on the way.
struct Translation {
    model::Schema schema;
    Diagnostics diagnostics;
};

/// Rewrites what a drawing says in one engine's own words – native types, defaults, checks, generated columns,
/// the expressions of indexes, options – for another engine, wherever the meaning is known. What is not known
/// is left out and told, so that the script runs. Types, keys and links that every engine has stay as they are;
/// what the other engine can't do at all is the business of derivation (`derive/fit.h`). Between engines that
/// read SQL alike (MySQL and MariaDB) only the words change that one of them does not know.
Translation translate(const model::Schema& schema, const Dialect& from, const Dialect& to);

/// What the document becomes in that dialect: translated where it was drawn for another, then derived; the
/// diagnostics of both. An Error where the document's own dialect is unknown.
Result<Derivation> deriveFor(const model::Document& document, const Dialect& to);

} // namespace conjoin::orm
