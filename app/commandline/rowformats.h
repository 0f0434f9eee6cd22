// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "orm/base/json.h"

#include <QString>

#include <vector>

namespace conjoin::app {

/// How `find` prints rows.
enum class RowFormat { Json, NdJson, Csv, Table, Tree };

/// By the name `--format` takes; empty is JSON.
Result<RowFormat> rowFormat(const QString& name);

/// A key of a row under which other rows stand; under every other one stands a value, which may be JSON itself.
struct NestedRows {
    QString key;
    std::vector<NestedRows> below;
};

/// Rows (an array) or one row (an object) as text, a line end at its end. CSV and tables are flat: rows with
/// nested rows are an Error for CSV, and a table shows how many there are.
Result<QByteArray> formatted(RowFormat format, const orm::Json& rows, const std::vector<NestedRows>& nested);

/// Whether rows in that format can be written one by one, without the others: NDJSON and CSV.
bool isLineFormat(RowFormat format);
/// Some rows of such a format; `first` = none went before them.
Result<QByteArray> formattedLines(
    RowFormat format, const orm::Json& rows, const std::vector<NestedRows>& nested, bool first);

} // namespace conjoin::app
