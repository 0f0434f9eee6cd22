// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlvalues.h"

#include <charconv>
#include <limits>

namespace conjoin::sql {

namespace {

constexpr unsigned binaryCharset = 63;
constexpr auto jsonType = enum_field_types(245); // of MySQL 8; MariaDB's headers have another name for it

Cell madeText(const QByteArray& digits, QByteArray& made)
{
    made = digits;
    return Cell::text(made.constData(), size_t(made.size()));
}

Cell unsignedCell(quint64 number, QByteArray& made)
{
    constexpr quint64 most = quint64(std::numeric_limits<qint64>::max());
    return number <= most ? Cell::integer(qint64(number)) : madeText(QByteArray::number(number), made);
}

bool isInteger(const MYSQL_FIELD& field)
{
    switch (field.type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_YEAR:
        return true;
    default:
        return false;
    }
}

} // namespace

Cell mysqlCell(const MYSQL_FIELD& field, const char* data, unsigned long length, QByteArray& made)
{
    if (isInteger(field)) {
        qint64 number = 0;
        const auto [end, error] = std::from_chars(data, data + length, number);
        return error == std::errc() && end == data + length ? Cell::integer(number) : Cell::text(data, length);
    }
    switch (field.type) {
    case MYSQL_TYPE_FLOAT:
    case MYSQL_TYPE_DOUBLE: {
        bool ok = false;
        const double number = QByteArray::fromRawData(data, qsizetype(length)).toDouble(&ok);
        return ok ? Cell::real(number) : Cell::text(data, length);
    }
    case MYSQL_TYPE_BIT: {
        quint64 bits = 0;
        for (unsigned long i = 0; i < length; ++i)
            bits = (bits << 8) | quint8(data[i]);
        return unsignedCell(bits, made);
    }
    case MYSQL_TYPE_GEOMETRY:
        return Cell::bytes(data, length);
    case MYSQL_TYPE_TINY_BLOB:
    case MYSQL_TYPE_BLOB:
    case MYSQL_TYPE_MEDIUM_BLOB:
    case MYSQL_TYPE_LONG_BLOB:
    case MYSQL_TYPE_VARCHAR:
    case MYSQL_TYPE_VAR_STRING:
    case MYSQL_TYPE_STRING:
        return field.charsetnr == binaryCharset ? Cell::bytes(data, length) : Cell::text(data, length);
    case jsonType: // binary by its own account
    default:
        return Cell::text(data, length);
    }
}

MySqlParameters::MySqlParameters(const std::vector<Value>& values)
{
    for (const Value& value : values) {
        MYSQL_BIND bind{};
        if (value.isInteger()) {
            bind.buffer_type = MYSQL_TYPE_LONGLONG;
            bind.buffer = &integers_.emplace_back(value.integer());
        } else if (value.isReal()) {
            bind.buffer_type = MYSQL_TYPE_DOUBLE;
            bind.buffer = &reals_.emplace_back(value.real());
        } else if (value.isNull()) {
            bind.buffer_type = MYSQL_TYPE_NULL;
        } else {
            QByteArray& bytes = bytes_.emplace_back(value.isText() ? value.text().toUtf8() : value.bytes());
            bind.buffer_type = value.isText() ? MYSQL_TYPE_STRING : MYSQL_TYPE_LONG_BLOB;
            bind.buffer = bytes.data();
            bind.buffer_length = static_cast<unsigned long>(bytes.size());
        }
        binds_.push_back(bind);
    }
}

MySqlColumns::MySqlColumns(const MYSQL_RES* metadata)
    : fields_(mysql_fetch_fields(const_cast<MYSQL_RES*>(metadata)))
    , binds_(mysql_num_fields(const_cast<MYSQL_RES*>(metadata)))
    , bound_(binds_.size())
    , cells_(binds_.size())
{
    constexpr qsizetype usual = 512; // what is longer is fetched once more
    for (size_t i = 0; i < binds_.size(); ++i) {
        Bound& bound = bound_[i];
        MYSQL_BIND& bind = binds_[i];
        bind = {};
        bind.length = &bound.length;
        bind.is_null = &bound.null;
        if (isInteger(fields_[i]) || fields_[i].type == MYSQL_TYPE_DOUBLE) { // a FLOAT is exact as text only
            bind.buffer_type = isInteger(fields_[i]) ? MYSQL_TYPE_LONGLONG : MYSQL_TYPE_DOUBLE;
            bind.is_unsigned = (fields_[i].flags & UNSIGNED_FLAG) != 0;
            bind.buffer = &bound.number;
            bind.buffer_length = sizeof bound.number;
            continue;
        }
        bound.buffer.resize(usual);
        bind.buffer_type = fields_[i].type == MYSQL_TYPE_BIT ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING;
        bind.buffer = bound.buffer.data();
        bind.buffer_length = static_cast<unsigned long>(bound.buffer.size());
    }
}

Cell MySqlColumns::cellOf(MYSQL_STMT* statement, size_t column)
{
    Bound& bound = bound_[column];
    const MYSQL_FIELD& field = fields_[column];
    if (bound.null)
        return {};
    if (binds_[column].buffer_type == MYSQL_TYPE_LONGLONG)
        return binds_[column].is_unsigned ? unsignedCell(quint64(bound.number), bound.made)
                                          : Cell::integer(bound.number);
    if (binds_[column].buffer_type == MYSQL_TYPE_DOUBLE)
        return Cell::real(std::bit_cast<double>(bound.number));
    if (bound.length <= static_cast<unsigned long>(bound.buffer.size()))
        return mysqlCell(field, bound.buffer.constData(), bound.length, bound.made);
    bound.whole.resize(qsizetype(bound.length));
    MYSQL_BIND bind = binds_[column];
    bind.buffer = bound.whole.data();
    bind.buffer_length = bound.length;
    mysql_stmt_fetch_column(statement, &bind, unsigned(column), 0);
    return mysqlCell(
        field, bound.whole.constData(), static_cast<unsigned long>(bound.whole.size()), bound.made);
}

std::span<const Cell> MySqlColumns::row(MYSQL_STMT* statement)
{
    for (size_t i = 0; i < cells_.size(); ++i)
        cells_[i] = cellOf(statement, i);
    return cells_;
}

} // namespace conjoin::sql
