// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/rowwriter.h"

namespace conjoin::sql {

/// Which of the rows that a statement told belongs to which row that it was given. No engine promises to tell
/// them in the order of VALUES, so what was given is looked for in what is told: where the columns that came
/// back as they went tell apart all rows that differ at all, their order is proven (rows that don't differ are
/// as good as each other). Else the rows are matched by those of their values that can be compared.
///
/// `sent` and `told` have the same number of rows; `told` has a value for each attribute. Empty when it can't
/// be known: the rows have to be inserted one by one then.
std::vector<RowValues> inOrderGiven(const std::vector<const ColumnValues*>& sent, std::vector<RowValues> told);

/// Whether an engine may well tell the second value where the first was given: the same number or moment in
/// other words.
bool sameInOtherWords(const Value& given, const Value& told);

} // namespace conjoin::sql
