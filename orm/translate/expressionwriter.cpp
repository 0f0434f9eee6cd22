// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/expressionwriter.h"

#include "orm/translate/functions.h"
#include "orm/translate/typetranslation.h"

#include <algorithm>

namespace conjoin::orm {

namespace {

using Kind = Expression::Kind;
using model::DataType;
using model::TypeKind;

bool isTextOf(const Expression& e, const char* text)
{
    return e.kind == Kind::Text && e.text.compare(QLatin1String(text), Qt::CaseInsensitive) == 0;
}

/// The type names that CAST of MySQL takes.
std::optional<QString> castTarget(const DataType& type, const Dialect& to)
{
    if (to.capabilities().syntax.castToAnyType)
        return to.typeName(type);
    switch (type.kind) {
    case TypeKind::Boolean:
    case TypeKind::TinyInt:
    case TypeKind::SmallInt:
    case TypeKind::MediumInt:
    case TypeKind::Integer:
    case TypeKind::BigInt:
        return type.isUnsigned ? QStringLiteral("UNSIGNED") : QStringLiteral("SIGNED");
    case TypeKind::Decimal:
        return type.precision > 0 ? QStringLiteral("DECIMAL(%1,%2)").arg(type.precision).arg(type.scale)
                                  : QStringLiteral("DECIMAL(65,30)");
    case TypeKind::Varchar:
    case TypeKind::Char:
        return type.length > 0 ? QStringLiteral("CHAR(%1)").arg(type.length) : QStringLiteral("CHAR");
    case TypeKind::Text:
    case TypeKind::Uuid:
        return QStringLiteral("CHAR");
    case TypeKind::Binary:
        return QStringLiteral("BINARY");
    case TypeKind::Date:
        return QStringLiteral("DATE");
    case TypeKind::Time:
        return QStringLiteral("TIME");
    case TypeKind::Timestamp:
    case TypeKind::TimestampTz:
        return QStringLiteral("DATETIME");
    case TypeKind::Float:
    case TypeKind::Real:
    case TypeKind::Double:
        return QStringLiteral("DOUBLE");
    default:
        return std::nullopt;
    }
}

/// Operators by what they do, in the spelling of the standard.
QString plainOperator(const QString& sign)
{
    static const QHash<QString, QString> plain{{QStringLiteral("=="), QStringLiteral("=")},
        {QStringLiteral("!="), QStringLiteral("<>")}, {QStringLiteral("~~"), QStringLiteral("LIKE")},
        {QStringLiteral("!~~"), QStringLiteral("NOT LIKE")}, {QStringLiteral("~~*"), QStringLiteral("ILIKE")},
        {QStringLiteral("!~~*"), QStringLiteral("NOT ILIKE")}, {QStringLiteral("DIV"), QStringLiteral("/")},
        {QStringLiteral("MOD"), QStringLiteral("%")}, {QStringLiteral("RLIKE"), QStringLiteral("REGEXP")},
        {QStringLiteral("NOT RLIKE"), QStringLiteral("NOT REGEXP")},
        {QStringLiteral("XOR"), QStringLiteral("<>")},
        {QStringLiteral("<=>"), QStringLiteral("IS NOT DISTINCT FROM")},
        {QStringLiteral("IS"), QStringLiteral("IS NOT DISTINCT FROM")},
        {QStringLiteral("IS NOT"), QStringLiteral("IS DISTINCT FROM")},
        {QStringLiteral("~"), QStringLiteral("REGEXP")}, {QStringLiteral("!~"), QStringLiteral("NOT REGEXP")}};
    return plain.value(sign, sign);
}

} // namespace

bool isNow(const Expression& e)
{
    if (e.isConstant("CURRENT_TIMESTAMP") || e.isConstant("LOCALTIMESTAMP"))
        return true;
    const auto called = [&](std::initializer_list<const char*> names, std::size_t arguments) {
        return std::ranges::any_of(names, [&](const char* name) { return e.isCall(name, arguments); });
    };
    if (called({"now", "sysdate", "getdate", "utc_timestamp", "statement_timestamp", "transaction_timestamp",
                   "clock_timestamp", "localtimestamp"},
            0) ||
        e.isCall("now", 1))
        return true;
    if (e.isCall("datetime", 1) || e.isCall("datetime", 2))
        return isTextOf(e.parts[0], "now") && (e.parts.size() == 1 || isTextOf(e.parts[1], "localtime"));
    if (e.isCall("timezone", 2)) // PostgreSQL: now() AT TIME ZONE 'utc'
        return isNow(e.parts[1]);
    return e.kind == Kind::Cast && isNow(e.parts[0]);
}

bool isNewUuid(const Expression& e)
{
    return e.isCall("gen_random_uuid", 0) || e.isCall("uuid_generate_v4", 0) || e.isCall("uuid", 0) ||
           (e.kind == Kind::Call && e.parts.empty() &&
               e.path.last().compare(u"uuid_generate_v4", Qt::CaseInsensitive) == 0);
}

std::optional<QString> ExpressionWriter::translated(const QString& sql)
{
    const auto parsed = parseExpression(sql, from_.capabilities().syntax);
    if (!parsed) {
        problem_ = sql.simplified();
        return std::nullopt;
    }
    return written(*parsed);
}

std::optional<QString> ExpressionWriter::written(const Expression& expression)
{
    problem_.clear();
    const QString text = write(expression);
    return problem_.isEmpty() ? std::optional(text) : std::nullopt;
}

QString ExpressionWriter::give(const QString& problem)
{
    if (problem_.isEmpty())
        problem_ = problem;
    return {};
}

std::optional<KnownColumn> ExpressionWriter::columnOf(const Expression& e) const
{
    if (e.kind == Kind::Cast)
        return columnOf(e.parts[0]);
    return e.kind == Kind::Name ? lookup_(e.path.last()) : std::nullopt;
}

QString ExpressionWriter::operand(const Expression& e, int binding)
{
    const QString text = write(e);
    // What is written as a call needs no parentheses whatever it was.
    const bool bare =
        bindingOf(e) > binding || (e.kind == Kind::Binary && e.text == u"||" && text.endsWith(u')') &&
                                      !to_.capabilities().syntax.concatOperator);
    return bare ? text : u'(' + text + u')';
}

QString ExpressionWriter::list(const std::vector<Expression>& parts, std::size_t first)
{
    QStringList texts;
    for (std::size_t i = first; i < parts.size(); ++i)
        texts << write(parts[i]);
    return texts.join(QStringLiteral(", "));
}

QString ExpressionWriter::write(const Expression& e)
{
    switch (e.kind) {
    case Kind::Number:
        return e.text;
    case Kind::Text:
        return to_.textLiteral(e.text);
    case Kind::Bytes:
        return to_.capabilities().syntax.colonCasts ? QStringLiteral("'\\x%1'").arg(e.text)
                                                    : QStringLiteral("X'%1'").arg(e.text);
    case Kind::Constant:
        if (isNow(e))
            return QStringLiteral("CURRENT_TIMESTAMP");
        if (e.text == u"LOCALTIME")
            return QStringLiteral("CURRENT_TIME");
        return e.text.endsWith(u"USER") || e.text == u"DEFAULT" ? give(e.text) : e.text;
    case Kind::Name:
        return writeName(e);
    case Kind::Call:
        return writeCall(e);
    case Kind::Unary:
        return e.text == u"NOT" ? QStringLiteral("NOT ") + operand(e.parts[0], bindingOf(e) - 1)
                                : e.text + operand(e.parts[0], bindingOf(e));
    case Kind::Binary:
        return writeBinary(e);
    case Kind::Cast:
        return writeCast(e);
    case Kind::Is:
        return operand(e.parts[0], bindingOf(e)) + u' ' + e.text;
    case Kind::In: {
        const auto column = columnOf(e.parts[0]);
        Expression values = e;
        for (std::size_t i = 1; i < values.parts.size(); ++i)
            values.parts[i] = column && column->boolean && to_.capabilities().syntax.booleans
                                  ? asBoolean(values.parts[i])
                                  : values.parts[i];
        return operand(e.parts[0], bindingOf(e)) +
               (e.negated ? QStringLiteral(" NOT IN (") : QStringLiteral(" IN (")) + list(values.parts, 1) +
               u')';
    }
    case Kind::Between:
        return operand(e.parts[0], bindingOf(e)) +
               (e.negated ? QStringLiteral(" NOT BETWEEN ") : QStringLiteral(" BETWEEN ")) +
               operand(e.parts[1], bindingOf(e)) + QStringLiteral(" AND ") + operand(e.parts[2], bindingOf(e));
    case Kind::Case:
        return writeCase(e);
    case Kind::List:
        return u'(' + list(e.parts) + u')';
    case Kind::Array:
        return to_.capabilities().arrays ? QStringLiteral("ARRAY[%1]").arg(list(e.parts))
                                         : give(QStringLiteral("ARRAY[]"));
    case Kind::Collate:
        return give(QStringLiteral("COLLATE ") + e.path.join(u'.'));
    case Kind::Star:
        return QStringLiteral("*");
    }
    return {};
}

QString ExpressionWriter::writeName(const Expression& e)
{
    if (const auto column = lookup_(e.path.last())) // engines differ in which words they take for names
        return isExpressionWord(column->name) ? to_.quoted(column->name) : to_.identifier(column->name);
    if (e.path.size() == 1 && e.quoted) // "x" that is no column is a text to SQLite and to MySQL
        return to_.textLiteral(e.path[0]);
    return give(e.path.join(u'.'));
}

QString ExpressionWriter::writeCall(const Expression& e)
{
    if (isNow(e))
        return QStringLiteral("CURRENT_TIMESTAMP");
    if (isNewUuid(e))
        return to_.defaultText({model::DefaultValue::Kind::Uuid, {}}, DataType::of(TypeKind::Uuid));
    const bool today = e.isCall("curdate", 0) || (e.isCall("date", 1) && isTextOf(e.parts[0], "now"));
    const bool thisTime = e.isCall("curtime", 0) || (e.isCall("time", 1) && isTextOf(e.parts[0], "now"));
    if (today || thisTime)
        return today ? QStringLiteral("CURRENT_DATE") : QStringLiteral("CURRENT_TIME");
    const QString name = e.path.last();
    const bool ofSystem = e.path.size() == 1 || e.path[0].compare(u"pg_catalog", Qt::CaseInsensitive) == 0;
    if (name.compare(u"concat", Qt::CaseInsensitive) == 0 && ofSystem && !e.parts.empty()) {
        if (!to_.capabilities().syntax.concatOperator)
            return QStringLiteral("CONCAT(%1)").arg(list(e.parts));
        Expression joined = e.parts[0];
        for (std::size_t i = 1; i < e.parts.size(); ++i)
            joined = {.kind = Kind::Binary, .text = QStringLiteral("||"), .parts = {joined, e.parts[i]}};
        return write(joined);
    }
    const auto there =
        ofSystem && e.text.isEmpty() ? translatedFunction(name, e.parts.size(), from_, to_) : std::nullopt;
    return there ? *there + u'(' + list(e.parts) + u')' : give(e.path.join(u'.') + QStringLiteral("()"));
}

QString ExpressionWriter::writeBinary(const Expression& e)
{
    const SqlSyntax& syntax = to_.capabilities().syntax;
    QString sign = plainOperator(e.text);
    if (sign == u"||" && !syntax.concatOperator) {
        Expression call{.kind = Kind::Call, .path = {QStringLiteral("concat")}};
        const std::function<void(const Expression&)> collect = [&](const Expression& part) {
            if (part.kind == Kind::Binary && part.text == u"||")
                std::ranges::for_each(part.parts, collect);
            else
                call.parts.push_back(part);
        };
        collect(e);
        return writeCall(call);
    }
    static const QStringList everywhere{QStringLiteral("||"), QStringLiteral("="), QStringLiteral("<>"),
        QStringLiteral("<"), QStringLiteral("<="), QStringLiteral(">"), QStringLiteral(">="),
        QStringLiteral("+"), QStringLiteral("-"), QStringLiteral("*"), QStringLiteral("/"), QStringLiteral("%"),
        QStringLiteral("AND"), QStringLiteral("OR"), QStringLiteral("&"), QStringLiteral("|"),
        QStringLiteral("<<"), QStringLiteral(">>"), QStringLiteral("LIKE"), QStringLiteral("NOT LIKE")};
    const bool negated = sign.startsWith(u"NOT ");
    if (sign.endsWith(u"ILIKE") && !syntax.booleans) // LIKE of the others does not mind letter case
        sign = negated ? QStringLiteral("NOT LIKE") : QStringLiteral("LIKE");
    else if (sign.endsWith(u"REGEXP") && syntax.colonCasts)
        sign = negated ? QStringLiteral("!~") : QStringLiteral("~");
    else if (sign.endsWith(u"DISTINCT FROM") && syntax.doubleQuotedTexts) {
        const Expression same{.kind = Kind::Binary, .text = QStringLiteral("="), .parts = e.parts};
        const QString equal = operand(e.parts[0], bindingOf(same)) + QStringLiteral(" <=> ") +
                              operand(e.parts[1], bindingOf(same));
        return sign == u"IS DISTINCT FROM" ? QStringLiteral("NOT (%1)").arg(equal) : equal;
    } else if (sign.endsWith(u"REGEXP") && !syntax.doubleQuotedTexts) {
        return give(e.text);
    } else if (!everywhere.contains(sign) && !sign.endsWith(u"REGEXP") && !sign.endsWith(u"DISTINCT FROM")) {
        return give(e.text);
    }
    Expression left = e.parts[0], right = e.parts[1];
    if (syntax.booleans && bindingOf(e) == bindingOf({.kind = Kind::Is})) {
        const auto a = columnOf(left), b = columnOf(right);
        if (a && a->boolean)
            right = asBoolean(right);
        if (b && b->boolean)
            left = asBoolean(left);
    }
    QString text = operand(left, bindingOf(e) - 1) + u' ' + sign + u' ' + operand(right, bindingOf(e));
    if (e.parts.size() == 3)
        text += QStringLiteral(" ESCAPE ") + operand(e.parts[2], bindingOf(e));
    return text;
}

QString ExpressionWriter::writeCast(const Expression& e)
{
    const Expression& value = e.parts[0];
    if (value.isLiteral() || value.kind == Kind::Array || value.kind == Kind::Cast)
        return write(value); // a literal fits itself to what it is compared with
    const TypeTranslation type = translatedType(e.text, from_, to_);
    const auto column = columnOf(value);
    const bool toText = type.type.kind == TypeKind::Text || type.type.kind == TypeKind::Varchar;
    if (column && column->text && toText)
        return write(value);
    const auto target = type.isKnown && type.type.dimensions == 0 ? castTarget(type.type, to_) : std::nullopt;
    return target ? QStringLiteral("CAST(%1 AS %2)").arg(write(value), *target) : give(e.text);
}

QString ExpressionWriter::writeCase(const Expression& e)
{
    QString text = QStringLiteral("CASE");
    std::size_t i = 0;
    if (!e.text.isEmpty())
        text += u' ' + write(e.parts[i++]);
    for (; i + 1 < e.parts.size(); i += 2)
        text += QStringLiteral(" WHEN %1 THEN %2").arg(write(e.parts[i]), write(e.parts[i + 1]));
    if (i < e.parts.size())
        text += QStringLiteral(" ELSE ") + write(e.parts[i]);
    return text + QStringLiteral(" END");
}

Expression ExpressionWriter::asBoolean(const Expression& e)
{
    const bool isTrue = e.text == u"1", isFalse = e.text == u"0";
    if ((e.kind != Kind::Number && e.kind != Kind::Text) || (!isTrue && !isFalse))
        return e;
    return {.kind = Kind::Constant, .text = isTrue ? QStringLiteral("TRUE") : QStringLiteral("FALSE")};
}

} // namespace conjoin::orm
