// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/base/result.h"
#include "model/document/document.h"

#include <optional>

namespace conjoin::model {

/// The document with that finding of check() cured, as its `mend` says: one undo step. Nothing where only a
/// person can choose the cure. An Error where the object is gone or the cure is not possible any more.
std::optional<Result<Document>> mended(const Document& document, const Diagnostic& finding);

/// Whether there is such a cure, without making it.
bool hasMend(const QString& code);

} // namespace conjoin::model
