// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/modeltypes.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace conjoin::orm {

using model::DataType;
using model::TypeKind;

namespace {

struct Name {
    const char* text;
    TypeKind kind;
};

constexpr std::array plainNames{
    Name{"TEXT", TypeKind::Text},
    Name{"INTEGER", TypeKind::Integer},
    Name{"SMALLINT", TypeKind::SmallInt},
    Name{"BIGINT", TypeKind::BigInt},
    Name{"REAL", TypeKind::Real},
    Name{"DOUBLE", TypeKind::Double},
    Name{"BOOLEAN", TypeKind::Boolean},
    Name{"DATE", TypeKind::TimestampTz},
    Name{"DATEONLY", TypeKind::Date},
    Name{"TIME", TypeKind::Time},
    Name{"UUID", TypeKind::Uuid},
    Name{"BLOB", TypeKind::Binary},
    Name{"JSON", TypeKind::Json},
    Name{"DECIMAL", TypeKind::Decimal},
};

} // namespace

std::optional<DataType> typeOfSequelize(const QString& text)
{
    static const QRegularExpression form(
        QStringLiteral(R"(^\s*([A-Z]+)\s*(?:\(\s*([0-9]+)\s*(?:,\s*([0-9]+)\s*)?\))?\s*$)"));
    static const QRegularExpression any(
        QStringLiteral(R"(^\s*[A-Z]+(?:\.[A-Z]+)*\s*(?:\(.*\))?(?:\.[A-Z]+)*\s*$)"));
    if (!any.match(text).hasMatch() || text.trimmed().startsWith(u"VIRTUAL"))
        return std::nullopt;
    const auto match = form.match(text);
    if (match.hasMatch()) {
        const QString word = match.captured(1);
        const int first = match.captured(2).toInt();
        const bool plain = match.captured(2).isEmpty();
        const bool one = match.captured(3).isEmpty();
        if (word == u"STRING" && one)
            return DataType::of(TypeKind::Varchar, plain ? 255 : first);
        if (word == u"CHAR" && one)
            return DataType::of(TypeKind::Char, plain ? 255 : first);
        if (word == u"DECIMAL" && !plain)
            return DataType::decimal(first, match.captured(3).toInt());
        const auto it =
            std::ranges::find_if(plainNames, [&](const Name& n) { return word == QLatin1String(n.text); });
        if (it != plainNames.end() &&
            (plain || it->kind == TypeKind::TimestampTz)) // digits of a second are a server's
            return DataType::of(it->kind);
    }
    static const QRegularExpression binary(
        QStringLiteral(R"(^\s*STRING\s*(?:\(\s*([0-9]+)\s*\))?\.BINARY\s*$)"));
    if (const auto bytes = binary.match(text); bytes.hasMatch())
        return DataType::verbatim(
            QStringLiteral("VARCHAR BINARY(%1)")
                .arg(bytes.captured(1).isEmpty() ? QStringLiteral("255") : bytes.captured(1)));
    QString native = text.trimmed();
    return DataType::verbatim(native.replace(u'.', u' '));
}

} // namespace conjoin::orm
