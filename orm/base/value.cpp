// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/base/value.h"

#include "orm/base/arraytext.h"
#include "orm/base/moment.h"

#include <QHash>
#include <QLocale>
#include <QRegularExpression>

#include <cmath>
#include <limits>

namespace conjoin::orm {

using model::DataType;
using model::TypeKind;

namespace {

constexpr qint64 largestExactInteger = (qint64(1) << 53) - 1; // beyond, a double of JavaScript loses digits

/// What is no digits: PostgreSQL's words, which every reader of JSON numbers knows.
QString unboundedText(double value)
{
    return std::isnan(value) ? QStringLiteral("NaN")
           : value > 0       ? QStringLiteral("Infinity")
                             : QStringLiteral("-Infinity");
}

std::optional<double> unboundedNumber(const QString& text)
{
    if (text == u"NaN")
        return std::numeric_limits<double>::quiet_NaN();
    if (text == u"Infinity" || text == u"-Infinity")
        return (text.startsWith(u'-') ? -1 : 1) * std::numeric_limits<double>::infinity();
    return std::nullopt;
}

/// The shortest digits that read back as the same double, recognisable as a real number.
QString realText(double value)
{
    if (!std::isfinite(value))
        return unboundedText(value);
    QString text = QString::number(value, 'g', QLocale::FloatingPointShortest);
    if (!text.contains(u'.') && !text.contains(u'e'))
        text += QStringLiteral(".0");
    return text;
}

/// The same without an exponent and without a needless fraction: how a decimal is written.
QString decimalText(double value)
{
    if (!std::isfinite(value))
        return unboundedText(value);
    QString text = QString::number(value, 'f', QLocale::FloatingPointShortest);
    return text == u"-0" ? QStringLiteral("0") : text;
}

/// A moment with a zone, told in UTC with the fraction as it was stored; any other text as it is.
QString momentText(const QString& stored)
{
    const std::optional<Moment> moment = momentWithZone(stored);
    return moment ? moment->date + u'T' + moment->time + moment->fraction + u'Z' : stored;
}

/// An instant that the engine keeps without a zone, which is UTC then; any other text as it is.
QString utcText(const QString& stored)
{
    static const QRegularExpression withoutZone(
        QStringLiteral("^\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?$"));
    return withoutZone.match(stored).hasMatch() ? stored + u'Z' : stored;
}

bool isInteger(TypeKind kind)
{
    return DataType::of(kind).isWholeNumber();
}

bool isReal(TypeKind kind)
{
    return DataType::of(kind).isFloating();
}

bool isText(TypeKind kind)
{
    return kind == TypeKind::Varchar || kind == TypeKind::Char || kind == TypeKind::Text;
}

bool isNumberText(const QString& text)
{
    static const QRegularExpression number(QStringLiteral("^[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?$"));
    return number.match(text).hasMatch();
}

/// The 64-bit integer that the digits say, also as `5.0`; none when they say something else.
std::optional<qint64> integerOf(const QString& digits)
{
    QString whole = digits;
    const qsizetype point = whole.indexOf(u'.');
    if (point >= 0) {
        const QStringView fraction = QStringView(whole).mid(point + 1);
        if (std::any_of(fraction.begin(), fraction.end(), [](QChar c) { return c != u'0'; }))
            return std::nullopt;
        whole.truncate(point);
    }
    bool ok = false;
    const qint64 value = whole.toLongLong(&ok);
    return ok ? std::optional(value) : std::nullopt;
}

QString kindOf(const Json& json)
{
    if (json.isNull())
        return QStringLiteral("null");
    if (json.isBool())
        return json.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    if (json.isNumber())
        return json.digits();
    if (json.isString())
        return u'"' + (json.string().size() > 60 ? json.string().left(60) + u'…' : json.string()) + u'"';
    return json.isArray() ? QStringLiteral("a list") : QStringLiteral("an object");
}

Error doesNotFit(const Json& json, const DataType& declared, const QString& where, Message hint = {})
{
    return inputError(where,
        message("value.type", "%1 does not fit the type %2", {kindOf(json), model::typeText(declared)}),
        std::move(hint));
}

/// A number whose column says nothing of its type.
Value untypedNumber(const QString& digits)
{
    if (!digits.contains(u'.') && !digits.contains(u'e', Qt::CaseInsensitive)) {
        bool ok = false;
        const qint64 value = digits.toLongLong(&ok);
        return ok ? Value(value) : Value(digits);
    }
    const double value = digits.toDouble();
    return std::isfinite(value) ? Value(value) : Value(digits);
}

} // namespace

QString Value::display() const
{
    if (isInteger())
        return QString::number(integer());
    if (isReal())
        return QString::number(real(), 'g', QLocale::FloatingPointShortest);
    if (isText())
        return text();
    if (isBytes())
        return QStringLiteral("‹%1 bytes›").arg(bytes().size());
    return {};
}

size_t qHash(const Value& value, size_t seed)
{
    const size_t mixed = ::qHash(value.value_.index(), seed);
    if (value.isInteger())
        return ::qHash(value.integer(), mixed);
    if (value.isReal())
        return ::qHash(value.real(), mixed);
    if (value.isText())
        return ::qHash(value.text(), mixed);
    if (value.isBytes())
        return ::qHash(value.bytes(), mixed);
    return mixed;
}

Json valueToJson(const Value& value, const DataType& declared)
{
    if (value.isNull())
        return {};
    if (value.isBytes())
        return QString::fromLatin1(value.bytes().toBase64());

    if (declared.dimensions > 0) {
        const std::optional<Json> list =
            value.isText() ? listFromArrayText(value.text(), declared) : std::nullopt;
        return list ? *list : Json(value.display());
    }
    const TypeKind kind = meaning(declared);
    if (value.isInteger()) {
        const qint64 number = value.integer();
        if (kind == TypeKind::Boolean && (number == 0 || number == 1))
            return number == 1;
        const bool exact = number >= -largestExactInteger && number <= largestExactInteger;
        if (exact && isReal(kind)) // SQLite's RETURNING tells a whole number as it was given
            return Json::number(realText(double(number)));
        return exact && kind != TypeKind::Decimal ? Json(number) : Json(QString::number(number));
    }
    if (value.isReal()) {
        if (kind == TypeKind::Decimal)
            return decimalText(value.real());
        return std::isfinite(value.real()) ? Json::number(realText(value.real()))
                                           : Json(realText(value.real()));
    }
    if (kind == TypeKind::Json || kind == TypeKind::Jsonb) {
        Result<Json> parsed = parseJson(value.text().toUtf8(), {});
        return parsed ? *parsed : Json(value.text());
    }
    if (kind == TypeKind::TimestampTz)
        return momentText(utcText(value.text()));
    if (kind == TypeKind::Timestamp)
        return momentText(value.text());
    return value.text();
}

Result<Value> valueFromJson(const Json& json, const DataType& declared, const QString& where)
{
    if (json.isNull())
        return Value();
    if (declared.dimensions > 0) {
        if (json.isString())
            return Value(json.string()); // the engine's own text of an array
        if (!json.isArray())
            return doesNotFit(json, declared, where, message("value.array", "an array is a list"));
        auto text = arrayTextFromList(json, declared, where);
        return text ? Result<Value>(Value(std::move(*text))) : Result<Value>(failure(text));
    }
    const TypeKind kind = meaning(declared);
    if (kind == TypeKind::Json || kind == TypeKind::Jsonb)
        return Value(QString::fromUtf8(compactJson(json)));
    if (json.isArray() || json.isObject())
        return doesNotFit(json, declared, where);

    if (json.isBool()) {
        if (kind == TypeKind::Boolean || isInteger(kind) || kind == TypeKind::Native)
            return Value(qint64(json.toBool() ? 1 : 0));
        return doesNotFit(json, declared, where);
    }

    const QString& given = json.isNumber() ? json.digits() : json.string();
    if (kind == TypeKind::Boolean) {
        const std::optional<qint64> number = integerOf(given);
        if (json.isNumber() && number)
            return Value(*number);
        return doesNotFit(json, declared, where, message("value.boolean", "write true or false"));
    }
    if (isInteger(kind)) {
        if (const std::optional<qint64> number = integerOf(given))
            return Value(*number);
        bool ok = false;
        if (declared.isUnsigned && given.toULongLong(&ok) > 0 && ok)
            return Value(given); // the upper half of 64 bits without a sign
        return doesNotFit(json, declared, where,
            isNumberText(given) ? message("value.integer", "an integer has up to 64 bits and no fraction")
                                : Message());
    }
    if (kind == TypeKind::Decimal) {
        if (isNumberText(given) || unboundedNumber(given))
            return Value(given); // the database reads the digits; a double would lose some
        return doesNotFit(json, declared, where);
    }
    if (isReal(kind)) {
        if (isNumberText(given))
            return Value(given.toDouble());
        if (const std::optional<double> number = unboundedNumber(given))
            return Value(*number);
        return doesNotFit(json, declared, where);
    }
    if (kind == TypeKind::Binary) {
        if (!json.isString())
            return doesNotFit(json, declared, where);
        const auto decoded =
            QByteArray::fromBase64Encoding(given.toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
        if (!decoded)
            return doesNotFit(json, declared, where, message("value.base64", "bytes are written in base 64"));
        return Value(*decoded);
    }
    if (json.isNumber() && !isText(kind))
        return untypedNumber(given);
    return Value(given);
}

QString literalText(const Value& value)
{
    if (value.isNull())
        return QStringLiteral("NULL");
    if (value.isInteger())
        return QString::number(value.integer());
    if (value.isReal()) {
        if (std::isinf(value.real()))
            return value.real() > 0 ? QStringLiteral("9e999") : QStringLiteral("-9e999");
        return realText(value.real());
    }
    if (value.isBytes())
        return QStringLiteral("x'%1'").arg(QString::fromLatin1(value.bytes().toHex()));
    return u'\'' + QString(value.text()).replace(u'\'', QStringLiteral("''")) + u'\'';
}

} // namespace conjoin::orm
