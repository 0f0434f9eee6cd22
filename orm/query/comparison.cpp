// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/comparison.h"

#include "orm/base/moment.h"
#include "orm/dialect/conditionsyntax.h"
#include "orm/dialect/dialecttitle.h"
#include "orm/dialect/storedmoment.h"
#include "orm/entity/unknownname.h"

#include <QRegularExpression>

#include <algorithm>

namespace conjoin::orm {

using model::TypeKind;
using Pattern = ConditionSyntax::Pattern;

namespace {

constexpr const char* alwaysFalse = "1 = 0";
constexpr const char* alwaysTrue = "1 = 1";

bool isOneOf(const QString& wanted, std::initializer_list<const char*> names)
{
    return std::any_of(
        names.begin(), names.end(), [&](const char* name) { return wanted == QLatin1String(name); });
}

bool isNegative(const QString& operation)
{
    return operation == u"ne" || operation == u"isNot" || operation == u"not";
}

bool isEquality(const QString& operation)
{
    return isNegative(operation) || operation == u"eq" || operation == u"is";
}

/// `text` with the pattern characters of LIKE made plain by `!`: a backslash is an escape to some engines and
/// none to others.
QString escapedPattern(QString text)
{
    text.replace(u'!', QStringLiteral("!!"));
    text.replace(u'%', QStringLiteral("!%"));
    text.replace(u'_', QStringLiteral("!_"));
    return text;
}

bool isJson(const model::DataType& type)
{
    return type.dimensions == 0 && (type.kind == TypeKind::Json || type.kind == TypeKind::Jsonb);
}

bool isOperators(const Json& json)
{
    static const QStringList known = comparisonOperators();
    return json.isObject() && !json.members().empty() &&
           std::all_of(json.members().begin(), json.members().end(),
               [](const Json::Member& member) { return known.contains(member.first); });
}

bool isMoment(const model::DataType& type)
{
    const TypeKind kind = meaning(type);
    return type.dimensions == 0 &&
           (kind == TypeKind::Date || kind == TypeKind::Timestamp || kind == TypeKind::TimestampTz);
}

/// What an engine reads as a date or a moment begins with digits and goes on with digits and what parts them.
bool looksLikeMoment(const QString& text)
{
    static const QRegularExpression digits(QStringLiteral("^\\s*\\d[-\\d:./TZtz +]*$"));
    return digits.match(text).hasMatch();
}

/// The attribute that `{"$col": "name"}` names; empty where the JSON is something else.
QString namedColumn(const Json& json)
{
    if (!json.isObject() || json.members().size() != 1 || json.members().front().first != u"$col")
        return {};
    return json.members().front().second.isString() ? json.members().front().second.string() : QString();
}

/// As what a part of a JSON value is to be compared with `given`, by the first value in it.
ConditionSyntax::JsonAs comparedAs(const Json& given)
{
    if (given.isNumber())
        return ConditionSyntax::JsonAs::Number;
    if (given.isBool())
        return ConditionSyntax::JsonAs::Boolean;
    if (given.isArray() && !given.items().empty())
        return comparedAs(given.items().front());
    if (given.isObject() && !given.members().empty())
        return comparedAs(given.members().front().second);
    return ConditionSyntax::JsonAs::Text;
}

/// `[1, 5]` as the range that includes its lower end only.
std::optional<QString> rangeText(const Json& json)
{
    if (!json.isArray() || json.items().size() != 2)
        return std::nullopt;
    QString text = QStringLiteral("[");
    for (size_t i = 0; i < 2; ++i) {
        const Json& bound = json.items()[i];
        if (!bound.isNull() && !bound.isNumber() && !bound.isString())
            return std::nullopt;
        QString end = bound.isNull() ? QString() : bound.isNumber() ? bound.digits() : bound.string();
        if (bound.isString()) {
            end.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
            end = u'"' + end + u'"';
        }
        text += end + QLatin1String(i == 0 ? "," : ")");
    }
    return text;
}

} // namespace

QStringList comparisonOperators()
{
    QStringList names;
    for (const char* name : {"eq", "ne", "gt", "gte", "lt", "lte", "between", "notBetween", "in", "notIn",
             "like", "notLike", "iLike", "notILike", "startsWith", "endsWith", "substring", "iStartsWith",
             "iEndsWith", "iSubstring", "regexp", "notRegexp", "iRegexp", "notIRegexp", "is", "isNot", "not",
             "and", "or", "any", "all", "contains", "contained", "overlap"})
        names.append(QString::fromLatin1(name));
    return names;
}

Condition anyOf(const std::vector<Condition>& parts)
{
    Condition result;
    if (parts.empty())
        return result << QLatin1String(alwaysFalse);
    result << QStringLiteral("(");
    for (size_t i = 0; i < parts.size(); ++i)
        result << QString::fromLatin1(i == 0 ? "" : " OR ") << QStringLiteral("(") << parts[i]
               << QStringLiteral(")");
    return result << QStringLiteral(")");
}

Condition negated(const Condition& condition)
{
    if (condition.isEmpty())
        return {QLatin1String(alwaysFalse), {}};
    Condition result;
    return result << QStringLiteral("NOT (") << condition << QStringLiteral(")");
}

bool meansNull(const Json& json)
{
    if (json.isNull())
        return true;
    if (!json.isObject() || json.members().size() != 1)
        return false;
    const auto& [key, value] = json.members().front();
    return value.isNull() && (key == u"is" || key == u"eq");
}

Result<Condition> ComparisonCompiler::compare(
    const Operand& operand, const Json& json, const QString& place) const
{
    if (json.isArray() && operand.type.dimensions == 0 && !isJson(operand.type))
        return apply(operand, QStringLiteral("in"), json, place);
    if (!json.isObject() || !namedColumn(json).isEmpty())
        return apply(operand, QStringLiteral("eq"), json, place);
    if (json.members().empty())
        return inputError(place, message("where.empty", "an empty object asks nothing"),
            message("where.empty.hint", "write a value, or an operator such as {\"gte\": 18}"));
    if (isJson(operand.type) && !isOperators(json))
        return compareAt(operand, {}, json, place);
    Condition result;
    for (const auto& [operation, given] : json.members()) {
        auto part = apply(operand, operation, given, place + u'.' + operation);
        if (!part)
            return part;
        result.and_(*part);
    }
    return result;
}

Result<Condition> ComparisonCompiler::compareAt(
    const Operand& operand, const QStringList& path, const Json& json, const QString& place) const
{
    if (json.isObject() && json.members().empty())
        return inputError(place, message("where.empty", "an empty object asks nothing"),
            message("where.empty.hint", "write a value, or an operator such as {\"gte\": 18}"));
    if (!json.isObject() || isOperators(json) || !namedColumn(json).isEmpty()) {
        const auto at = [&](ConditionSyntax::JsonAs as) {
            Operand part = operand;
            part.sql = dialect_.conditions().jsonAt(operand.sql, operand.type, path, as);
            part.type = as == ConditionSyntax::JsonAs::Number ? model::DataType::verbatim({})
                                                              : model::DataType::of(TypeKind::Text);
            return part;
        };
        if (!isOperators(json))
            return compare(at(comparedAs(json)), json, place);
        Condition result; // each operator by what it is given
        for (const Json::Member& member : json.members()) {
            auto part = compare(at(comparedAs(member.second)), Json(Json::Object{member}), place);
            if (!part)
                return part;
            result.and_(*part);
        }
        return result;
    }
    Condition result;
    for (const auto& [key, value] : json.members()) {
        auto part = compareAt(operand, path + QStringList{key}, value, place + u'.' + key);
        if (!part)
            return part;
        result.and_(*part);
    }
    return result;
}

Error ComparisonCompiler::unsupported(const QString& operation, const QString& place) const
{
    return inputError(place, message("where.unsupported", "\"%1\" is not available on %2 for this column",
                                 {operation, dialectTitle(dialect_.name())}));
}

/// The value as the engine's column would hold it.
Result<Value> ComparisonCompiler::given(const Operand& operand, const Json& json, const QString& place) const
{
    auto value = valueFromJson(json, operand.type, place);
    if (!value)
        return value;
    if (value->isText() && isMoment(operand.type) && dialect_.conditions().guessesMoments() &&
        !looksLikeMoment(value->text())) {
        return inputError(place,
            message("value.type", "%1 does not fit the type %2",
                {QString::fromUtf8(compactJson(json)), model::typeText(operand.type)}),
            message("value.moment", "a date is written 2026-01-31, a moment 2026-01-31T12:00:00Z"));
    }
    return storedMoment(std::move(*value), operand.type, dialect_);
}

/// The right side of a comparison: a bound value, or another column of the row.
Result<Condition> ComparisonCompiler::right(
    const Operand& operand, const Json& json, const QString& place) const
{
    if (const QString name = namedColumn(json); !name.isEmpty() && operand.model) {
        if (!operand.model->attribute(name))
            return unknownAttribute(*operand.model, name, place);
        return Condition{operand.alias + u'.' + dialect_.quoted(operand.model->column(name)), {}};
    }
    // Booleans of JSON are compared by name.
    if (json.isBool() && operand.type.kind == TypeKind::Text)
        return Condition{QStringLiteral("?"), {Value(QLatin1String(json.toBool() ? "true" : "false"))}};
    auto value = given(operand, json, place);
    if (!value)
        return failure(value);
    const QString hole = dialect_.conditions().parameter(*value, operand.type);
    const Condition bound{hole, {std::move(*value)}};
    return operand.byTime ? dialect_.conditions().byTime(bound) : bound;
}

/// Whether the texts of a column must be compared by the time that they say: a moment is given with a zone, and
/// nobody knows how those were written.
bool ComparisonCompiler::isComparedByTime(const Operand& operand, const Json& json) const
{
    if (json.isArray()) {
        return !json.items().empty() &&
               std::all_of(json.items().begin(), json.items().end(),
                   [&](const Json& item) { return item.isNull() || isComparedByTime(operand, item); });
    }
    if (!dialect_.capabilities().momentsWithZone || operand.byTime || !isMoment(operand.type) ||
        operand.type.kind == TypeKind::TimestampTz || meaning(operand.type) == TypeKind::Date ||
        !json.isString())
        return false;
    constexpr qsizetype milliseconds = 4; // with the point
    const auto moment = momentWithZone(json.string());
    return moment && moment->fraction.size() <= milliseconds;
}

Result<Condition> ComparisonCompiler::apply(
    const Operand& operand, const QString& operation, const Json& json, const QString& place) const
{
    if (isEquality(operation) && json.isNull()) {
        Condition result = operand.sql;
        return result << QLatin1String(isNegative(operation) ? " IS NOT NULL" : " IS NULL");
    }
    const bool ordered = isEquality(operation) ||
                         isOneOf(operation, {"gt", "gte", "lt", "lte", "in", "notIn", "between", "notBetween"});
    if (ordered && isComparedByTime(operand, json)) {
        Operand timed = operand;
        timed.sql = dialect_.conditions().byTime(operand.sql);
        timed.byTime = true;
        return apply(timed, operation, json, place);
    }
    const bool isList = json.isArray() && operand.type.dimensions == 0 && !isJson(operand.type);
    if (operation == u"in" || operation == u"notIn" || (isEquality(operation) && isList))
        return list(operand, json, isNegative(operation) || operation == u"notIn", place);
    if (operation == u"not" && json.isObject() && namedColumn(json).isEmpty() && !isJson(operand.type)) {
        auto inner = compare(operand, json, place);
        return inner ? negated(*inner) : inner;
    }
    if (operation == u"and" || operation == u"or")
        return connected(operand, operation, json, place);
    if (operation == u"between" || operation == u"notBetween")
        return between(operand, operation == u"notBetween", json, place);
    if (isOneOf(operation, {"any", "all"}))
        return relation(operand, QStringLiteral("eq"), Json(Json::Object{{operation, json}}), place);
    if (isOneOf(operation, {"contains", "contained", "overlap"}))
        return collection(operand, operation, json, place);
    if (isEquality(operation) || isOneOf(operation, {"gt", "gte", "lt", "lte"}))
        return relation(operand, operation, json, place);
    if (!comparisonOperators().contains(operation))
        return inputError(place, message("where.operator", "no operator is called \"%1\"", {operation}),
            nameHint(operation, comparisonOperators()));
    return pattern(operand, operation, json, place);
}

/// `=`, `<` and their kin, also with any or all of a list.
Result<Condition> ComparisonCompiler::relation(
    const Operand& operand, const QString& operation, const Json& json, const QString& place) const
{
    if (json.isObject() && json.members().size() == 1 &&
        isOneOf(json.members().front().first, {"any", "all"})) {
        const auto& [quantifier, items] = json.members().front();
        if (!items.isArray())
            return inputError(place, message("where.in", "a list of values is needed"));
        std::vector<Condition> each;
        for (const Json& item : items.items()) {
            auto part = apply(operand, operation, item, place);
            if (!part)
                return part;
            each.push_back(std::move(*part));
        }
        if (quantifier == u"any")
            return anyOf(each);
        Condition all;
        for (const Condition& part : each)
            all.and_(part);
        return all.isEmpty() ? Condition{QLatin1String(alwaysTrue), {}} : all;
    }
    if (json.isNull())
        return inputError(place, message("where.null", "null can't be compared by \"%1\"", {operation}));
    if (isJson(operand.type) && isEquality(operation) && namedColumn(json).isEmpty()) {
        auto value = valueFromJson(json, operand.type, place);
        if (!value)
            return failure(value);
        const Condition same = dialect_.conditions().jsonEquals(operand.sql, operand.type, *value);
        return isNegative(operation) ? negated(same) : same;
    }
    static const QHash<QString, QString> signs{{QStringLiteral("eq"), QStringLiteral(" = ")},
        {QStringLiteral("ne"), QStringLiteral(" <> ")}, {QStringLiteral("gt"), QStringLiteral(" > ")},
        {QStringLiteral("gte"), QStringLiteral(" >= ")}, {QStringLiteral("lt"), QStringLiteral(" < ")},
        {QStringLiteral("lte"), QStringLiteral(" <= ")}, {QStringLiteral("is"), QStringLiteral(" = ")},
        {QStringLiteral("isNot"), QStringLiteral(" <> ")}, {QStringLiteral("not"), QStringLiteral(" <> ")}};
    auto other = right(operand, json, place);
    if (!other)
        return other;
    Condition result = operand.sql;
    result << signs.value(operation) << *other;
    if (operation != u"isNot")
        return result;
    Condition null = operand.sql;
    return anyOf({result, null << QStringLiteral(" IS NULL")});
}

/// Several conditions on one attribute.
Result<Condition> ComparisonCompiler::connected(
    const Operand& operand, const QString& operation, const Json& json, const QString& place) const
{
    if (!json.isArray() && !json.isObject())
        return inputError(place, message("where.list", "\"%1\" takes a list or an object", {operation}));
    Json::Array items;
    if (json.isArray()) {
        items = json.items();
    } else {
        for (const Json::Member& member : json.members())
            items.push_back(Json(Json::Object{member}));
    }
    std::vector<Condition> each;
    for (const Json& item : items) {
        auto part = compare(operand, item, place);
        if (!part)
            return part;
        each.push_back(std::move(*part));
    }
    if (operation == u"or")
        return anyOf(each);
    Condition all;
    for (const Condition& part : each)
        all.and_(part);
    return all;
}

Result<Condition> ComparisonCompiler::between(
    const Operand& operand, bool negative, const Json& json, const QString& place) const
{
    if (!json.isArray() || json.items().size() != 2) {
        return inputError(place, message("where.between", "\"%1\" takes a list of two values",
                                     {QLatin1String(negative ? "notBetween" : "between")}));
    }
    Condition result = operand.sql;
    result << QLatin1String(negative ? " NOT BETWEEN " : " BETWEEN ");
    for (size_t i = 0; i < 2; ++i) {
        auto bound = right(operand, json.items()[i], place);
        if (!bound)
            return bound;
        result << *bound << QLatin1String(i == 0 ? " AND " : "");
    }
    return result;
}

Result<Condition> ComparisonCompiler::list(
    const Operand& operand, const Json& json, bool negative, const QString& place) const
{
    if (!json.isArray())
        return inputError(place, message("where.in", "a list of values is needed"));
    Condition items;
    bool hasNull = false;
    for (const Json& item : json.items()) {
        if (item.isNull()) {
            hasNull = true;
            continue;
        }
        auto value = right(operand, item, place);
        if (!value)
            return value;
        items << QLatin1String(items.isEmpty() ? "" : ", ") << *value;
    }
    Condition among = operand.sql;
    among << QLatin1String(negative ? " NOT IN (" : " IN (") << items << QStringLiteral(")");
    Condition null = operand.sql;
    null << QLatin1String(negative ? " IS NOT NULL" : " IS NULL");
    if (items.isEmpty())
        return hasNull ? null : Condition{QLatin1String(negative ? alwaysTrue : alwaysFalse), {}};
    if (!hasNull)
        return among;
    if (!negative)
        return anyOf({among, null});
    among.and_(null);
    return among;
}

Result<Condition> ComparisonCompiler::pattern(
    const Operand& operand, const QString& operation, const Json& json, const QString& place) const
{
    if (json.isObject() && json.members().size() == 1 && isOneOf(json.members().front().first, {"any", "all"}))
        return relation(operand, operation, json, place);
    if (!json.isString() && !json.isNumber())
        return inputError(place, message("where.like", "\"%1\" takes a text", {operation}));
    QString text = json.isString() ? json.string() : json.digits();
    const ConditionSyntax& syntax = dialect_.conditions();
    const Condition left = syntax.asText(operand.sql, operand.type);
    const bool blind = isOneOf(operation, {"iStartsWith", "iEndsWith", "iSubstring"}); // to letter case
    if (blind || isOneOf(operation, {"startsWith", "endsWith", "substring"})) {
        text = escapedPattern(text);
        if (!operation.endsWith(u"startsWith", Qt::CaseInsensitive))
            text.prepend(u'%');
        if (!operation.endsWith(u"endsWith", Qt::CaseInsensitive))
            text.append(u'%');
        Condition matched = syntax.matches(left, blind ? Pattern::ILike : Pattern::Like, false, Value(text));
        return matched << QStringLiteral(" ESCAPE '!'");
    }
    const bool negative = operation.startsWith(u"not");
    const QString plain = negative ? operation.mid(3) : operation;
    const Pattern how = plain.compare(u"like", Qt::CaseInsensitive) == 0     ? Pattern::Like
                        : plain.compare(u"iLike", Qt::CaseInsensitive) == 0  ? Pattern::ILike
                        : plain.compare(u"regexp", Qt::CaseInsensitive) == 0 ? Pattern::Regexp
                                                                             : Pattern::IRegexp;
    return syntax.matches(left, how, negative, Value(text));
}

/// What holds several things: arrays, ranges, JSON.
Result<Condition> ComparisonCompiler::collection(
    const Operand& operand, const QString& operation, const Json& json, const QString& place) const
{
    const auto how = operation == u"contains"    ? ConditionSyntax::Collection::Contains
                     : operation == u"contained" ? ConditionSyntax::Collection::Contained
                                                 : ConditionSyntax::Collection::Overlap;
    Value value;
    bool element = false;
    if (operand.type.dimensions > 0 || isJson(operand.type)) {
        const bool one = operand.type.dimensions > 0 && !json.isArray();
        auto given = valueFromJson(one ? Json(Json::Array{json}) : json, operand.type, place);
        if (!given)
            return failure(given);
        value = std::move(*given);
    } else if (const std::optional<QString> range = rangeText(json)) {
        value = Value(*range);
    } else if (json.isNumber() || json.isString()) {
        element = true;
        value = Value(json.isNumber() ? json.digits() : json.string());
    } else {
        return inputError(place, message("where.range", "a range is a list of its two ends"));
    }
    auto result = dialect_.conditions().collection(operand.sql, operand.type, how, value, element);
    if (!result)
        return unsupported(operation, place);
    return *result;
}

} // namespace conjoin::orm
