// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/importvalues.h"

#include "orm/sql/givenvalues.h"
#include "orm/sql/rowlookup.h"

#include <QRegularExpression>

namespace conjoin::sql {

using orm::Value;

namespace {

/// A decimal without zeros that say nothing: 1.5 and 01.50 are one number.
QString plainDecimal(const QString& text)
{
    static const QRegularExpression decimal(QStringLiteral("^([+-]?)0*(\\d+?)(?:\\.(\\d*?)0*)?$"));
    const QRegularExpressionMatch match = decimal.match(text.trimmed());
    if (!match.hasMatch())
        return text;
    const QString whole = match.captured(2), rest = match.captured(3);
    const bool negative = match.captured(1) == u"-" && (whole != u"0" || !rest.isEmpty());
    return (negative ? QStringLiteral("-") : QString()) + whole + (rest.isEmpty() ? QString() : u'.' + rest);
}

} // namespace

bool holdsAlready(
    const orm::Attribute& attribute, const Value& stored, const Value& value, const orm::Json& given)
{
    if (sameValue(stored, value))
        return true;
    if (attribute.type.isNumber() && stored.isText() && value.isText() &&
        plainDecimal(stored.text()) == plainDecimal(value.text()))
        return true;
    return isAsRead(given, stored, attribute);
}

} // namespace conjoin::sql
