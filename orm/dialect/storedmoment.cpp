// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/storedmoment.h"

#include "orm/base/moment.h"

namespace conjoin::orm {

Value storedMoment(Value value, const model::DataType& type, const Dialect& dialect)
{
    if (!value.isText() || type.dimensions > 0)
        return value;
    const model::TypeKind kind = meaning(type);
    if (kind != model::TypeKind::Timestamp && kind != model::TypeKind::TimestampTz)
        return value;
    const bool asText = dialect.capabilities().momentsWithZone;
    if (asText && type.kind != model::TypeKind::TimestampTz)
        return value;
    const std::optional<Moment> moment = momentWithZone(value.text());
    if (!moment)
        return value;
    const QString text = moment->date + u' ' + moment->time;
    if (!asText)
        return Value(text + moment->fraction);
    constexpr qsizetype milliseconds = 4; // with the point
    const QString fraction = moment->fraction.isEmpty() ? QStringLiteral(".") : moment->fraction;
    return Value(text + fraction.leftJustified(milliseconds, u'0') + QStringLiteral(" +00:00"));
}

} // namespace conjoin::orm
