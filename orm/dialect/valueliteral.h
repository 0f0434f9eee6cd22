// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/value.h"
#include "orm/dialect/dialect.h"

namespace conjoin::orm {

/// The value of a column of that type as an SQL literal that the engine stores as the same value, wherever it
/// was read: for scripts. What the ORM itself runs has parameters.
QString valueLiteral(const Value& value, const model::DataType& type, const Dialect& dialect);

} // namespace conjoin::orm
