// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlvalues.h"

#include <limits>

namespace conjoin::sql {

namespace {

constexpr unsigned binaryCharset = 63;
constexpr auto jsonType = enum_field_types(245); // of MySQL 8; MariaDB's headers have another name for it

Value bitValue(const char* data, unsigned long length)
{
    quint64 bits = 0;
    for (unsigned long i = 0; i < length; ++i)
        bits = (bits << 8) | quint8(data[i]);
    constexpr quint64 most = quint64(std::numeric_limits<qint64>::max());
    return bits <= most ? Value(qint64(bits)) : Value(QString::number(bits));
}

} // namespace

Value mysqlValue(const MYSQL_FIELD& field, const char* data, unsigned long length)
{
    const QByteArray text = QByteArray::fromRawData(data, qsizetype(length));
    bool ok = false;
    switch (field.type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_YEAR: {
        const qint64 number = text.toLongLong(&ok);
        return ok ? Value(number) : Value(QString::fromLatin1(text));
    }
    case MYSQL_TYPE_FLOAT:
    case MYSQL_TYPE_DOUBLE: {
        const double number = text.toDouble(&ok);
        return ok ? Value(number) : Value(QString::fromLatin1(text));
    }
    case MYSQL_TYPE_BIT:
        return bitValue(data, length);
    case MYSQL_TYPE_GEOMETRY:
        return Value(QByteArray(data, qsizetype(length)));
    case MYSQL_TYPE_TINY_BLOB:
    case MYSQL_TYPE_BLOB:
    case MYSQL_TYPE_MEDIUM_BLOB:
    case MYSQL_TYPE_LONG_BLOB:
    case MYSQL_TYPE_VARCHAR:
    case MYSQL_TYPE_VAR_STRING:
    case MYSQL_TYPE_STRING:
        if (field.charsetnr == binaryCharset)
            return Value(QByteArray(data, qsizetype(length)));
        return Value(QString::fromUtf8(text));
    case jsonType: // binary by its own account
    default:
        return Value(QString::fromUtf8(text));
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
    , cells_(binds_.size())
{
    constexpr unsigned long anyNumber = 512; // what a number or a date takes at the most, as text
    for (size_t i = 0; i < binds_.size(); ++i) {
        Cell& cell = cells_[i];
        cell.buffer.resize(qsizetype(std::max(fields_[i].max_length, anyNumber)));
        MYSQL_BIND& bind = binds_[i];
        bind = {};
        bind.buffer_type = fields_[i].type == MYSQL_TYPE_BIT ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING;
        bind.buffer = cell.buffer.data();
        bind.buffer_length = static_cast<unsigned long>(cell.buffer.size());
        bind.length = &cell.length;
        bind.is_null = &cell.null;
    }
}

std::vector<Value> MySqlColumns::row(MYSQL_STMT* statement)
{
    std::vector<Value> values;
    values.reserve(cells_.size());
    for (size_t i = 0; i < cells_.size(); ++i) {
        Cell& cell = cells_[i];
        if (cell.null) {
            values.emplace_back();
            continue;
        }
        if (cell.length > static_cast<unsigned long>(cell.buffer.size())) {
            QByteArray whole(qsizetype(cell.length), Qt::Uninitialized);
            MYSQL_BIND bind = binds_[i];
            bind.buffer = whole.data();
            bind.buffer_length = cell.length;
            mysql_stmt_fetch_column(statement, &bind, unsigned(i), 0);
            values.push_back(mysqlValue(fields_[i], whole.constData(), cell.length));
            continue;
        }
        values.push_back(mysqlValue(fields_[i], cell.buffer.constData(), cell.length));
    }
    return values;
}

} // namespace conjoin::sql
