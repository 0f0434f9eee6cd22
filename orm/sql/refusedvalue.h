// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/sqlerror.h"

namespace conjoin::sql {

/// A value that an engine does not take: of the wrong type, too long, out of range. `column` as the engine
/// names it; empty where it does not, then what the statement wrote tells, if anything does. The input is at
/// fault, not the database.
Error refusedValueError(const StatementFailure& failure, const QString& column, const QString& where);

/// A table or a column that a SELECT, INSERT, UPDATE or DELETE names and the database lacks: the models are of
/// another database, or ahead of this one. Nothing where the statement is another.
std::optional<Error> missingTableError(
    const StatementFailure& failure, const QString& table, const QString& where);
std::optional<Error> missingColumnError(
    const StatementFailure& failure, const QString& column, const QString& where);

} // namespace conjoin::sql
