// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/exchange/csvtext.h"
#include "orm/query/query.h"
#include "orm/sql/row.h"

#include <QByteArray>

#include <memory>

namespace conjoin::sql {

/// Rows as text, page by page as they are read: what goes before the first, each page, what comes behind the
/// last. All in UTF-8.
class RowText {
public:
    virtual ~RowText() = default;
    virtual QByteArray begin() { return {}; }
    virtual QByteArray page(const Rows& rows) = 0;
    virtual QByteArray end() { return {}; }
};

// The query and the registry are the caller's and outlive what is made of them.

/// One list, as prettyJson() writes it; rows are nested as in toJson().
std::unique_ptr<RowText> jsonText(const orm::ModelRegistry& registry, const orm::Query& query);
/// A line each.
std::unique_ptr<RowText> ndJsonText(const orm::ModelRegistry& registry, const orm::Query& query);
/// Flat: what is included stands beside its row as a join would put it, a line for each combination, an empty
/// part where there is nothing. Names have dots: `Classes.title`, `Classes.Enrollment.grade`. The names come
/// from the query, so that they are there without any row, too.
std::unique_ptr<RowText> csvText(
    const orm::ModelRegistry& registry, const orm::Query& query, const orm::CsvFormat& format);
/// The same as a table of Markdown.
std::unique_ptr<RowText> markdownText(const orm::ModelRegistry& registry, const orm::Query& query);

} // namespace conjoin::sql
