// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/query/query.h"
#include "orm/sql/row.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <memory>
#include <vector>

namespace conjoin::sql {

/// Takes bytes on their way to a file; an Error ends the work.
using ByteSink = std::function<Result<void>(const QByteArray& bytes)>;

/// Rows of a result as a script of INSERTs that runs on a database with the same tables: who is referred to
/// comes before who refers, so junction rows after both of their ends; each row once, however often it is
/// shown. Rows wait in a temporary file for each table, and only what tells rows apart stays in memory (16
/// bytes a row, and none for a table that stands in one place of the query, at its root).
///
/// A key to a row of the same table, or within a circle of tables, is written as NULL and by an UPDATE at the
/// end; where it can't be NULL, the script asks the engine to check keys at its end. Columns that the database
/// computes are left out. Numbers that the database would give next are moved behind those that are written.
class InsertScript {
public:
    /// `query`: which tables may come. Errors: keys in a circle that neither can be NULL nor wait.
    static Result<std::unique_ptr<InsertScript>> make(const orm::ModelRegistry& registry,
        const orm::Query& query, const orm::Dialect& dialect, const QString& scratchFolder = {});
    ~InsertScript();

    Result<void> page(const Rows& rows);
    /// Writes the script.
    Result<void> finish(const ByteSink& sink);

    struct Table {
        QString name;
        qint64 rows = 0;
        QStringList needs; ///< tables that its rows refer to and that are not in the script
    };
    std::vector<Table> tables() const; ///< in the order of the script

private:
    struct State;
    explicit InsertScript(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace conjoin::sql
