// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/mysqldefaults.h"

#include "orm/dialect/ansiddl.h"
#include "orm/dialect/mysqltext.h"
#include "orm/dialect/mysqltypes.h"

#include <QRegularExpression>

namespace conjoin::orm::mysql {

using model::DataType;
using model::DefaultValue;
using model::TypeKind;

namespace {

QString fraction(const QString& word, int digits)
{
    return digits > 0 ? QStringLiteral("%1(%2)").arg(word).arg(digits) : word;
}

/// The digits of a second that a type of time has; -1 for other types.
int digitsOf(const DataType& type)
{
    static const QRegularExpression form(QStringLiteral(R"(^(?:timestamp|datetime)\s*(?:\(\s*(\d+)\s*\))?$)"),
        QRegularExpression::CaseInsensitiveOption);
    switch (type.kind) {
    case TypeKind::Time:
    case TypeKind::Timestamp:
    case TypeKind::TimestampTz:
        return type.precision;
    case TypeKind::Native: {
        const auto match = form.match(type.native);
        return match.hasMatch() ? match.captured(1).toInt() : -1;
    }
    default:
        return -1;
    }
}

bool isNumberType(const DataType& type, MySqlFlavour flavour)
{
    switch (type.kind) {
    case TypeKind::Boolean:
        return true;
    case TypeKind::Native: {
        static const QRegularExpression form(
            QStringLiteral("^(?:tinyint|smallint|mediumint|int|bigint|decimal|float|double|bit|year)\\b"));
        const DataType same = typeOf(type.native, flavour); // `int1` is a tinyint
        return same.kind == TypeKind::Native ? form.match(same.native).hasMatch() : isNumberType(same, flavour);
    }
    default:
        return type.isNumber();
    }
}

/// MySQL gives these a default only as an expression.
bool hasNoPlainDefault(const DataType& type)
{
    static const QRegularExpression spatial(QStringLiteral("^(?:geometry|point|linestring|polygon|multi)"),
        QRegularExpression::CaseInsensitiveOption);
    return isLong(type) || type.dimensions > 0 ||
           (type.kind == TypeKind::Native && spatial.match(type.native).hasMatch());
}

bool isNumber(const QString& text)
{
    static const QRegularExpression form(
        QStringLiteral(R"(^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$)"));
    return form.match(text).hasMatch();
}

/// Whether both servers take it after DEFAULT without parentheses: a literal, or the current time.
bool isSimple(const QString& expression)
{
    static const QRegularExpression form(
        QStringLiteral(R"(^(?:[bBxXnN]?'(?:[^'\\]|''|\\.)*'|0[xX][0-9A-Fa-f]+|0b[01]+|NULL|TRUE|FALSE)"
                       R"(|CURRENT_TIMESTAMP(?:\(\d?\))?|(?:NOW|LOCALTIME|LOCALTIMESTAMP)\(\d?\))$)"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    return isNumber(expression) || form.match(expression).hasMatch();
}

/// Whether it is the call of one function, which MariaDB takes without parentheses too.
bool isCall(const QString& expression)
{
    static const QRegularExpression form(QStringLiteral(R"(^[A-Za-z_][A-Za-z0-9_]*\()"));
    const auto match = form.match(expression);
    return match.hasMatch() && isParenthesized(expression.mid(match.capturedEnd() - 1));
}

QString expressionText(const QString& expression, MySqlFlavour flavour)
{
    if (isSimple(expression) || isParenthesized(expression) ||
        (flavour == MySqlFlavour::MariaDb && isCall(expression)))
        return expression;
    return ansi::parenthesized(expression);
}

QString currentTime(const DataType& type, MySqlFlavour flavour)
{
    if (type.kind == TypeKind::Date)
        return expressionText(QStringLiteral("curdate()"), flavour);
    if (type.kind == TypeKind::Time)
        return expressionText(
            QStringLiteral("curtime(%1)").arg(type.precision > 0 ? QString::number(type.precision) : QString()),
            flavour);
    return fraction(QStringLiteral("CURRENT_TIMESTAMP"), digitsOf(type));
}

/// Whether the expression is what Now is written as for that type, in any spelling.
bool isCurrentTime(const QString& expression, const DataType& type)
{
    static const QRegularExpression form(
        QStringLiteral(
            R"(^(?:(current_timestamp|now|localtime|localtimestamp)|(curdate|current_date)|(curtime|current_time))(?:\((\d?)\))?$)"),
        QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(withoutParentheses(expression));
    if (!match.hasMatch())
        return false;
    const int digits = match.captured(4).toInt();
    if (type.kind == TypeKind::Date)
        return !match.captured(2).isEmpty();
    if (type.kind == TypeKind::Time)
        return !match.captured(3).isEmpty() && digits == type.precision;
    return !match.captured(1).isEmpty() && digits == digitsOf(type);
}

QString literalText(const QString& text, const DataType& type, MySqlFlavour flavour)
{
    if (type.kind == TypeKind::Boolean && (text == u"true" || text == u"false"))
        return text == u"true" ? QStringLiteral("1") : QStringLiteral("0");
    if (isNumberType(type, flavour) && isNumber(text))
        return text;
    const QString literal = textLiteral(text);
    return flavour == MySqlFlavour::MySql && hasNoPlainDefault(type) ? u'(' + literal + u')' : literal;
}

} // namespace

QString defaultText(const DefaultValue& value, const DataType& type, MySqlFlavour flavour)
{
    switch (value.kind) {
    case DefaultValue::Kind::None:
        return {};
    case DefaultValue::Kind::Literal:
        return literalText(value.text, type, flavour);
    case DefaultValue::Kind::Expression:
        return expressionText(value.text, flavour);
    case DefaultValue::Kind::Now:
        return currentTime(type, flavour);
    case DefaultValue::Kind::Uuid:
        return expressionText(QStringLiteral("uuid()"), flavour);
    }
    return {};
}

DefaultValue defaultOf(const QString& text, const DataType& type, MySqlFlavour flavour)
{
    using Kind = DefaultValue::Kind;
    if (text.isEmpty() || text.compare(u"NULL", Qt::CaseInsensitive) == 0)
        return {};
    if (isCurrentTime(text, type))
        return {Kind::Now, {}};
    const QString bare = withoutParentheses(text);
    if (bare.compare(u"uuid()", Qt::CaseInsensitive) == 0)
        return {Kind::Uuid, {}};
    // A text in parentheses is an expression, but for the types that MySQL takes no other default of.
    const bool wrapped = flavour == MySqlFlavour::MySql && hasNoPlainDefault(type);
    if (const auto value = literalValue(wrapped ? bare : text); value && !isNumberType(type, flavour))
        return {Kind::Literal, *value};
    if (type.kind == TypeKind::Boolean) {
        const QString word = text.toLower();
        if (word == u"1" || word == u"true")
            return {Kind::Literal, QStringLiteral("true")};
        if (word == u"0" || word == u"false")
            return {Kind::Literal, QStringLiteral("false")};
    }
    if (isNumberType(type, flavour)) {
        const QString number = literalValue(text).value_or(text);
        if (isNumber(number))
            return {Kind::Literal, number};
    }
    return {Kind::Expression, text};
}

QString onUpdateText(const QString& expression)
{
    static const QRegularExpression form(
        QStringLiteral(R"(^\s*(?:current_timestamp|now|localtime|localtimestamp)\s*(?:\(\s*(\d?)\s*\))?\s*$)"),
        QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(expression);
    return match.hasMatch() ? fraction(QStringLiteral("CURRENT_TIMESTAMP"), match.captured(1).toInt())
                            : expression.trimmed();
}

} // namespace conjoin::orm::mysql
