// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/derive/derive.h"
#include "orm/dialect/dialect.h"

namespace conjoin::orm {

/// The rules of lint that must read SQL, of a schema as that dialect would hold it. An expression that is
/// beyond the parser passes: check.missing-column             error  a check names a column that its table does
/// not have column.generated-missing-column  error  what computes a column does index.missing-column error  an
/// index does
Diagnostics checkExpressions(const Derivation& derivation, const Dialect& dialect);

} // namespace conjoin::orm
