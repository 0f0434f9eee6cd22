// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connection.h"

#include <libpq-fe.h>

#include <vector>

namespace conjoin::sql {

/// The values of a statement as libpq takes them. Everything but bytes goes as text without a type, so that the
/// server infers the type from where the parameter stands, as it does for a literal.
class PostgresParameters {
public:
    explicit PostgresParameters(const std::vector<Value>& values);

    int count() const { return int(values_.size()); }
    const Oid* types() const { return types_.data(); }
    const char* const* values() const { return values_.data(); }
    const int* lengths() const { return lengths_.data(); }
    const int* formats() const { return formats_.data(); }

private:
    std::vector<QByteArray> bytes_;
    std::vector<Oid> types_;
    std::vector<const char*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

/// Each `?` outside of quotes and comments as `$1`, `$2` …
QString withNumberedParameters(const QString& statement);

/// Reads the rows of results in text form. Integers and booleans (0, 1) as integers, floating point as doubles,
/// bytea as bytes, all else as the server writes it.
class PostgresRows {
public:
    /// Hands the rows of one result to `sink`; of several results of one statement (one a row), the first tells
    /// the columns. False when the sink has enough.
    bool read(const PGresult* result, RowSink& sink);
    qint64 count() const { return count_; } ///< handed out so far

private:
    Cell cellOf(size_t column, const char* text, int length);

    bool begun_ = false;
    std::vector<Oid> types_;
    std::vector<Cell> cells_;
    std::vector<QByteArray> decoded_; ///< bytea, by column
    qint64 count_ = 0;
};

} // namespace conjoin::sql
