// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/mysqltypes.h"

#include "orm/dialect/mysqltext.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace conjoin::orm::mysql {

using model::DataType;
using model::TypeKind;

namespace {

/// An integer type and the widths that MariaDB's catalog says where nobody gave one; MySQL 8 says none.
struct Integers {
    const char* name;
    TypeKind kind;
    int width;
    int unsignedWidth;
};

constexpr std::array integers{
    Integers{"tinyint", TypeKind::TinyInt, 4, 3},
    Integers{"smallint", TypeKind::SmallInt, 6, 5},
    Integers{"mediumint", TypeKind::MediumInt, 9, 8},
    Integers{"int", TypeKind::Integer, 11, 10},
    Integers{"bigint", TypeKind::BigInt, 20, 20},
};

struct Word {
    const char* name;
    TypeKind kind;
};

/// Kinds without arguments. TIMESTAMP stays what it is in the database: Sequelize's DATE, which is an instant
/// too, is DATETIME here (SEQUELIZE 3d).
constexpr std::array words{
    Word{"float", TypeKind::Float},
    Word{"double", TypeKind::Double},
    Word{"text", TypeKind::Text},
    Word{"blob", TypeKind::Binary},
    Word{"date", TypeKind::Date},
    Word{"time", TypeKind::Time},
    Word{"datetime", TypeKind::Timestamp},
    Word{"json", TypeKind::Json},
};

struct Synonym {
    const char* written;
    const char* meant;
};

/// What the servers take for another type.
constexpr std::array synonyms{
    Synonym{"integer", "int"},
    Synonym{"int4", "int"},
    Synonym{"int1", "tinyint"},
    Synonym{"int2", "smallint"},
    Synonym{"int3", "mediumint"},
    Synonym{"int8", "bigint"},
    Synonym{"middleint", "mediumint"},
    Synonym{"bool", "tinyint(1)"},
    Synonym{"boolean", "tinyint(1)"},
    Synonym{"dec", "decimal"},
    Synonym{"numeric", "decimal"},
    Synonym{"fixed", "decimal"},
    Synonym{"double precision", "double"},
    Synonym{"real", "double"},
    Synonym{"float4", "float"},
    Synonym{"float8", "double"},
    Synonym{"character", "char"},
    Synonym{"character varying", "varchar"},
    Synonym{"char varying", "varchar"},
    Synonym{"varcharacter", "varchar"},
    Synonym{"long varchar", "mediumtext"},
    Synonym{"long varbinary", "mediumblob"},
    Synonym{"long", "mediumtext"},
};

/// A type as it is written, taken apart: `int` `(10)` `unsigned`.
struct Spelled {
    QString word;             ///< in lower case, synonyms replaced
    std::vector<int> numbers; ///< within the parentheses
    bool isUnsigned = false;
    bool zerofill = false;
};

std::optional<Spelled> spelled(const QString& text)
{
    static const QRegularExpression form(QStringLiteral(
        R"(^([a-z][a-z0-9 ]*?)\s*(?:\(\s*([0-9]+)\s*(?:,\s*([0-9]+)\s*)?\))?((?: unsigned| signed| zerofill)*)$)"));
    const auto match = form.match(text.simplified().toLower());
    if (!match.hasMatch())
        return std::nullopt;
    Spelled result;
    result.word = match.captured(1);
    for (int group : {2, 3}) {
        if (match.hasCaptured(group) && !match.captured(group).isEmpty())
            result.numbers.push_back(match.captured(group).toInt());
    }
    result.zerofill = match.captured(4).contains(u"zerofill");
    result.isUnsigned = result.zerofill || match.captured(4).contains(u" unsigned");
    const auto synonym = std::ranges::find_if(
        synonyms, [&](const Synonym& s) { return result.word == QLatin1String(s.written); });
    if (synonym != synonyms.end()) {
        result.word = QString::fromLatin1(synonym->meant);
        if (result.word == u"tinyint(1)") {
            result.word = QStringLiteral("tinyint");
            result.numbers = {1};
        }
    }
    return result;
}

QString withNumbers(const QString& word, const std::vector<int>& numbers)
{
    if (numbers.empty())
        return word;
    QStringList texts;
    for (int number : numbers)
        texts.append(QString::number(number));
    return word + u'(' + texts.join(u',') + u')';
}

QString suffix(const Spelled& type)
{
    return (type.isUnsigned ? QStringLiteral(" unsigned") : QString()) +
           (type.zerofill ? QStringLiteral(" zerofill") : QString());
}

const Integers* integersNamed(const QString& word)
{
    const auto it =
        std::ranges::find_if(integers, [&](const Integers& i) { return word == QLatin1String(i.name); });
    return it == integers.end() ? nullptr : &*it;
}

int usualWidth(const Integers& type, bool isUnsigned)
{
    return isUnsigned ? type.unsignedWidth : type.width;
}

/// ` unsigned zerofill`; the second means the first.
QString signOf(const DataType& type)
{
    return (type.isUnsigned || type.zerofill ? QStringLiteral(" unsigned") : QString()) +
           (type.zerofill ? QStringLiteral(" zerofill") : QString());
}

QString integerName(const Integers& integer, const DataType& type, MySqlFlavour flavour)
{
    const bool isUnsigned = type.isUnsigned || type.zerofill;
    // MySQL 8 keeps a width only where it shows: zeros before the number, and the truth of one digit.
    const bool isShown = flavour == MySqlFlavour::MariaDb || type.zerofill ||
                         (type.kind == TypeKind::TinyInt && type.length == 1 && !isUnsigned);
    QString name = QString::fromLatin1(integer.name);
    if (isShown)
        name = withNumbers(name, {type.length > 0 ? type.length : usualWidth(integer, isUnsigned)});
    return name + signOf(type);
}

/// `float(7,4)`.
QString floatingName(const DataType& type)
{
    constexpr int floatDigits = 24; // in binary
    const bool isShort = type.kind == TypeKind::Float && (type.scale != 0 || type.precision <= floatDigits);
    const QString name = isShort ? QStringLiteral("float") : QStringLiteral("double");
    return (type.scale != 0 ? withNumbers(name, {type.precision, type.scale}) : name) + signOf(type);
}

/// The smallest text with room for so many bytes.
QString textName(int bytes)
{
    constexpr int tiny = 0xFF;
    constexpr int usual = 0xFFFF;
    constexpr int medium = 0xFFFFFF;
    if (bytes <= 0 || (bytes > tiny && bytes <= usual))
        return QStringLiteral("text");
    return bytes <= tiny     ? QStringLiteral("tinytext")
           : bytes <= medium ? QStringLiteral("mediumtext")
                             : QStringLiteral("longtext");
}

/// A type that no kind of the model stands for, as the catalog would spell it.
DataType nativeOf(Spelled type, MySqlFlavour flavour)
{
    const Integers* integer = integersNamed(type.word);
    const bool maria = flavour == MySqlFlavour::MariaDb;
    if (integer && type.numbers.empty() && (maria || type.zerofill))
        type.numbers = {usualWidth(*integer, type.isUnsigned)};
    else if (type.word == u"year")
        type.numbers = maria ? std::vector{4} : std::vector<int>();
    else if (type.numbers.empty() && (type.word == u"bit" || type.word == u"binary"))
        type.numbers = {1};
    return DataType::verbatim(withNumbers(type.word, type.numbers) + suffix(type));
}

DataType integerOf(const Integers& integer, const Spelled& type, MySqlFlavour flavour)
{
    const bool isOneDigit = integer.kind == TypeKind::TinyInt && type.numbers == std::vector{1};
    const bool usual = type.numbers.empty() || (flavour == MySqlFlavour::MySql && !isOneDigit) ||
                       type.numbers[0] == usualWidth(integer, type.isUnsigned);
    if (isOneDigit && !type.isUnsigned)
        return DataType::of(TypeKind::Boolean); // the width that MySQL 8 keeps
    if (!usual || type.zerofill) {
        Spelled native = type;
        if (flavour == MySqlFlavour::MySql && !type.zerofill && !isOneDigit)
            native.numbers.clear(); // it forgets widths
        return nativeOf(native, flavour);
    }
    DataType result = DataType::of(integer.kind);
    result.isUnsigned = type.isUnsigned;
    return result;
}

/// The values of `enum('a','b')`; nothing where it is not one.
std::optional<DataType> listOf(const QString& text)
{
    static const QRegularExpression head(
        QStringLiteral(R"(^\s*(enum|set)\s*\()"), QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression value(QStringLiteral(R"(\G\s*('(?:[^'\\]|''|\\.)*')\s*([,)]))"),
        QRegularExpression::DotMatchesEverythingOption);
    const auto begin = head.match(text);
    if (!begin.hasMatch())
        return std::nullopt;
    DataType type = DataType::enumeration({});
    if (begin.captured(1).compare(u"set", Qt::CaseInsensitive) == 0)
        type.kind = TypeKind::Set;
    QStringList values;
    for (qsizetype at = begin.capturedEnd();;) {
        const auto match = value.match(text, at);
        if (!match.hasMatch())
            return std::nullopt;
        values.append(*literalValue(match.captured(1)));
        at = match.capturedEnd();
        if (match.captured(2) == u")") {
            type.values = values;
            return QStringView(text).mid(at).trimmed().isEmpty() ? std::optional(type) : std::nullopt;
        }
    }
}

QString fraction(const QString& word, int digits)
{
    return digits > 0 ? withNumbers(word, {digits}) : word;
}

} // namespace

QString typeName(const DataType& type, MySqlFlavour flavour)
{
    if (type.dimensions > 0)
        return QStringLiteral("json");
    switch (type.kind) {
    case TypeKind::Native:
        return type.native;
    case TypeKind::Boolean:
        return QStringLiteral("tinyint(1)");
    case TypeKind::Decimal:
        return withNumbers(QStringLiteral("decimal"), {type.precision > 0 ? type.precision : 10, type.scale}) +
               signOf(type);
    case TypeKind::Float:
    case TypeKind::Real:
    case TypeKind::Double:
        return floatingName(type);
    case TypeKind::Text:
        return textName(type.length);
    case TypeKind::Varchar:
        return withNumbers(QStringLiteral("varchar"), {type.length > 0 ? type.length : 255});
    case TypeKind::Char:
        return withNumbers(QStringLiteral("char"), {type.length > 0 ? type.length : 1});
    case TypeKind::Binary:
        return type.length > 0 ? withNumbers(QStringLiteral("varbinary"), {type.length})
                               : QStringLiteral("blob");
    case TypeKind::Time:
        return fraction(QStringLiteral("time"), type.precision);
    case TypeKind::Timestamp:
    case TypeKind::TimestampTz:
        return fraction(QStringLiteral("datetime"), type.precision);
    case TypeKind::Uuid:
        return QStringLiteral("char(36) binary");
    case TypeKind::Jsonb:
        return QStringLiteral("json");
    case TypeKind::Enum:
    case TypeKind::Set: {
        QStringList values;
        for (const QString& value : type.values)
            values.append(textLiteral(value));
        return (type.kind == TypeKind::Set ? QStringLiteral("set(") : QStringLiteral("enum(")) +
               values.join(u',') + u')';
    }
    case TypeKind::Named: // derivation has said what it stands for, or nothing is known of it
        return QStringLiteral("varchar(255)");
    default:
        break;
    }
    for (const Integers& integer : integers) {
        if (integer.kind == type.kind)
            return integerName(integer, type, flavour);
    }
    const auto it = std::ranges::find(words, type.kind, &Word::kind);
    Q_ASSERT_X(it != words.end(), "mysql::typeName", "every kind has a spelling");
    return QString::fromLatin1(it->name);
}

DataType typeOf(const QString& text, MySqlFlavour flavour)
{
    if (const auto list = listOf(text))
        return *list;
    static const QRegularExpression uuid(
        QStringLiteral(R"(^\s*char\s*\(\s*36\s*\)\s*binary\s*$)"), QRegularExpression::CaseInsensitiveOption);
    if (uuid.match(text).hasMatch())
        return DataType::of(TypeKind::Uuid);
    const auto parts = spelled(text);
    if (!parts)
        return DataType::verbatim(text.trimmed());
    const std::size_t count = parts->numbers.size();
    const int first = count > 0 ? parts->numbers[0] : 0;
    if (const Integers* integer = integersNamed(parts->word); integer && count < 2)
        return integerOf(*integer, *parts, flavour);
    if (parts->word == u"decimal" && !parts->zerofill) {
        DataType type = DataType::decimal(first > 0 ? first : 10, count == 2 ? parts->numbers[1] : 0);
        type.isUnsigned = parts->isUnsigned;
        return type;
    }
    if (count == 1 && first > 0 && !parts->isUnsigned) {
        if (parts->word == u"varchar")
            return DataType::of(TypeKind::Varchar, first);
        if (parts->word == u"varbinary")
            return DataType::of(TypeKind::Binary, first);
        if (parts->word == u"time" || parts->word == u"datetime") {
            DataType type = DataType::of(parts->word == u"time" ? TypeKind::Time : TypeKind::Timestamp);
            type.precision = first;
            return type;
        }
    }
    if (parts->word == u"char" && !parts->isUnsigned && (count == 0 || first > 0))
        return DataType::of(TypeKind::Char, count == 0 ? 1 : first);
    if (parts->word == u"float" && count == 1) // digits in all: which of the two it is
        return DataType::of(first > 24 ? TypeKind::Double : TypeKind::Float);
    const bool zero =
        count == 0 || (count == 1 && first == 0 && (parts->word == u"time" || parts->word == u"datetime"));
    const auto word =
        std::ranges::find_if(words, [&](const Word& w) { return parts->word == QLatin1String(w.name); });
    if (word != words.end() && zero && !parts->zerofill) {
        DataType type = DataType::of(word->kind);
        type.isUnsigned = parts->isUnsigned && type.isFloating();
        return type;
    }
    return nativeOf(*parts, flavour);
}

std::optional<DataType> typeCalled(const QString& name, MySqlFlavour flavour)
{
    static const QRegularExpression ours(QStringLiteral(
        "^(?:(?:tiny|medium|long)(?:text|blob)|year|geometry|point|linestring|polygon|multipoint|"
        "multilinestring|multipolygon|geometrycollection)$"));
    static const QRegularExpression marias(QStringLiteral("^inet[46]$"));
    const QString word = name.simplified().toLower();
    const bool known =
        ours.match(word).hasMatch() || (flavour == MySqlFlavour::MariaDb && marias.match(word).hasMatch());
    return known ? std::optional(typeOf(word, flavour)) : std::nullopt;
}

bool isLong(const DataType& type)
{
    static const QRegularExpression form(
        QStringLiteral("^(?:tiny|medium|long)?(?:text|blob)\\b"), QRegularExpression::CaseInsensitiveOption);
    switch (type.kind) {
    case TypeKind::Text:
    case TypeKind::Json:
    case TypeKind::Jsonb:
        return true;
    case TypeKind::Binary:
        return type.length == 0;
    case TypeKind::Native:
        return form.match(type.native).hasMatch();
    default:
        return false;
    }
}

} // namespace conjoin::orm::mysql
