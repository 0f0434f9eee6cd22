// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/schema/schema.h"

#include <QString>

#include <vector>

namespace conjoin::ui {

/// The parts of a key or an index as a person reads and writes them: `lastName, firstName desc`. An expression
/// begins with `=`, a name that is no plain word stands in double quotes; behind it there may be `(10)` for a
/// prefix, `collate X`, `class X`, `asc`, `desc`, `nulls first` and `nulls last`.
QString partsText(const model::Table& table, const std::vector<model::KeyPart>& parts);
/// The reverse. Errors: a column that the table does not have, with the nearest name.
Result<std::vector<model::KeyPart>> parseParts(const model::Table& table, const QString& text);

/// Columns alone, by name: `code, name`.
QString columnsText(const model::Table& table, const std::vector<ColumnId>& columns);
Result<std::vector<ColumnId>> parseColumns(const model::Table& table, const QString& text);

/// The names of the table's own columns, each as parseParts() reads it.
QStringList columnWords(const model::Table& table);

/// The type that a person typed: one of the schema's own by its name, else what model::parseType() makes of it.
model::DataType parseTypeIn(const model::Schema& schema, const QString& text);
/// What to offer while a type is typed: the logical ones, then the schema's own.
QStringList typeSuggestionsIn(const model::Schema& schema);

} // namespace conjoin::ui
