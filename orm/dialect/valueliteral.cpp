// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/valueliteral.h"

#include "orm/base/moment.h"
#include "orm/dialect/storedmoment.h"

#include <QLocale>
#include <QRegularExpression>

#include <cmath>

namespace conjoin::orm {

namespace {

QString realLiteral(double value, const Dialect& dialect)
{
    if (std::isnan(value))
        return dialect.textLiteral(QStringLiteral("NaN"));
    if (std::isinf(value)) {
        if (dialect.capabilities().freeTypeNames) // SQLite has no word for it
            return QString::fromLatin1(value > 0 ? "9e999" : "-9e999");
        return dialect.textLiteral(QString::fromLatin1(value > 0 ? "Infinity" : "-Infinity"));
    }
    QString text = QString::number(value, 'g', QLocale::FloatingPointShortest);
    if (!text.contains(u'.') && !text.contains(u'e'))
        text += QStringLiteral(".0"); // a whole number would be stored as one where types are free
    return text;
}

QString bytesLiteral(const QByteArray& bytes, const Dialect& dialect)
{
    const QString digits = QString::fromLatin1(bytes.toHex());
    if (dialect.capabilities().arrays) // X'…' is a string of bits there
        return QStringLiteral("'\\x%1'::bytea").arg(digits);
    return QStringLiteral("X'%1'").arg(digits);
}

/// A moment with a zone in the words of an engine that keeps it, or as it is kept where there is no zone.
QString momentLiteral(const QString& text, const model::DataType& type, const Dialect& dialect)
{
    const Value stored = storedMoment(Value(text), type, dialect);
    return dialect.textLiteral(stored.text());
}

} // namespace

QString valueLiteral(const Value& value, const model::DataType& type, const Dialect& dialect)
{
    if (value.isNull())
        return QStringLiteral("NULL");
    if (value.isBytes())
        return bytesLiteral(value.bytes(), dialect);
    const model::TypeKind kind = type.dimensions > 0 ? model::TypeKind::Native : meaning(type);
    if (value.isInteger()) {
        const qint64 number = value.integer();
        if (kind == model::TypeKind::Boolean && dialect.capabilities().syntax.booleans &&
            (number == 0 || number == 1))
            return QString::fromLatin1(number == 1 ? "TRUE" : "FALSE");
        if (number == std::numeric_limits<qint64>::min()) // its digits without the sign are too many
            return QStringLiteral("(-9223372036854775807 - 1)");
        return QString::number(number);
    }
    if (value.isReal())
        return realLiteral(value.real(), dialect);
    if (kind == model::TypeKind::Timestamp || kind == model::TypeKind::TimestampTz)
        return momentLiteral(value.text(), type, dialect);
    static const QRegularExpression decimal(QStringLiteral("^-?\\d+(\\.\\d+)?$"));
    if (kind == model::TypeKind::Decimal && !dialect.capabilities().freeTypeNames &&
        decimal.match(value.text()).hasMatch())
        return value.text(); // where a text would stay one, it is written as a text as it was read
    return dialect.textLiteral(value.text());
}

} // namespace conjoin::orm
