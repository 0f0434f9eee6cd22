// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/schema/datatype.h"

#include <QStringList>

#include <array>
#include <optional>
#include <vector>

namespace conjoin::model {

namespace {

enum class Arguments { None, Length, PrecisionAndScale };

struct Spelling {
    const char* word;
    TypeKind kind;
    Arguments takes = Arguments::None;
    int impliedLength = 0; ///< where none is typed
};

/// The first spelling of a kind is the one typeText() writes; the table's order is that of the suggestions.
constexpr std::array spellings{
    Spelling{"varchar", TypeKind::Varchar, Arguments::Length},
    Spelling{"text", TypeKind::Text},
    Spelling{"integer", TypeKind::Integer},
    Spelling{"bigint", TypeKind::BigInt},
    Spelling{"smallint", TypeKind::SmallInt},
    Spelling{"boolean", TypeKind::Boolean},
    Spelling{"decimal", TypeKind::Decimal, Arguments::PrecisionAndScale},
    Spelling{"double", TypeKind::Double},
    Spelling{"real", TypeKind::Real},
    Spelling{"date", TypeKind::Date},
    Spelling{"time", TypeKind::Time},
    Spelling{"timestamp", TypeKind::Timestamp},
    Spelling{"timestamptz", TypeKind::TimestampTz},
    Spelling{"uuid", TypeKind::Uuid},
    Spelling{"json", TypeKind::Json},
    Spelling{"binary", TypeKind::Binary},
    Spelling{"char", TypeKind::Char, Arguments::Length},

    Spelling{"string", TypeKind::Varchar, Arguments::Length, 255},
    Spelling{"character varying", TypeKind::Varchar, Arguments::Length},
    Spelling{"nvarchar", TypeKind::Varchar, Arguments::Length},
    Spelling{"character", TypeKind::Char, Arguments::Length},
    Spelling{"nchar", TypeKind::Char, Arguments::Length},
    Spelling{"clob", TypeKind::Text},
    Spelling{"int", TypeKind::Integer},
    Spelling{"int4", TypeKind::Integer},
    Spelling{"int8", TypeKind::BigInt},
    Spelling{"long", TypeKind::BigInt},
    Spelling{"int2", TypeKind::SmallInt},
    Spelling{"short", TypeKind::SmallInt},
    Spelling{"bool", TypeKind::Boolean},
    Spelling{"numeric", TypeKind::Decimal, Arguments::PrecisionAndScale},
    Spelling{"dec", TypeKind::Decimal, Arguments::PrecisionAndScale},
    Spelling{"number", TypeKind::Decimal, Arguments::PrecisionAndScale},
    Spelling{"double precision", TypeKind::Double},
    Spelling{"float", TypeKind::Double},
    Spelling{"float8", TypeKind::Double},
    Spelling{"float4", TypeKind::Real},
    Spelling{"time without time zone", TypeKind::Time},
    Spelling{"datetime", TypeKind::Timestamp},
    Spelling{"timestamp without time zone", TypeKind::Timestamp},
    Spelling{"timestamp with time zone", TypeKind::TimestampTz},
    Spelling{"instant", TypeKind::TimestampTz},
    Spelling{"guid", TypeKind::Uuid},
    Spelling{"jsonb", TypeKind::Json},
    Spelling{"blob", TypeKind::Binary},
    Spelling{"bytea", TypeKind::Binary},
    Spelling{"bytes", TypeKind::Binary},
    Spelling{"varbinary", TypeKind::Binary},
};

QString wordFor(TypeKind kind)
{
    for (const Spelling& spelling : spellings) {
        if (spelling.kind == kind)
            return QString::fromLatin1(spelling.word);
    }
    return {};
}

/// The numbers of `(10, 2)`; nothing where it is not one or two plain numbers in parentheses.
std::optional<std::vector<int>> argumentsOf(QStringView text)
{
    if (!text.startsWith(u'(') || !text.endsWith(u')'))
        return std::nullopt;
    std::vector<int> numbers;
    const auto parts = text.mid(1, text.size() - 2).split(u',');
    for (QStringView part : parts) {
        part = part.trimmed();
        for (QChar c : part) {
            if (c < u'0' || c > u'9')
                return std::nullopt;
        }
        bool ok = false;
        numbers.push_back(part.toInt(&ok));
        if (!ok)
            return std::nullopt;
    }
    return numbers.size() <= 2 ? std::optional(numbers) : std::nullopt;
}

std::optional<DataType> typeFrom(const Spelling& spelling, const std::optional<std::vector<int>>& arguments)
{
    DataType type = DataType::of(spelling.kind, spelling.impliedLength);
    if (!arguments)
        return type;
    const std::vector<int>& numbers = *arguments;
    if (numbers[0] == 0)
        return std::nullopt; // a length or precision of nothing means something only to its database
    switch (spelling.takes) {
    case Arguments::None:
        return std::nullopt;
    case Arguments::Length:
        if (numbers.size() != 1)
            return std::nullopt;
        type.length = numbers[0];
        return type;
    case Arguments::PrecisionAndScale:
        type.precision = numbers[0];
        type.scale = numbers.size() == 2 ? numbers[1] : 0;
        return type;
    }
    return std::nullopt;
}

} // namespace

QString typeText(const DataType& type)
{
    switch (type.kind) {
    case TypeKind::Native:
        return type.native;
    case TypeKind::Varchar:
    case TypeKind::Char: {
        const QString word = wordFor(type.kind);
        return type.length > 0 ? word + u'(' + QString::number(type.length) + u')' : word;
    }
    case TypeKind::Decimal: {
        QString text = wordFor(type.kind);
        if (type.precision > 0) {
            text += u'(' + QString::number(type.precision);
            if (type.scale != 0)
                text += u',' + QString::number(type.scale);
            text += u')';
        }
        return text;
    }
    default:
        return wordFor(type.kind);
    }
}

DataType parseType(const QString& text)
{
    const QString plain = text.simplified().toLower();
    const qsizetype open = plain.indexOf(u'(');
    const QString word = (open < 0 ? plain : plain.left(open)).trimmed();
    std::optional<std::vector<int>> arguments;
    if (open >= 0) {
        arguments = argumentsOf(QStringView(plain).mid(open));
        if (!arguments)
            return DataType::verbatim(text.trimmed());
    }
    for (const Spelling& spelling : spellings) {
        if (word != QLatin1String(spelling.word))
            continue;
        if (auto type = typeFrom(spelling, arguments))
            return *type;
        break;
    }
    return DataType::verbatim(text.trimmed());
}

QStringList typeSuggestions()
{
    QStringList suggestions;
    for (const Spelling& spelling : spellings) {
        if (wordFor(spelling.kind) != QLatin1String(spelling.word))
            continue;
        if (spelling.kind == TypeKind::Varchar)
            suggestions << QStringLiteral("varchar(255)") << QStringLiteral("string");
        else if (spelling.kind == TypeKind::Decimal)
            suggestions << QStringLiteral("decimal(10,2)");
        else if (spelling.kind == TypeKind::Char)
            suggestions << QStringLiteral("char(1)");
        else
            suggestions << QString::fromLatin1(spelling.word);
    }
    return suggestions;
}

} // namespace conjoin::model
