// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"
#include "ui/models/rowfetch.h"
#include "ui/models/rowobject.h"

#include <QObject>

#include <functional>

namespace conjoin::ui {

/// As what rows go to the clipboard.
enum class CopyFormat {
    Tsv,      ///< for spreadsheets, with a line of names
    Json,     ///< nested
    Inserts,  ///< a script, parents first
    Markdown, ///< a table
    Keys,     ///< `WHERE "id" IN (1, 2)`
};

/// The condition that finds just these rows; null where one of them has no key. They are of one model.
orm::Json conditionOf(const orm::Model& model, const std::vector<RowPtr>& rows);

/// The same in SQL, for a person to paste.
QString whereText(const orm::ModelRegistry& registry, int model, const std::vector<RowPtr>& rows,
    const orm::Dialect& dialect);

/// Reads what the query finds on the lookup connection and hands its text to `done` in the thread of
/// `receiver`. Keys are not read: they are whereText().
void textOfRows(const RowSource& source, const orm::Query& query, CopyFormat format, QObject* receiver,
    const std::function<void(const Result<QByteArray>&)>& done);

} // namespace conjoin::ui
