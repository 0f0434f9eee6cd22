// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/base/moment.h"

#include <QDateTime>
#include <QRegularExpression>

namespace conjoin::orm {

using model::TypeKind;

TypeKind meaning(const model::DataType& declared)
{
    if (declared.kind != TypeKind::Native)
        return declared.kind;
    if (declared.native->trimmed().isEmpty())
        return TypeKind::Native;
    if (QString(declared.native).remove(u' ').compare(u"tinyint(1)", Qt::CaseInsensitive) == 0)
        return TypeKind::Boolean;
    return model::parseType(declared.native).kind;
}

std::optional<Moment> momentWithZone(const QString& text)
{
    static const QRegularExpression withZone(QStringLiteral(
        "^(\\d{4}-\\d\\d-\\d\\d)[ T](\\d\\d:\\d\\d:\\d\\d)(\\.\\d+)? ?(?:([Zz])|([+-])(\\d\\d):?(\\d\\d)?)$"));
    const QRegularExpressionMatch match = withZone.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    QDateTime moment(QDate::fromString(match.captured(1), Qt::ISODate),
        QTime::fromString(match.captured(2), Qt::ISODate), Qt::UTC);
    if (!moment.isValid())
        return std::nullopt;
    if (match.captured(4).isEmpty()) {
        const int seconds = match.captured(6).toInt() * 3600 + match.captured(7).toInt() * 60;
        moment = moment.addSecs(match.captured(5) == u"-" ? seconds : -seconds);
    }
    return Moment{moment.toString(QStringLiteral("yyyy-MM-dd")), moment.toString(QStringLiteral("HH:mm:ss")),
        match.captured(3)};
}

} // namespace conjoin::orm
