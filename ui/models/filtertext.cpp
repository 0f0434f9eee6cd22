// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/filtertext.h"

#include "ui/models/rowfilter.h"

#include <QRegularExpression>

#include <optional>

namespace conjoin::ui {

namespace {

using orm::Json;
using Text = std::optional<QString>;

/// The only member of an object, or null.
const Json::Member* onlyMember(const Json& json)
{
    return json.isObject() && json.members().size() == 1 ? &json.members().front() : nullptr;
}

Text signOf(const QString& name)
{
    static const QList<std::pair<QString, QString>> signs{{QStringLiteral("eq"), QStringLiteral("=")},
        {QStringLiteral("ne"), QStringLiteral("!=")}, {QStringLiteral("lt"), QStringLiteral("<")},
        {QStringLiteral("lte"), QStringLiteral("<=")}, {QStringLiteral("gt"), QStringLiteral(">")},
        {QStringLiteral("gte"), QStringLiteral(">=")}};
    for (const auto& [word, sign] : signs) {
        if (word == name)
            return sign;
    }
    return std::nullopt;
}

/// A value behind a sign: plain where it is a number or a date, else in quotes.
Text literal(const Json& value)
{
    static const QRegularExpression plain(
        QStringLiteral("^[+-]?\\d[\\w.:+-]*$"), QRegularExpression::UseUnicodePropertiesOption);
    if (value.isArray() || value.isObject())
        return std::nullopt;
    if (!value.isString())
        return QString::fromUtf8(orm::compactJson(value));
    const QString text = value.string();
    return plain.match(text).hasMatch() ? text
                                        : u'\'' + QString(text).replace(u'\'', QStringLiteral("''")) + u'\'';
}

/// `{"born": {"lt": 2002}}` -> `born < 2002`
Text comparison(const QString& name, const Json& asked)
{
    const Json::Member* one = onlyMember(asked);
    const Text sign = one ? signOf(one->first) : std::nullopt;
    if (!sign)
        return std::nullopt;
    if (one->second.isNull() && (*sign == u"=" || *sign == u"!="))
        return filterName(name) + (*sign == u"=" ? QStringLiteral(" is null") : QStringLiteral(" is not null"));
    const Text value = literal(one->second);
    return value ? Text(QStringLiteral("%1 %2 %3").arg(filterName(name), *sign, *value)) : std::nullopt;
}

/// What is asked of one associated row, and in the member called like its junction of the link to it.
Text comparisons(const QString& junction, const Json& asked)
{
    QStringList parts;
    const auto add = [&](const Json& condition, const auto& again) -> bool {
        if (!condition.isObject())
            return false;
        for (const auto& [name, value] : condition.members()) {
            if (name == u"and" && value.isArray()) {
                for (const Json& one : value.items()) {
                    if (!again(one, again))
                        return false;
                }
            } else if (name == junction) {
                if (!again(value, again))
                    return false;
            } else if (const Text one = comparison(name, value)) {
                parts += *one;
            } else {
                return false;
            }
        }
        return true;
    };
    return add(asked, add) && !parts.isEmpty() ? Text(parts.join(QStringLiteral(", "))) : std::nullopt;
}

/// What is asked of the rows that a row is linked to.
Text question(const orm::ModelRegistry& registry, const orm::Association& association, const Json& asked)
{
    const Json::Member* one = onlyMember(asked);
    if (!one)
        return std::nullopt;
    const QString name = filterName(association.name);
    const auto& [word, value] = *one;
    if (word == u"has" && value.isBool())
        return name + (value.toBool() ? QStringLiteral(": any") : QStringLiteral(": none"));
    if (word == u"count") {
        const Text count = comparison(QStringLiteral("count"), value);
        return count ? Text(name + u' ' + *count) : std::nullopt;
    }
    if (word != u"has" && word != u"hasNone")
        return std::nullopt;
    const QString junction = association.through < 0 ? QString() : registry.at(association.through).name;
    const Text parts = comparisons(junction, value);
    return parts ? Text(name + (word == u"has" ? QStringLiteral(" any ") : QStringLiteral(" none ")) + *parts)
                 : std::nullopt;
}

/// What is looked for in every text, where that is it.
Text wordOf(const Json& any)
{
    for (const Json& one : any.isArray() ? any.items() : Json::Array()) {
        const Json::Member* attribute = onlyMember(one);
        const Json::Member* asked = attribute ? onlyMember(attribute->second) : nullptr;
        if (asked && asked->second.isString())
            return asked->second.string();
    }
    return std::nullopt;
}

Text wordsFor(const orm::ModelRegistry& registry, int model, const Json& condition)
{
    const Json::Member* one = onlyMember(condition);
    if (!one)
        return std::nullopt;
    const auto& [name, asked] = *one;
    if (name == u"or")
        return wordOf(asked);
    if (name == u"and" && asked.isArray()) {
        QStringList parts;
        for (const Json& part : asked.items()) {
            const Text words = wordsFor(registry, model, part);
            if (!words)
                return std::nullopt;
            parts += *words;
        }
        return parts.join(QStringLiteral(" and "));
    }
    if (const orm::Association* association = registry.at(model).association(name))
        return question(registry, *association, asked);
    return registry.at(model).attribute(name) ? comparison(name, asked) : std::nullopt;
}

} // namespace

QString filterText(const orm::ModelRegistry& registry, int model, const Json& condition)
{
    if (condition.isNull())
        return {};
    if (const Text words = wordsFor(registry, model, condition)) {
        // It may be understood otherwise: a column may be called like an association, a word be none.
        const Result<Json> meant = filterCondition(registry, model, *words);
        if (meant && *meant == condition)
            return *words;
    }
    return QString::fromUtf8(orm::compactJson(condition));
}

} // namespace conjoin::ui
