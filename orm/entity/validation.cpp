// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/entity/validation.h"

#include <QDateTime>
#include <QHash>
#include <QRegularExpression>
#include <QUuid>

#include <algorithm>
#include <functional>
#include <optional>

namespace conjoin::orm {

namespace {

QString textOf(const Json& json)
{
    if (json.isString())
        return json.string();
    return json.isNumber() ? json.digits() : QString::fromUtf8(compactJson(json));
}

Json::Array listOf(const Json& json)
{
    return json.isArray() ? json.items() : Json::Array{json};
}

std::optional<double> numberOf(const Json& json)
{
    bool ok = false;
    const double number = textOf(json).toDouble(&ok);
    return ok ? std::optional(number) : std::nullopt;
}

bool matches(const QString& text, const char* pattern)
{
    return QRegularExpression(QLatin1String(pattern)).match(text).hasMatch();
}

/// A pattern as text, or as `[pattern, flags]`.
bool matches(const QString& text, const Json& pattern)
{
    const Json::Array parts = listOf(pattern);
    QRegularExpression expression(parts.empty() ? QString() : textOf(parts.front()));
    if (parts.size() > 1 && textOf(parts[1]).contains(u'i'))
        expression.setPatternOptions(QRegularExpression::CaseInsensitiveOption);
    return expression.match(text).hasMatch();
}

bool isOneOf(const Json& list, const QString& text)
{
    Json::Array items = listOf(list);
    if (items.size() == 1 && items.front().isArray()) // Sequelize writes [[…]]
        items = Json::Array(items.front().items());
    return std::any_of(items.begin(), items.end(), [&](const Json& item) { return textOf(item) == text; });
}

bool hasLength(const QString& text, const Json& bounds)
{
    const Json::Array list = listOf(bounds);
    const auto bound = [&](size_t i) { return i < list.size() ? numberOf(list[i]) : std::nullopt; };
    const auto least = bound(0);
    const auto most = bound(1);
    return (!least || double(text.size()) >= *least) && (!most || double(text.size()) <= *most);
}

/// The value's text, the value and the validator's argument.
using Validator = std::function<bool(const QString&, const Json&, const Json&)>;

const QHash<QString, Validator>& validators()
{
    const auto pattern = [](const char* text) -> Validator {
        return [text](const QString& value, const Json&, const Json&) { return matches(value, text); };
    };
    static const QHash<QString, Validator> all{
        {QStringLiteral("notNull"), [](const QString&, const Json&, const Json&) { return true; }},
        {QStringLiteral("notEmpty"),
            [](const QString& text, const Json&, const Json&) { return !text.trimmed().isEmpty(); }},
        {QStringLiteral("len"),
            [](const QString& text, const Json&, const Json& bounds) { return hasLength(text, bounds); }},
        {QStringLiteral("min"),
            [](const QString&, const Json& value, const Json& least) {
                const auto number = numberOf(value);
                const auto bound = numberOf(listOf(least).front());
                return number && bound && *number >= *bound;
            }},
        {QStringLiteral("max"),
            [](const QString&, const Json& value, const Json& most) {
                const auto number = numberOf(value);
                const auto bound = numberOf(listOf(most).front());
                return number && bound && *number <= *bound;
            }},
        {QStringLiteral("is"),
            [](const QString& text, const Json&, const Json& wanted) { return matches(text, wanted); }},
        {QStringLiteral("not"),
            [](const QString& text, const Json&, const Json& unwanted) { return !matches(text, unwanted); }},
        {QStringLiteral("isIn"),
            [](const QString& text, const Json&, const Json& list) { return isOneOf(list, text); }},
        {QStringLiteral("notIn"),
            [](const QString& text, const Json&, const Json& list) { return !isOneOf(list, text); }},
        {QStringLiteral("equals"),
            [](const QString& text, const Json&, const Json& wanted) { return text == textOf(wanted); }},
        {QStringLiteral("contains"),
            [](const QString& text, const Json&, const Json& part) { return text.contains(textOf(part)); }},
        {QStringLiteral("notContains"),
            [](const QString& text, const Json&, const Json& part) { return !text.contains(textOf(part)); }},
        {QStringLiteral("isDate"),
            [](const QString& text, const Json&, const Json&) {
                return QDateTime::fromString(text, Qt::ISODateWithMs).isValid();
            }},
        {QStringLiteral("isUUID"),
            [](const QString& text, const Json&, const Json&) { return !QUuid::fromString(text).isNull(); }},
        {QStringLiteral("isInt"), pattern("^[-+]?\\d+$")},
        {QStringLiteral("isFloat"), pattern("^[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?$")},
        {QStringLiteral("isDecimal"), pattern("^[-+]?(\\d+\\.?\\d*|\\.\\d+)$")},
        {QStringLiteral("isNumeric"), pattern("^[-+]?(\\d+\\.?\\d*|\\.\\d+)$")},
        {QStringLiteral("isAlpha"), pattern("^[A-Za-z]+$")},
        {QStringLiteral("isAlphanumeric"), pattern("^[A-Za-z0-9]+$")},
        {QStringLiteral("isLowercase"),
            [](const QString& text, const Json&, const Json&) { return text == text.toLower(); }},
        {QStringLiteral("isUppercase"),
            [](const QString& text, const Json&, const Json&) { return text == text.toUpper(); }},
        {QStringLiteral("isEmail"), pattern("^[^\\s@]+@[^\\s@.]+(\\.[^\\s@.]+)+$")},
        {QStringLiteral("isUrl"), pattern("^([a-z]+://)?[^\\s/?#.]+(\\.[^\\s/?#.]+)+([/?#]\\S*)?$")},
    };
    return all;
}

} // namespace

Result<void> validate(const Json& rules, const Json& value, const QString& place)
{
    if (!rules.isObject() || value.isNull())
        return {};
    for (const auto& [name, rule] : rules.members()) {
        const auto validator = validators().constFind(name);
        if (validator == validators().cend())
            return inputError(place, message("unsupported", "%1 is not supported", {name}),
                didYouMean(name, validators().keys()));
        if (rule.isBool() && !rule.toBool())
            continue;
        const Json* given = rule.find(QStringLiteral("args"));
        const Json* said = rule.find(QStringLiteral("msg"));
        if ((*validator)(textOf(value), value, given ? *given : rule))
            continue;
        if (said && said->isString())
            return inputError(place, message("validation.said", "%1", {said->string()}));
        return inputError(
            place, message("validation.failed", "Validation %1 on %2 failed", {name, place.section(u'.', -1)}));
    }
    return {};
}

} // namespace conjoin::orm
