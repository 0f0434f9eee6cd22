// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/schema/datatype.h"

#include "model/schema/schema.h"

#include <QStringList>

#include <array>
#include <limits>
#include <optional>
#include <vector>

namespace conjoin::model {

namespace {

enum class Arguments { None, Length, Fraction, PrecisionAndScale };

struct Spelling {
    const char* word;
    TypeKind kind;
    Arguments takes = Arguments::None;
    int impliedLength = 0; ///< where none is typed
};

/// What the texts of MySQL have room for; the largest as much as a number says here.
constexpr int tinyText = 0xFF;
constexpr int mediumText = 0xFFFFFF;
constexpr int longText = std::numeric_limits<int>::max();

/// The first spelling of a kind is the one typeText() writes; the table's order is that of the suggestions.
constexpr std::array spellings{
    Spelling{"varchar", TypeKind::Varchar, Arguments::Length},
    Spelling{"text", TypeKind::Text},
    Spelling{"integer", TypeKind::Integer, Arguments::Length},
    Spelling{"bigint", TypeKind::BigInt, Arguments::Length},
    Spelling{"smallint", TypeKind::SmallInt, Arguments::Length},
    Spelling{"tinyint", TypeKind::TinyInt, Arguments::Length},
    Spelling{"mediumint", TypeKind::MediumInt, Arguments::Length},
    Spelling{"boolean", TypeKind::Boolean},
    Spelling{"decimal", TypeKind::Decimal, Arguments::PrecisionAndScale},
    Spelling{"double", TypeKind::Double, Arguments::PrecisionAndScale},
    Spelling{"real", TypeKind::Real, Arguments::PrecisionAndScale},
    Spelling{"float", TypeKind::Float, Arguments::PrecisionAndScale},
    Spelling{"date", TypeKind::Date},
    Spelling{"time", TypeKind::Time, Arguments::Fraction},
    Spelling{"timestamp", TypeKind::Timestamp, Arguments::Fraction},
    Spelling{"timestamptz", TypeKind::TimestampTz, Arguments::Fraction},
    Spelling{"uuid", TypeKind::Uuid},
    Spelling{"json", TypeKind::Json},
    Spelling{"jsonb", TypeKind::Jsonb},
    Spelling{"binary", TypeKind::Binary, Arguments::Length},
    Spelling{"char", TypeKind::Char, Arguments::Length},

    Spelling{"string", TypeKind::Varchar, Arguments::Length, 255},
    Spelling{"character varying", TypeKind::Varchar, Arguments::Length},
    Spelling{"nvarchar", TypeKind::Varchar, Arguments::Length},
    Spelling{"character", TypeKind::Char, Arguments::Length},
    Spelling{"nchar", TypeKind::Char, Arguments::Length},
    Spelling{"clob", TypeKind::Text},
    Spelling{"tinytext", TypeKind::Text, Arguments::None, tinyText},
    Spelling{"mediumtext", TypeKind::Text, Arguments::None, mediumText},
    Spelling{"longtext", TypeKind::Text, Arguments::None, longText},
    Spelling{"int", TypeKind::Integer, Arguments::Length},
    Spelling{"int4", TypeKind::Integer},
    Spelling{"int8", TypeKind::BigInt},
    Spelling{"long", TypeKind::BigInt},
    Spelling{"int2", TypeKind::SmallInt},
    Spelling{"short", TypeKind::SmallInt},
    Spelling{"bool", TypeKind::Boolean},
    Spelling{"numeric", TypeKind::Decimal, Arguments::PrecisionAndScale},
    Spelling{"dec", TypeKind::Decimal, Arguments::PrecisionAndScale},
    Spelling{"number", TypeKind::Decimal, Arguments::PrecisionAndScale},
    Spelling{"double precision", TypeKind::Double, Arguments::PrecisionAndScale},
    Spelling{"float8", TypeKind::Double},
    Spelling{"float4", TypeKind::Real},
    Spelling{"time without time zone", TypeKind::Time},
    Spelling{"datetime", TypeKind::Timestamp},
    Spelling{"timestamp without time zone", TypeKind::Timestamp},
    Spelling{"timestamp with time zone", TypeKind::TimestampTz},
    Spelling{"instant", TypeKind::TimestampTz},
    Spelling{"guid", TypeKind::Uuid},
    Spelling{"blob", TypeKind::Binary},
    Spelling{"bytea", TypeKind::Binary},
    Spelling{"bytes", TypeKind::Binary},
    Spelling{"varbinary", TypeKind::Binary},
};

QString scalarText(const DataType& type);

/// A text of MySQL by the room it has.
QString textWord(int bytes)
{
    constexpr int usualText = 0xFFFF;
    if (bytes <= 0 || (bytes > tinyText && bytes <= usualText))
        return QStringLiteral("text");
    return bytes <= tinyText     ? QStringLiteral("tinytext")
           : bytes <= mediumText ? QStringLiteral("mediumtext")
                                 : QStringLiteral("longtext");
}

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
    case Arguments::Fraction:
        if (numbers.size() != 1)
            return std::nullopt;
        type.precision = numbers[0];
        return type;
    case Arguments::PrecisionAndScale:
        type.precision = numbers[0];
        type.scale = numbers.size() == 2 ? numbers[1] : 0;
        return type;
    }
    return std::nullopt;
}

} // namespace

DataType DataType::named(UserTypeId type)
{
    DataType result = of(TypeKind::Named);
    result.userType = type;
    return result;
}

DataType DataType::named(QString schema, QString name)
{
    DataType result = of(TypeKind::Named);
    result.native = std::move(name);
    result.schema = std::move(schema);
    return result;
}

DataType DataType::enumeration(QStringList values)
{
    DataType result = of(TypeKind::Enum);
    result.values = std::move(values);
    return result;
}

bool DataType::isWholeNumber() const
{
    switch (kind) {
    case TypeKind::TinyInt:
    case TypeKind::SmallInt:
    case TypeKind::MediumInt:
    case TypeKind::Integer:
    case TypeKind::BigInt:
        return true;
    default:
        return false;
    }
}

bool DataType::isFloating() const
{
    return kind == TypeKind::Float || kind == TypeKind::Real || kind == TypeKind::Double;
}

bool DataType::isNumber() const
{
    return isWholeNumber() || isFloating() || kind == TypeKind::Decimal;
}

QString typeText(const DataType& type)
{
    QString text = scalarText(type);
    if (type.isUnsigned)
        text += QStringLiteral(" unsigned");
    if (type.zerofill)
        text += QStringLiteral(" zerofill");
    for (int i = 0; i < type.dimensions; ++i)
        text += QStringLiteral("[]");
    return text;
}

QString typeText(const DataType& type, const Schema& schema)
{
    const UserType* named = schema.types.find(type.userType);
    if (!named)
        return typeText(type);
    DataType physical = type;
    physical.userType = {};
    physical.native = named->name;
    physical.schema = named->sqlSchema;
    return typeText(physical);
}

namespace {

/// One after the other, each in quotes and doubled there: `'a', 'it''s'`.
QString quotedValues(const QStringList& values)
{
    QStringList quoted;
    for (QString value : values)
        quoted << u'\'' + value.replace(u'\'', QStringLiteral("''")) + u'\'';
    return quoted.join(QStringLiteral(", "));
}

QString scalarText(const DataType& type)
{
    switch (type.kind) {
    case TypeKind::Native:
        return type.native;
    case TypeKind::Named:
        return objectKey(type.schema, type.native);
    case TypeKind::Enum:
        return QStringLiteral("enum(") + quotedValues(type.values) + u')';
    case TypeKind::Set:
        return QStringLiteral("set(") + quotedValues(type.values) + u')';
    case TypeKind::Time:
    case TypeKind::Timestamp:
    case TypeKind::TimestampTz: {
        const QString word = wordFor(type.kind);
        return type.precision > 0 ? word + u'(' + QString::number(type.precision) + u')' : word;
    }
    case TypeKind::Text:
        return textWord(type.length);
    case TypeKind::TinyInt:
    case TypeKind::SmallInt:
    case TypeKind::MediumInt:
    case TypeKind::Integer:
    case TypeKind::BigInt:
    case TypeKind::Binary:
    case TypeKind::Varchar:
    case TypeKind::Char: {
        const QString word = wordFor(type.kind);
        return type.length > 0 ? word + u'(' + QString::number(type.length) + u')' : word;
    }
    case TypeKind::Float:
    case TypeKind::Real:
    case TypeKind::Double:
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

/// The values between the parentheses of `enum('a', 'b')`; nothing where it is not so.
std::optional<QStringList> valuesOf(QStringView text)
{
    QStringList values;
    qsizetype at = 0;
    const auto skipSpaces = [&] {
        while (at < text.size() && text[at].isSpace())
            ++at;
    };
    for (;;) {
        skipSpaces();
        if (at >= text.size() || text[at] != u'\'')
            return std::nullopt;
        QString value;
        for (++at;; ++at) {
            if (at >= text.size())
                return std::nullopt;
            if (text[at] == u'\'' && (at + 1 >= text.size() || text[at + 1] != u'\''))
                break;
            if (text[at] == u'\'')
                ++at;
            value += text[at];
        }
        values << value;
        ++at;
        skipSpaces();
        if (at >= text.size())
            return values;
        if (text[at] != u',')
            return std::nullopt;
        ++at;
    }
}

std::optional<DataType> parseValues(const QString& text)
{
    const QString trimmed = text.trimmed();
    const qsizetype open = trimmed.indexOf(u'(');
    const QString word = trimmed.left(open < 0 ? 0 : open).trimmed().toLower();
    if (!trimmed.endsWith(u')') || (word != u"enum" && word != u"set"))
        return std::nullopt;
    const auto values = valuesOf(QStringView(trimmed).mid(open + 1).chopped(1));
    if (!values)
        return std::nullopt;
    DataType type = DataType::enumeration(*values);
    type.kind = word == u"set" ? TypeKind::Set : TypeKind::Enum;
    return type;
}

/// Takes a word of MySQL from behind a number, and says it of the type before it.
std::optional<DataType> withoutSign(const QString& text, const char* word, bool DataType::*says)
{
    const QString number = text.simplified();
    if (!number.endsWith(QLatin1String(word), Qt::CaseInsensitive))
        return std::nullopt;
    DataType type = parseType(number.chopped(qsizetype(qstrlen(word))));
    if (!type.isNumber() || type.dimensions > 0 || type.*says)
        return DataType::verbatim(text.trimmed());
    type.*says = true;
    return type;
}

} // namespace

DataType parseType(const QString& text)
{
    if (const auto type = parseValues(text))
        return *type;
    if (QString element = text.trimmed(); element.endsWith(QLatin1String("[]"))) {
        DataType type = parseType(element.chopped(2));
        if (type.kind == TypeKind::Native)
            return DataType::verbatim(element);
        ++type.dimensions;
        return type;
    }
    if (const auto type = withoutSign(text, " unsigned", &DataType::isUnsigned))
        return *type;
    if (const auto type = withoutSign(text, " zerofill", &DataType::zerofill))
        return *type;
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
