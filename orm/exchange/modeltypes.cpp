// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/modeltypes.h"

#include "orm/dialect/dialect.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <limits>

namespace conjoin::orm {

using model::DataType;
using model::TypeKind;

namespace {

/// What stands in the parentheses of a type.
enum class Takes { Nothing, Length, Digits, Fraction };

struct Name {
    const char* text;
    TypeKind kind;
    Takes takes = Takes::Nothing;
    int usual = 0; ///< length where none is given
};

constexpr std::array plainNames{
    Name{"STRING", TypeKind::Varchar, Takes::Length, 255},
    Name{"CHAR", TypeKind::Char, Takes::Length, 255},
    Name{"TEXT", TypeKind::Text},
    Name{"TINYINT", TypeKind::TinyInt, Takes::Length},
    Name{"SMALLINT", TypeKind::SmallInt, Takes::Length},
    Name{"MEDIUMINT", TypeKind::MediumInt, Takes::Length},
    Name{"INTEGER", TypeKind::Integer, Takes::Length},
    Name{"BIGINT", TypeKind::BigInt, Takes::Length},
    Name{"FLOAT", TypeKind::Float, Takes::Digits},
    Name{"REAL", TypeKind::Real, Takes::Digits},
    Name{"DOUBLE", TypeKind::Double, Takes::Digits},
    Name{"DOUBLE PRECISION", TypeKind::Double, Takes::Digits},
    Name{"DECIMAL", TypeKind::Decimal, Takes::Digits},
    Name{"NUMBER", TypeKind::Decimal, Takes::Digits},
    Name{"BOOLEAN", TypeKind::Boolean},
    Name{"DATE", TypeKind::TimestampTz, Takes::Fraction},
    Name{"DATEONLY", TypeKind::Date},
    Name{"TIME", TypeKind::Time, Takes::Fraction},
    Name{"UUID", TypeKind::Uuid},
    Name{"BLOB", TypeKind::Binary},
    Name{"JSON", TypeKind::Json},
    Name{"JSONB", TypeKind::Jsonb},
};

/// Types of one engine, which Sequelize passes to it by its own name.
constexpr std::array nativeNames{"CITEXT", "HSTORE", "INET", "CIDR", "MACADDR", "TSVECTOR"};

/// A type as it is written, taken apart: `INTEGER` `(5)` `.UNSIGNED.ZEROFILL`.
struct Written {
    QString word;
    QString arguments;
    QStringList options;

    bool takeOption(const char* option) { return options.removeAll(QLatin1String(option)) > 0; }
};

std::optional<Written> written(const QString& text)
{
    static const QRegularExpression form(
        QStringLiteral(R"(^\s*([A-Z][A-Z0-9 ]*?)\s*((?:\.[A-Z]+)*)\s*(?:\(\s*(.*?)\s*\))?((?:\.[A-Z]+)*)\s*$)"),
        QRegularExpression::DotMatchesEverythingOption);
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    return Written{match.captured(1), match.captured(3),
        (match.captured(2) + match.captured(4)).split(u'.', Qt::SkipEmptyParts)};
}

/// The texts between quotes, of either kind; a quote inside is doubled.
QStringList quotedTexts(const QString& text)
{
    static const QRegularExpression quoted(QStringLiteral(R"re('((?:[^']|'')*)'|"((?:[^"]|"")*)")re"));
    QStringList texts;
    for (auto each = quoted.globalMatch(text); each.hasNext();) {
        const auto match = each.next();
        texts.append(match.captured(1).replace(QLatin1String("''"), QLatin1String("'")) +
                     match.captured(2).replace(QLatin1String("\"\""), QLatin1String("\"")));
    }
    return texts;
}

/// `10, 2`; nothing where anything else stands there.
std::optional<std::vector<int>> numbersOf(const QString& arguments)
{
    std::vector<int> numbers;
    for (const QString& part : arguments.split(u',', Qt::SkipEmptyParts)) {
        bool ok = false;
        numbers.push_back(part.trimmed().toInt(&ok));
        if (!ok || numbers.back() < 0)
            return std::nullopt;
    }
    return numbers.size() <= 2 ? std::optional(numbers) : std::nullopt;
}

/// `'tiny'` of TEXT and BLOB.
std::optional<DataType> sizedType(const QString& word, const QString& size)
{
    static const QHash<QString, int> rooms{
        {"tiny", 0xFF}, {"medium", 0xFFFFFF}, {"long", std::numeric_limits<int>::max()}};
    const QString name = size.toLower();
    if (!rooms.contains(name))
        return std::nullopt;
    return word == u"TEXT" ? DataType::of(TypeKind::Text, rooms.value(name))
                           : DataType::verbatim(name.toUpper() + word);
}

std::optional<DataType> rangeOf(const QString& subtype)
{
    static const QHash<QString, QString> ranges{{"", "int4range"}, {"INTEGER", "int4range"},
        {"BIGINT", "int8range"}, {"DATE", "tstzrange"}, {"DATEONLY", "daterange"}, {"DECIMAL", "numrange"}};
    const QString native = ranges.value(subtype);
    return native.isEmpty() ? std::nullopt : std::optional(DataType::verbatim(native));
}

std::optional<DataType> plainType(const Name& name, const std::vector<int>& numbers)
{
    DataType type = DataType::of(name.kind, name.usual);
    const auto number = [&](std::size_t i) { return i < numbers.size() ? numbers[i] : 0; };
    const std::size_t most = name.takes == Takes::Nothing ? 0 : name.takes == Takes::Digits ? 2 : 1;
    if (numbers.size() > most)
        return std::nullopt;
    if (name.takes == Takes::Length && number(0) > 0)
        type.length = number(0);
    if (name.takes == Takes::Digits || name.takes == Takes::Fraction)
        type.precision = number(0);
    if (name.takes == Takes::Digits)
        type.scale = number(1);
    return type;
}

/// SQL that is said raw, where some engine knows it.
std::optional<DataType> rawType(const QString& text)
{
    const DataType known = model::parseType(text);
    if (known.kind != TypeKind::Native)
        return known;
    static const QRegularExpression arguments(QStringLiteral(R"(\s*\([^()]*\)\s*)"));
    const QString name = QString(text).remove(arguments);
    for (const QString& dialect : dialectNames()) {
        if ((*dialectNamed(dialect))->typeCalled(name))
            return known;
    }
    return std::nullopt;
}

constexpr int mostDimensions = 6; ///< of an array; PostgreSQL has no more

std::optional<DataType> typeWithin(const QString& text, int depth);

std::optional<DataType> typeOf(Written type, int depth)
{
    if (type.word == u"ARRAY") {
        auto element = depth < mostDimensions ? typeWithin(type.arguments, depth + 1) : std::nullopt;
        if (element)
            ++element->dimensions;
        return element;
    }
    if (type.word == u"ENUM")
        return DataType::enumeration(quotedTexts(type.arguments));
    if (type.word == u"RANGE")
        return rangeOf(type.arguments);
    const QStringList texts = quotedTexts(type.arguments);
    if (type.word == u"GEOMETRY" || type.word == u"GEOGRAPHY")
        return DataType::verbatim(
            texts.isEmpty() || type.word == u"GEOGRAPHY" ? type.word : texts[0].toUpper());
    if ((type.word == u"TEXT" || type.word == u"BLOB") && texts.size() == 1)
        return sizedType(type.word, texts[0]);
    if (std::ranges::any_of(nativeNames, [&](const char* name) { return type.word == QLatin1String(name); }))
        return DataType::verbatim(type.word);
    const auto name = std::ranges::find_if(
        plainNames, [&](const Name& plain) { return type.word == QLatin1String(plain.text); });
    const auto numbers = numbersOf(type.arguments);
    return name == plainNames.end() || !numbers ? std::nullopt : plainType(*name, *numbers);
}

/// `depth`: of so many arrays it is the element.
std::optional<DataType> typeWithin(const QString& text, int depth)
{
    std::optional<Written> taken = written(text);
    if (!taken)
        return rawType(text);
    const bool isBinary = taken->takeOption("BINARY");
    const bool isUnsigned = taken->takeOption("UNSIGNED");
    const bool zerofill = taken->takeOption("ZEROFILL");
    if (!taken->options.isEmpty())
        return std::nullopt;
    std::optional<DataType> type = typeOf(*taken, depth);
    if (!type)
        return rawType(text);
    if (isBinary) {
        if (type->kind != TypeKind::Varchar && type->kind != TypeKind::Char)
            return std::nullopt;
        const char* word = type->kind == TypeKind::Char ? "CHAR BINARY(%1)" : "VARCHAR BINARY(%1)";
        type = DataType::verbatim(QString::fromLatin1(word).arg(type->length)); // as SQLite writes it
    }
    if ((isUnsigned || zerofill) && !type->isNumber())
        return std::nullopt;
    type->isUnsigned = isUnsigned;
    type->zerofill = zerofill;
    return type;
}

} // namespace

std::optional<DataType> typeOfSequelize(const QString& text)
{
    return typeWithin(text, 0);
}

bool isVirtualType(const QString& text)
{
    const std::optional<Written> type = written(text);
    return type && type->word == u"VIRTUAL";
}

QStringList sequelizeTypes()
{
    QStringList names{QStringLiteral("ARRAY"), QStringLiteral("ENUM"), QStringLiteral("GEOMETRY"),
        QStringLiteral("GEOGRAPHY"), QStringLiteral("RANGE"), QStringLiteral("VIRTUAL")};
    for (const Name& name : plainNames)
        names.append(QString::fromLatin1(name.text));
    for (const char* name : nativeNames)
        names.append(QString::fromLatin1(name));
    return names;
}

} // namespace conjoin::orm
