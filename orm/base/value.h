// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/schema/datatype.h"
#include "orm/base/json.h"

#include <QByteArray>
#include <QString>

#include <variant>

namespace conjoin::orm {

/// One stored value, never changed by being read and written back: 64-bit integers stay integers, decimals and
/// dates stay text, bytes stay bytes, NULL is not ''.
class Value {
public:
    Value() = default; ///< NULL
    explicit Value(qint64 value)
        : value_(value)
    {}
    explicit Value(double value)
        : value_(value)
    {}
    explicit Value(QString text)
        : value_(std::move(text))
    {}
    explicit Value(QByteArray bytes)
        : value_(std::move(bytes))
    {}

    bool isNull() const { return std::holds_alternative<std::monostate>(value_); }
    bool isInteger() const { return std::holds_alternative<qint64>(value_); }
    bool isReal() const { return std::holds_alternative<double>(value_); }
    bool isText() const { return std::holds_alternative<QString>(value_); }
    bool isBytes() const { return std::holds_alternative<QByteArray>(value_); }

    qint64 integer() const { return std::get<qint64>(value_); }
    double real() const { return std::get<double>(value_); }
    const QString& text() const { return std::get<QString>(value_); }
    const QByteArray& bytes() const { return std::get<QByteArray>(value_); }

    /// For a person: empty for NULL, `‹12 bytes›` for bytes.
    QString display() const;

    friend bool operator==(const Value&, const Value&) = default;
    friend size_t qHash(const Value& value, size_t seed);

private:
    std::variant<std::monostate, qint64, double, QString, QByteArray> value_;
};

size_t qHash(const Value& value, size_t seed = 0);

/// The value as the command line prints it (CLI contract, "Results"): integers beyond ±(2^53-1) and decimals as
/// strings, booleans by the declared type, bytes in base 64, JSON columns as JSON.
Json valueToJson(const Value& value, const model::DataType& declared);

/// The reverse; an Error when the JSON does not fit the declared type. `where` names the place in the input.
Result<Value> valueFromJson(const Json& json, const model::DataType& declared, const QString& where);

/// The value as an SQL literal, for statements that are shown to a person (never executed).
QString literalText(const Value& value);

} // namespace conjoin::orm
