// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <QByteArray>
#include <QString>

#include <utility>
#include <variant>
#include <vector>

namespace conjoin::orm {

/// A JSON value that keeps what QJsonValue loses: the order of keys and every digit of a number.
class Json {
public:
    struct Number {
        QString digits; ///< as written
        friend bool operator==(const Number&, const Number&) = default;
    };
    using Array = std::vector<Json>;
    using Member = std::pair<QString, Json>;
    using Object = std::vector<Member>; ///< in order; keys are unique

    Json() = default; ///< null
    Json(std::nullptr_t) {}
    Json(bool value)
        : value_(value)
    {}
    Json(int value)
        : value_(Number{QString::number(value)})
    {}
    Json(qint64 value)
        : value_(Number{QString::number(value)})
    {}
    Json(const char* text)
        : value_(QString::fromUtf8(text))
    {}
    Json(QString text)
        : value_(std::move(text))
    {}
    Json(Array array)
        : value_(std::move(array))
    {}
    Json(Object object)
        : value_(std::move(object))
    {}
    static Json number(QString digits)
    {
        Json j;
        j.value_ = Number{std::move(digits)};
        return j;
    }
    static Json array() { return Json(Array()); }
    static Json object() { return Json(Object()); }

    bool isNull() const { return std::holds_alternative<std::nullptr_t>(value_); }
    bool isBool() const { return std::holds_alternative<bool>(value_); }
    bool isNumber() const { return std::holds_alternative<Number>(value_); }
    bool isString() const { return std::holds_alternative<QString>(value_); }
    bool isArray() const { return std::holds_alternative<Array>(value_); }
    bool isObject() const { return std::holds_alternative<Object>(value_); }

    bool toBool() const { return std::get<bool>(value_); }
    const QString& digits() const& { return std::get<Number>(value_).digits; }
    const QString& string() const& { return std::get<QString>(value_); }
    const Array& items() const& { return std::get<Array>(value_); }
    Array& items() & { return std::get<Array>(value_); }
    const Object& members() const& { return std::get<Object>(value_); }
    Object& members() & { return std::get<Object>(value_); }
    // Of a temporary by value: a loop over `f().members()` would walk through what is gone already.
    QString digits() && { return std::get<Number>(std::move(value_)).digits; }
    QString string() && { return std::get<QString>(std::move(value_)); }
    Array items() && { return std::get<Array>(std::move(value_)); }
    Object members() && { return std::get<Object>(std::move(value_)); }

    /// The member of an object, or null where there is none (or it is no object).
    const Json* find(const QString& key) const;
    /// Sets a member of an object, in its place or at the end.
    void set(const QString& key, Json value);
    void append(Json value) { items().push_back(std::move(value)); }

    friend bool operator==(const Json&, const Json&);

private:
    std::variant<std::nullptr_t, bool, Number, QString, Array, Object> value_ = nullptr;
};

/// Strict JSON in UTF-8; a duplicate key or nesting deeper than 200 is an error. `where` of an error is
/// `source:line:column`.
Result<Json> parseJson(const QByteArray& text, const QString& source);

/// One line, no spaces.
QByteArray compactJson(const Json& value);
/// The form of the command line's results: two spaces a level; what fits into 100 columns stays on one line,
/// except that an array of objects has a line for each. No line end after the last brace.
QByteArray prettyJson(const Json& value);

} // namespace conjoin::orm
