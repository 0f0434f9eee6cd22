// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/mysqlconditions.h"

#include "orm/base/json.h"
#include "orm/base/moment.h"

#include <algorithm>

namespace conjoin::orm {

using model::TypeKind;

namespace {

bool isNumber(const QString& part)
{
    return !part.isEmpty() && part.size() < 10 &&
           std::all_of(part.begin(), part.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

/// `$."a"[0]`; digits name an item or, with `members`, a member as everything else does.
QString pathText(const QStringList& path, bool members)
{
    QString text = QStringLiteral("$");
    for (const QString& part : path) {
        if (isNumber(part) && !members)
            text += u'[' + part + u']';
        else // a JSON text, its escapes included
            text += u'.' + QString::fromUtf8(compactJson(Json(part)));
    }
    return text;
}

Condition extracted(const Condition& json, const QStringList& path)
{
    if (path.isEmpty())
        return json;
    const Condition member =
        conditionOf(QStringLiteral("JSON_EXTRACT(%1, ?)"), json, {Value(pathText(path, true))});
    if (!std::any_of(path.begin(), path.end(), isNumber))
        return member;
    // The member first: on an object, the item 0 is the object itself.
    Condition result;
    return result << QStringLiteral("COALESCE(") << member << QStringLiteral(", ")
                  << conditionOf(QStringLiteral("JSON_EXTRACT(%1, ?)"), json, {Value(pathText(path, false))})
                  << QStringLiteral(")");
}

/// MariaDB 10.11 finds no member whose name begins with a minus by a path: it is the one among all values that
/// stands where its name stands among all names.
Condition memberByPosition(const Condition& json, const QString& name)
{
    QString pattern = name;
    pattern.replace(u'!', QStringLiteral("!!")).replace(u'%', QStringLiteral("!%"));
    pattern.replace(u'_', QStringLiteral("!_"));
    return conditionOf(QStringLiteral("JSON_EXTRACT(JSON_EXTRACT(%1, '$.*'), "
                                      "JSON_UNQUOTE(JSON_SEARCH(JSON_KEYS(%1), 'one', ?, '!')))"),
        json, {Value(pattern)});
}

Condition valueAt(const Condition& column, const QStringList& path)
{
    Condition json = column;
    QStringList plain;
    for (const QString& part : path) {
        if (!part.startsWith(u'-')) {
            plain.append(part);
            continue;
        }
        json = memberByPosition(extracted(json, plain), part);
        plain.clear();
    }
    return extracted(json, plain);
}

} // namespace

Condition MySqlConditions::keptRowCount(
    const QString& schema, const QString& table, const QString&, bool) const
{
    Condition statement;
    statement << QStringLiteral("SELECT TABLE_ROWS FROM information_schema.TABLES WHERE TABLE_SCHEMA = ");
    if (schema.isEmpty())
        statement << QStringLiteral("DATABASE()");
    else
        statement << Value(schema);
    return statement << QStringLiteral(" AND TABLE_NAME = ") << Value(table);
}

QString MySqlConditions::byteLength(const QString& column, const model::DataType& type) const
{
    return QStringLiteral("OCTET_LENGTH(") + readable(column, type) + u')';
}

QString MySqlConditions::head(const QString& column, const model::DataType& type, int characters) const
{
    return QStringLiteral("LEFT(%1, %2)").arg(readable(column, type)).arg(characters);
}

/// MySQL keeps JSON as a type of its own, whose text has another one; MariaDB keeps the text.
QString MySqlConditions::readable(const QString& column, const model::DataType& type) const
{
    const model::TypeKind kind = meaning(type);
    const bool json = kind == model::TypeKind::Json || kind == model::TypeKind::Jsonb;
    return json ? QStringLiteral("CAST(") + column + QStringLiteral(" AS CHAR)") : column;
}

/// The upper half of the unsigned integers is bound as text, which would be compared as a double.
QString MySqlConditions::parameter(const Value& value, const model::DataType& type) const
{
    const bool upperHalf = value.isText() && type.isUnsigned && type.isWholeNumber();
    return upperHalf ? QStringLiteral("CAST(? AS UNSIGNED)") : ConditionSyntax::parameter(value, type);
}

/// FLOAT is compared as a double that it never equals, JSON as something else than the text that was read.
std::optional<Condition> MySqlConditions::unchanged(
    const Condition& column, const model::DataType& type, const Value& seen) const
{
    switch (type.kind) {
    case TypeKind::Native:
    case TypeKind::Json:
    case TypeKind::Jsonb:
    case TypeKind::Float:
    case TypeKind::Real:
        return std::nullopt;
    default:
        return conditionOf(QStringLiteral("%1 <=> ") + parameter(seen, type), column, {seen});
    }
}

Condition MySqlConditions::jsonAt(
    const Condition& column, const model::DataType&, const QStringList& path, JsonAs as) const
{
    const Condition at = valueAt(column, path);
    const auto where = [&](const char* types, const char* result) {
        Condition chosen;
        return chosen << QStringLiteral("CASE WHEN JSON_TYPE(") << at << QStringLiteral(") ")
                      << QLatin1String(types) << QStringLiteral(" THEN ")
                      << conditionOf(QLatin1String(result), at) << QStringLiteral(" END");
    };
    switch (as) {
    case JsonAs::Text:
        return where("NOT IN ('NULL', 'OBJECT', 'ARRAY')", "JSON_UNQUOTE(%1)");
    case JsonAs::Number:
        return where("IN ('INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL')", "(JSON_UNQUOTE(%1) + 0)");
    case JsonAs::Boolean:
        return where("= 'BOOLEAN'", "JSON_UNQUOTE(%1)");
    }
    return {};
}

Condition MySqlConditions::jsonEquals(const Condition& column, const model::DataType&, const Value& json) const
{
    // JSON_EQUALS is newer than the oldest server that is served.
    return conditionOf(QStringLiteral("(JSON_CONTAINS(%1, ?) AND JSON_CONTAINS(?, %1) AND "
                                      "JSON_LENGTH(%1) = JSON_LENGTH(?))"),
        column, {json, json, json});
}

std::optional<Condition> MySqlConditions::collection(
    const Condition& column, const model::DataType& type, Collection how, const Value& value, bool) const
{
    if (type.kind != TypeKind::Json && type.kind != TypeKind::Jsonb)
        return std::nullopt;
    switch (how) {
    case Collection::Contains:
        return conditionOf(QStringLiteral("JSON_CONTAINS(%1, ?)"), column, {value});
    case Collection::Contained:
        return conditionOf(QStringLiteral("JSON_CONTAINS(?, %1)"), column, {value});
    case Collection::Overlap:
        return conditionOf(QStringLiteral("JSON_OVERLAPS(%1, ?)"), column, {value});
    }
    return std::nullopt;
}

} // namespace conjoin::orm
