// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/conditionsyntax.h"

namespace conjoin::orm {

Condition ConditionSyntax::matches(const Condition& left, Pattern how, bool negated, const Value& pattern) const
{
    const auto by = [&](const char* form, const Value& given) {
        return conditionOf(
            QString::fromLatin1(form).replace(QStringLiteral("%2"), QLatin1String(negated ? "NOT " : "")), left,
            {given});
    };
    switch (how) {
    case Pattern::Like:
        return by("%1 %2LIKE ?", pattern);
    case Pattern::ILike:
        return by("LOWER(%1) %2LIKE LOWER(?)", pattern);
    case Pattern::Regexp:
        return by("%1 %2REGEXP ?", pattern);
    case Pattern::IRegexp:
        return by("%1 %2REGEXP ?", Value(QStringLiteral("(?i)") + pattern.text()));
    }
    return {};
}

QString ConditionSyntax::parameter(const Value&, const model::DataType&) const
{
    return QStringLiteral("?");
}

Condition ConditionSyntax::asText(const Condition& column, const model::DataType&) const
{
    return column;
}

} // namespace conjoin::orm
