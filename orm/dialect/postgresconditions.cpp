// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresconditions.h"

#include "orm/base/moment.h"

#include <QMap>

namespace conjoin::orm {

using model::TypeKind;

namespace {

bool isJson(const model::DataType& type)
{
    return type.dimensions == 0 && (type.kind == TypeKind::Json || type.kind == TypeKind::Jsonb);
}

/// The column as jsonb: json itself has no operators.
Condition binary(const Condition& column, const model::DataType& type)
{
    return type.kind == TypeKind::Jsonb ? column : conditionOf(QStringLiteral("CAST(%1 AS jsonb)"), column);
}

/// What stands at the path, by `function`: `jsonb_extract_path` or …`_text`.
Condition extracted(
    const char* function, const Condition& column, const model::DataType& type, const QStringList& path)
{
    Condition result;
    result << QLatin1String(function) << QStringLiteral("(") << binary(column, type);
    for (const QString& part : path)
        result << QStringLiteral(", ") << Value(part);
    return result << QStringLiteral(")");
}

/// What a range type is a range of.
QString elementOf(const QString& range)
{
    static const QMap<QString, QString> elements{
        {QStringLiteral("int4range"), QStringLiteral("integer")},
        {QStringLiteral("int8range"), QStringLiteral("bigint")},
        {QStringLiteral("numrange"), QStringLiteral("numeric")},
        {QStringLiteral("tsrange"), QStringLiteral("timestamp")},
        {QStringLiteral("tstzrange"), QStringLiteral("timestamptz")},
        {QStringLiteral("daterange"), QStringLiteral("date")},
    };
    return elements.value(range.toLower());
}

} // namespace

Condition PostgresConditions::matches(
    const Condition& left, Pattern how, bool negated, const Value& pattern) const
{
    const auto operation = [&](const char* plain, const char* opposite) {
        return conditionOf(
            QStringLiteral("%1 ") + QLatin1String(negated ? opposite : plain) + QStringLiteral(" ?"), left,
            {pattern});
    };
    switch (how) {
    case Pattern::Like:
        return operation("LIKE", "NOT LIKE");
    case Pattern::ILike:
        return operation("ILIKE", "NOT ILIKE");
    case Pattern::Regexp:
        return operation("~", "!~");
    case Pattern::IRegexp:
        return operation("~*", "!~*");
    }
    return {};
}

/// Below zero before the first ANALYZE or VACUUM.
Condition PostgresConditions::keptRowCount(const QString&, const QString&, const QString& quoted, bool) const
{
    return {QStringLiteral("SELECT CAST(reltuples AS bigint) FROM pg_class WHERE oid = to_regclass(?)"),
        {Value(quoted)}};
}

/// Both know how long a value is without unpacking it.
QString PostgresConditions::byteLength(const QString& column, const model::DataType& type) const
{
    return QStringLiteral("octet_length(") + readable(column, type) + u')';
}

QString PostgresConditions::head(const QString& column, const model::DataType& type, int characters) const
{
    return meaning(type) == model::TypeKind::Binary
               ? QStringLiteral("substring(%1 FROM 1 FOR %2)").arg(column).arg(characters)
               : QStringLiteral("left(%1, %2)").arg(readable(column, type)).arg(characters);
}

/// Of bytes and of text; everything else has to become text first.
QString PostgresConditions::readable(const QString& column, const model::DataType& type) const
{
    const model::TypeKind kind = meaning(type);
    return kind == model::TypeKind::Binary || kind == model::TypeKind::Text
               ? column
               : QStringLiteral("CAST(") + column + QStringLiteral(" AS text)");
}

Condition PostgresConditions::asText(const Condition& column, const model::DataType& type) const
{
    const bool text = type.dimensions == 0 && (type.kind == TypeKind::Varchar || type.kind == TypeKind::Char ||
                                                  type.kind == TypeKind::Text ||
                                                  type.native->compare(u"citext", Qt::CaseInsensitive) == 0);
    return text ? column : conditionOf(QStringLiteral("CAST(%1 AS text)"), column);
}

/// Types of its own kind may lack an operator (json, xml, point) or have one that is blind to something.
std::optional<Condition> PostgresConditions::unchanged(
    const Condition& column, const model::DataType& type, const Value& seen) const
{
    if (type.kind == TypeKind::Native || type.kind == TypeKind::Json)
        return std::nullopt;
    return conditionOf(QStringLiteral("%1 IS NOT DISTINCT FROM ?"), column, {seen});
}

Condition PostgresConditions::jsonAt(
    const Condition& column, const model::DataType& type, const QStringList& path, JsonAs as) const
{
    const Condition text = extracted("jsonb_extract_path_text", column, type, path);
    if (as == JsonAs::Text)
        return text;
    Condition result;
    return result << QStringLiteral("CASE WHEN jsonb_typeof(")
                  << extracted("jsonb_extract_path", column, type, path)
                  << QLatin1String(as == JsonAs::Number ? ") = 'number' THEN CAST(" : ") = 'boolean' THEN (")
                  << text << QLatin1String(as == JsonAs::Number ? " AS numeric) END" : ") END");
}

Condition PostgresConditions::jsonEquals(
    const Condition& column, const model::DataType& type, const Value& json) const
{
    return conditionOf(QStringLiteral("%1 = CAST(? AS jsonb)"), binary(column, type), {json});
}

std::optional<Condition> PostgresConditions::collection(const Condition& column, const model::DataType& type,
    Collection how, const Value& value, bool element) const
{
    const QString range = type.kind == TypeKind::Native && type.dimensions == 0 ? *type.native : QString();
    if (type.dimensions == 0 && !isJson(type) && range.isEmpty())
        return std::nullopt;
    const QString operation = QLatin1String(how == Collection::Contains    ? "@>"
                                            : how == Collection::Contained ? "<@"
                                                                           : "&&");
    if (isJson(type)) {
        if (how == Collection::Overlap)
            return std::nullopt;
        return conditionOf(QStringLiteral("%1 ") + operation + QStringLiteral(" CAST(? AS jsonb)"),
            binary(column, type), {value});
    }
    if (range.isEmpty())
        return conditionOf(QStringLiteral("%1 ") + operation + QStringLiteral(" ?"), column, {value});
    const QString operand = element ? elementOf(range) : range;
    if (operand.isEmpty() || (element && how != Collection::Contains))
        return std::nullopt;
    return conditionOf(
        QStringLiteral("%1 ") + operation + QStringLiteral(" CAST(? AS ") + operand + u')', column, {value});
}

} // namespace conjoin::orm
