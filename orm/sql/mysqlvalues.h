// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connection.h"

#include <mysql.h>

#include <deque>
#include <vector>

namespace conjoin::sql {

/// A value as the server wrote it, which is text but for BIT. Integers as integers (text beyond 64 bits with a
/// sign), BIT as an integer, floating point as doubles, binary strings as bytes, all else as text. `made` keeps
/// what is not among the data.
Cell mysqlCell(const MYSQL_FIELD& field, const char* data, unsigned long length, QByteArray& made);

/// The values of a prepared statement. Numbers go as numbers, text as text, bytes as bytes.
class MySqlParameters {
public:
    explicit MySqlParameters(const std::vector<Value>& values);
    MYSQL_BIND* binds() { return binds_.data(); }

private:
    std::vector<MYSQL_BIND> binds_;
    std::deque<QByteArray> bytes_; ///< whose addresses stay
    std::deque<qint64> integers_;
    std::deque<double> reals_;
};

/// The columns of a prepared statement's result: integers and doubles as such, all else as text.
class MySqlColumns {
public:
    explicit MySqlColumns(const MYSQL_RES* metadata);
    MYSQL_BIND* binds() { return binds_.data(); }
    /// The row that was fetched last, good until the next one.
    std::span<const Cell> row(MYSQL_STMT* statement);

private:
    struct Bound {
        QByteArray buffer;
        QByteArray whole; ///< of a value that is longer
        QByteArray made;
        qint64 number = 0; ///< an integer, or the bits of a double
        unsigned long length = 0;
        my_bool null = 0;
    };
    Cell cellOf(MYSQL_STMT* statement, size_t column);

    const MYSQL_FIELD* fields_;
    std::vector<MYSQL_BIND> binds_;
    std::vector<Bound> bound_;
    std::vector<Cell> cells_;
};

} // namespace conjoin::sql
