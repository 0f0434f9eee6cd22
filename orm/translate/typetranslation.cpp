// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/typetranslation.h"

#include <algorithm>
#include <array>

namespace conjoin::orm {

namespace {

using model::DataType;
using model::TypeKind;

/// A type by the name that one of the engines has for it, its numbers left out.
struct NativeType {
    const char* name;
    TypeKind kind;
    int length = 0; ///< of what it becomes
    bool exact = true;
    bool takesLength = false; ///< its own number is the length
    bool isUnsigned = false;
};

/// What model::parseType() does not know.
constexpr std::array natives{
    NativeType{"int3", TypeKind::MediumInt},
    NativeType{"unsigned big int", TypeKind::BigInt, 0, true, false, true},
    NativeType{"big int", TypeKind::BigInt},
    NativeType{"int1", TypeKind::TinyInt},
    NativeType{"year", TypeKind::SmallInt, 0, false},
    NativeType{"ntext", TypeKind::Text},
    NativeType{"tinyblob", TypeKind::Binary},
    NativeType{"mediumblob", TypeKind::Binary},
    NativeType{"longblob", TypeKind::Binary},
    NativeType{"image", TypeKind::Binary},
    NativeType{"fixed", TypeKind::Decimal},
    NativeType{"money", TypeKind::Decimal, 0, false},
    NativeType{"smallmoney", TypeKind::Decimal, 0, false},
    NativeType{"datetime2", TypeKind::Timestamp},
    NativeType{"smalldatetime", TypeKind::Timestamp},
    NativeType{"native character", TypeKind::Char, 0, true, true},
    NativeType{"varying character", TypeKind::Varchar, 0, true, true},
    NativeType{"varchar2", TypeKind::Varchar, 0, true, true},
    NativeType{"nvarchar2", TypeKind::Varchar, 0, true, true},
    NativeType{"bpchar", TypeKind::Char, 0, true, true},
    NativeType{"name", TypeKind::Varchar, 63},
    NativeType{"\"char\"", TypeKind::Char, 1},
    NativeType{"citext", TypeKind::Text, 0, false},
    NativeType{"xml", TypeKind::Text, 0, false},
    NativeType{"tsvector", TypeKind::Text, 0, false},
    NativeType{"tsquery", TypeKind::Text, 0, false},
    NativeType{"hstore", TypeKind::Json, 0, false},
    NativeType{"interval", TypeKind::Varchar, 64, false},
    NativeType{"inet", TypeKind::Varchar, 49, false},
    NativeType{"cidr", TypeKind::Varchar, 49, false},
    NativeType{"inet4", TypeKind::Varchar, 15, false},
    NativeType{"inet6", TypeKind::Varchar, 45, false},
    NativeType{"macaddr", TypeKind::Varchar, 17, false},
    NativeType{"macaddr8", TypeKind::Varchar, 23, false},
    NativeType{"oid", TypeKind::BigInt},
    NativeType{"uniqueidentifier", TypeKind::Uuid},
    NativeType{"timetz", TypeKind::Time, 0, false},
    NativeType{"time with time zone", TypeKind::Time, 0, false},
    NativeType{"int4range", TypeKind::Text, 0, false},
    NativeType{"int8range", TypeKind::Text, 0, false},
    NativeType{"numrange", TypeKind::Text, 0, false},
    NativeType{"tsrange", TypeKind::Text, 0, false},
    NativeType{"tstzrange", TypeKind::Text, 0, false},
    NativeType{"daterange", TypeKind::Text, 0, false},
    NativeType{"geometry", TypeKind::Binary, 0, false},
    NativeType{"geography", TypeKind::Binary, 0, false},
    NativeType{"point", TypeKind::Text, 0, false},
    NativeType{"linestring", TypeKind::Binary, 0, false},
    NativeType{"polygon", TypeKind::Text, 0, false},
};

/// A type's name without its arguments, and the arguments.
struct Parts {
    QString name;
    std::vector<int> numbers;
    bool isUnsigned = false;
    int dimensions = 0;
};

Parts partsOf(const QString& native)
{
    Parts parts;
    QString text = native.simplified().toLower();
    while (text.endsWith(u"[]")) {
        text.chop(2);
        ++parts.dimensions;
    }
    const qsizetype open = text.indexOf(u'('), close = text.lastIndexOf(u')');
    if (open >= 0 && close > open) {
        for (const QString& number : text.mid(open + 1, close - open - 1).split(u','))
            parts.numbers.push_back(number.trimmed().toInt());
        text = text.left(open) + u' ' + text.mid(close + 1);
    }
    QStringList words;
    for (const QString& word : text.split(u' ', Qt::SkipEmptyParts)) {
        if (word == u"unsigned" || word == u"zerofill")
            parts.isUnsigned = true;
        else if (word != u"signed")
            words << word;
    }
    parts.name = words.join(u' ');
    if (parts.name.startsWith(u"pg_catalog."))
        parts.name = parts.name.mid(11);
    // PostgreSQL counts the fraction before the zone: timestamp(3) with time zone.
    return parts;
}

int numberOf(const Parts& parts, std::size_t at)
{
    return at < parts.numbers.size() ? parts.numbers[at] : 0;
}

/// What SQLite would make of the name: datatype3, section 3.1. As good a guess as any for other engines.
DataType byAffinity(const QString& name)
{
    const auto has = [&](const char* part) { return name.contains(QLatin1String(part)); };
    if (has("int"))
        return DataType::of(TypeKind::BigInt);
    if (has("char") || has("clob") || has("text"))
        return DataType::of(TypeKind::Text);
    if (has("blob") || has("binary"))
        return DataType::of(TypeKind::Binary);
    if (has("real") || has("floa") || has("doub"))
        return DataType::of(TypeKind::Double);
    if (has("bool"))
        return DataType::of(TypeKind::Boolean);
    if (has("date") || has("time"))
        return DataType::of(TypeKind::Timestamp);
    if (has("num") || has("dec"))
        return DataType::of(TypeKind::Decimal);
    return DataType::of(TypeKind::Text);
}

/// `VARCHAR BINARY(80)`: bytes, or a text that is compared by its bytes.
std::optional<TypeTranslation> binaryText(const Parts& parts, const Dialect& to)
{
    const bool fixed = parts.name == u"char binary";
    if (!fixed && parts.name != u"varchar binary")
        return std::nullopt;
    const QString& collation = to.capabilities().binaryCollation;
    if (collation.isEmpty())
        return TypeTranslation{DataType::of(TypeKind::Binary)};
    const DataType text = DataType::of(fixed ? TypeKind::Char : TypeKind::Varchar, numberOf(parts, 0));
    return TypeTranslation{text, true, true, collation};
}

std::optional<TypeTranslation> knownType(const Parts& parts)
{
    // A name of one bit is a truth to MySQL; so is its tinyint of one digit.
    const bool isTruth = (parts.name == u"tinyint" || parts.name == u"bit") && parts.numbers.size() == 1 &&
                         parts.numbers[0] == 1 && !parts.isUnsigned;
    if (isTruth || (parts.name == u"bit" && parts.numbers.empty()))
        return TypeTranslation{DataType::of(TypeKind::Boolean)};
    const bool isBits = parts.name == u"bit" || parts.name == u"bit varying" || parts.name == u"varbit";
    if (isBits)
        return TypeTranslation{DataType::of(TypeKind::Varchar, numberOf(parts, 0)), true, false};
    const auto it =
        std::ranges::find_if(natives, [&](const NativeType& t) { return parts.name == QLatin1String(t.name); });
    if (it != natives.end()) {
        DataType type = DataType::of(it->kind, it->takesLength ? numberOf(parts, 0) : it->length);
        type.isUnsigned = it->isUnsigned || (parts.isUnsigned && type.isWholeNumber());
        if (it->kind == TypeKind::Decimal)
            type = parts.numbers.empty() && !it->exact
                       ? DataType::decimal(19, 4)
                       : DataType::decimal(numberOf(parts, 0), numberOf(parts, 1));
        return TypeTranslation{type, true, it->exact};
    }
    DataType type = model::parseType(parts.name);
    if (type.kind == TypeKind::Native)
        return std::nullopt;
    switch (type.kind) {
    case TypeKind::Varchar:
    case TypeKind::Char:
        type.length = numberOf(parts, 0) > 0 ? numberOf(parts, 0) : type.length;
        break;
    case TypeKind::Decimal:
    case TypeKind::Float:
        type.precision = numberOf(parts, 0);
        type.scale = numberOf(parts, 1);
        break;
    case TypeKind::Time:
    case TypeKind::Timestamp:
    case TypeKind::TimestampTz:
        type.precision = numberOf(parts, 0);
        break;
    default: // int(10), double(8,2): how wide it is shown
        break;
    }
    type.isUnsigned = parts.isUnsigned && type.isWholeNumber();
    return TypeTranslation{type};
}

} // namespace

TypeTranslation translatedType(const QString& native, const Dialect& from, const Dialect& to)
{
    const DataType own = from.typeOf(native);
    if (own.kind != TypeKind::Native)
        return {own};
    const Parts parts = partsOf(native);
    if (const auto binary = binaryText(parts, to))
        return *binary;
    // Where a name may be anything, it means what the other engine means by it.
    if (const auto same = from.capabilities().freeTypeNames ? to.typeCalled(parts.name) : std::nullopt) {
        TypeTranslation known{*same};
        known.type.dimensions = parts.dimensions;
        return known;
    }
    if (auto known = knownType(parts)) {
        known->type.dimensions = parts.dimensions;
        return *known;
    }
    if (const DataType there = to.typeOf(native); there.kind != TypeKind::Native)
        return {there};
    DataType guess = byAffinity(parts.name);
    guess.dimensions = parts.dimensions;
    return {guess, false, false};
}

} // namespace conjoin::orm
