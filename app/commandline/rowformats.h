// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "orm/base/json.h"
#include "orm/sql/rowexport.h"

#include <QString>

#include <optional>
#include <vector>

namespace conjoin::app {

/// How `find` prints rows.
enum class RowFormat { Json, NdJson, Csv, Markdown, Sql, Table, Tree };

/// By the name `--format` takes; empty is JSON.
Result<RowFormat> rowFormat(const QString& name);

/// What is written row by row, without the others; nothing where all must be there.
std::optional<sql::ExportFormat> exportFormat(RowFormat format);

/// A key of a row under which other rows stand; under every other one stands a value, which may be JSON itself.
struct NestedRows {
    QString key;
    std::vector<NestedRows> below;
};

/// Rows (an array) or one row (an object) as JSON, a table or a tree, a line end at its end. A table shows of
/// nested rows how many there are.
QByteArray formatted(RowFormat format, const orm::Json& rows, const std::vector<NestedRows>& nested);

} // namespace conjoin::app
