// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/value.h"
#include "orm/dialect/dialect.h"

namespace conjoin::orm {

/// A moment that is given with a zone, as the engine's columns of that type keep moments: in UTC, without the
/// zone where the engine has no place for it, and where it keeps text (SQLite) in the one form that the ORM
/// itself writes (`2026-01-31 12:00:00.000 +00:00`, as Sequelize), so that equal moments are equal texts – but
/// only in columns that are known to hold instants, for a text of others' is theirs. Every other value, and
/// every value of another type, as it is.
Value storedMoment(Value value, const model::DataType& type, const Dialect& dialect);

} // namespace conjoin::orm
