// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/exchange/csvtext.h"
#include "orm/query/query.h"
#include "orm/sql/connection.h"
#include "orm/sql/insertscript.h"

#include <functional>
#include <vector>

namespace conjoin::sql {

enum class ExportFormat { Json, NdJson, Csv, Markdown, Sql };

struct ExportOptions {
    ExportFormat format = ExportFormat::Json;
    orm::CsvFormat csv;                  ///< Csv
    const orm::Dialect* dialect = nullptr; ///< Sql: whose words; null = the connection's
    QString scratchFolder;               ///< Sql: where rows wait; empty = the system's
    /// Hears, in the thread of the connection, how many root rows were read.
    std::function<void(qint64 rows)> progress{};
};

struct ExportReport {
    qint64 rows = 0;                          ///< of the root table
    qint64 bytes = 0;                         ///< written
    std::vector<InsertScript::Table> tables{}; ///< Sql: in the order of the script
};

/// Reads the rows of a query page by page and hands out their text, in constant memory however many there are;
/// all of one state of the database. Formats without nesting have a line for each combination (FlatRows); a
/// script of SQL has whole rows, whatever attributes the query names. Errors: of the query, of the database, of
/// the sink; stopped by the connection's StatementCancel.
Result<ExportReport> exportRows(Connection& connection, const orm::ModelRegistry& registry,
    const orm::Query& query, const ExportOptions& options, const ByteSink& sink);

/// The same into a file, which is there whole or not at all: what it was before stays until the last byte is
/// written.
Result<ExportReport> exportToFile(Connection& connection, const orm::ModelRegistry& registry,
    const orm::Query& query, const ExportOptions& options, const QString& path);

} // namespace conjoin::sql
