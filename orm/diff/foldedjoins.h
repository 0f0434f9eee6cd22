// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"

namespace conjoin::orm {

/// The query of a view in a form in which tables joined without a condition look alike, however they are
/// written: `a, b`, `a JOIN b`, `(a JOIN b)`. MariaDB tells of one view in all of these. Blanks mean nothing.
QString withFoldedJoins(const QString& sql, const SqlSyntax& syntax);

} // namespace conjoin::orm
