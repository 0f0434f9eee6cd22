// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"
#include "orm/sql/connection.h"
#include "orm/sql/row.h"

#include <QByteArray>
#include <QString>

namespace conjoin::ui {

/// What came of a question: its rows, the same as JSON, and the statements that read them.
struct QueryAnswer {
    sql::Rows rows;
    QByteArray json;     ///< of the first rows, as many as can be read by a person
    int deepest = 0;     ///< levels of associations below the rows …
    int levels = 0;      ///< … of which the JSON shows so many
    qint64 inJson = 0;   ///< how many of `rows` that is
    qint64 children = 0; ///< rows directly below the first ones
    QString statements;  ///< with their values, each ended by a semicolon
    int count = 0;       ///< of statements
    qint64 microseconds = 0;
};

/// Runs a question in the thread of the connection.
Result<QueryAnswer> answer(
    sql::Connection& connection, const orm::ModelRegistry& registry, const orm::Query& query);

} // namespace conjoin::ui
