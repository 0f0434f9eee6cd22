// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/entity/modelregistry.h"
#include "orm/sql/connection.h"
#include "orm/sql/writer.h"

#include <QStringList>

#include <vector>

namespace conjoin::ui {

/// One call of the writer, as plain values: it is made where the rows are drawn and runs on the database's
/// thread.
struct RowChange {
    enum class Kind { Unlink, Update, Create, Link, Delete };
    Kind kind = Kind::Create;
    int model = -1;
    QString key;         ///< of the row; empty for Create
    QString association; ///< Link, Unlink
    QStringList targets; ///< Link, Unlink
    orm::Json values;    ///< Create: nested; Update: attributes; Link: of the junction rows
};

/// What a whole set of changes came to.
struct RowChangeReport {
    std::vector<orm::Json> rows;                  ///< parallel to the changes: what Create and Update return
    int failedAt = -1;                            ///< index of the change that failed, or -1
    std::optional<Error> error;                   ///< then nothing was written
    std::vector<sql::LoggedStatement> statements; ///< in the order they ran, the transaction's own among them
};

/// Runs all changes in one transaction: all or nothing. With `rehearse` nothing stays in any case.
RowChangeReport writeChanges(sql::Connection& connection, const orm::ModelRegistry& registry,
    const std::vector<RowChange>& changes, bool rehearse);

} // namespace conjoin::ui
