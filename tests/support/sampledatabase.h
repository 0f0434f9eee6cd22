// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/finder.h"
#include "orm/sql/writer.h"
#include "support/sampleschema.h"

#include <memory>
#include <optional>

namespace conjoin::tests {

/// A drawn schema and a database that has it. Draw first, then open().
class SampleDatabase : public SampleSchema {
public:
    /// A SQLite database in memory.
    void open();
    /// An empty database, which gets the tables.
    void open(const sql::ConnectionSettings& settings);
    /// A database that somebody has opened.
    void join(const sql::ConnectionSettings& settings);
    sql::Connection& connection() { return *connection_; }

    /// Runs a statement, its "names" quoted as the engine does it; its error ends the test run.
    std::vector<std::vector<sql::Value>> rows(const QString& statement);
    qint64 number(const QString& statement);

    /// JSON in, compact JSON or `error: …` out.
    QString create(const char* model, const char* json, sql::CreateOptions options = {});
    QString find(const char* model, const QStringList& includes = {}, const char* where = nullptr,
        const QString& order = {}, std::optional<int> limit = {}, int offset = 0);

private:
    std::unique_ptr<sql::Connection> connection_;
};

} // namespace conjoin::tests
