// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgrestypes.h"

#include "orm/dialect/ansiddl.h"
#include "orm/dialect/postgrestext.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <array>
#include <optional>

namespace conjoin::orm::postgres {

using model::DataType;
using model::DefaultValue;
using model::TypeKind;

namespace {

/// The keywords that are no names everywhere (pg_get_keywords(), all but the unreserved), with those that
/// versions after 15 added.
constexpr auto keywords =
    "all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both "
    "case cast char character check coalesce collate collation column concurrently constraint create cross "
    "current_catalog current_date current_role current_schema current_time current_timestamp current_user dec "
    "decimal default deferrable desc distinct do else end except exists extract false fetch float for foreign "
    "freeze from full grant greatest group grouping having ilike in initially inner inout int integer "
    "intersect "
    "interval into is isnull join json json_array json_arrayagg json_exists json_object json_objectagg "
    "json_query json_scalar json_serialize json_table json_value lateral leading least left like limit "
    "localtime localtimestamp merge_action national natural nchar none normalize not notnull null nullif "
    "numeric offset on only or order out outer overlaps overlay placing position precision primary real "
    "references returning right row select session_user setof similar smallint some substring symmetric "
    "system_user table tablesample then time timestamp to trailing treat trim true union unique user using "
    "values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists "
    "xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable";

/// The names of the system's own types: a type of the schema that is called so is only found by its namespace.
constexpr auto systemTypes =
    "aclitem any anyarray anyelement anyenum anyrange bit bool box bpchar bytea cardinal_number char cid cidr "
    "circle cstring date datemultirange daterange event_trigger float4 float8 gtsvector inet int2 int2vector "
    "int4 int4multirange int4range int8 int8multirange int8range internal interval json jsonb jsonpath line "
    "lseg macaddr macaddr8 money name numeric nummultirange numrange oid oidvector path point polygon record "
    "refcursor regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc "
    "regprocedure regrole regtype text tid time timestamp timestamptz timetz trigger tsmultirange tsquery "
    "tsrange tstzmultirange tstzrange tsvector txid_snapshot unknown uuid varbit varchar void xid xid8 xml";

QSet<QString> wordSet(const char* words)
{
    const QStringList list = QString::fromLatin1(words).split(u' ');
    return {list.begin(), list.end()};
}

struct Spelling {
    TypeKind kind;
    const char* name;   ///< as format_type says it
    const char* tail;   ///< what follows the arguments in parentheses
    const char* serial; ///< the word for one that counts
};

/// The first spelling of a name is the kind that it is read as.
constexpr std::array spellings{
    Spelling{TypeKind::Boolean, "boolean", "", "serial"},
    Spelling{TypeKind::SmallInt, "smallint", "", "smallserial"},
    Spelling{TypeKind::TinyInt, "smallint", "", "smallserial"},
    Spelling{TypeKind::Integer, "integer", "", "serial"},
    Spelling{TypeKind::MediumInt, "integer", "", "serial"},
    Spelling{TypeKind::BigInt, "bigint", "", "bigserial"},
    Spelling{TypeKind::Decimal, "numeric", "", "serial"},
    Spelling{TypeKind::Real, "real", "", "serial"},
    Spelling{TypeKind::Double, "double precision", "", "serial"},
    Spelling{TypeKind::Float, "double precision", "", "serial"},
    Spelling{TypeKind::Varchar, "character varying", "", "serial"},
    Spelling{TypeKind::Char, "character", "", "serial"},
    Spelling{TypeKind::Text, "text", "", "serial"},
    Spelling{TypeKind::Binary, "bytea", "", "serial"},
    Spelling{TypeKind::Date, "date", "", "serial"},
    Spelling{TypeKind::Time, "time", " without time zone", "serial"},
    Spelling{TypeKind::Timestamp, "timestamp", " without time zone", "serial"},
    Spelling{TypeKind::TimestampTz, "timestamp", " with time zone", "serial"},
    Spelling{TypeKind::Uuid, "uuid", "", "serial"},
    Spelling{TypeKind::Json, "json", "", "serial"},
    Spelling{TypeKind::Jsonb, "jsonb", "", "serial"},
};

const Spelling* spellingOf(const DataType& type)
{
    constexpr int realBits = 24;
    const bool isShort = type.kind == TypeKind::Float && type.scale == 0 && type.precision > 0 &&
                         type.precision <= realBits; // FLOAT(p) of the standard
    const auto it = std::ranges::find(spellings, isShort ? TypeKind::Real : type.kind, &Spelling::kind);
    return it == spellings.end() ? nullptr : &*it;
}

/// `(80)`, `(10,2)`, or nothing.
QString arguments(const DataType& type)
{
    switch (type.kind) {
    case TypeKind::Varchar:
    case TypeKind::Char:
        return type.length > 0 ? QStringLiteral("(%1)").arg(type.length) : QString();
    case TypeKind::Decimal:
        return type.precision > 0 ? QStringLiteral("(%1,%2)").arg(type.precision).arg(type.scale) : QString();
    case TypeKind::Time:
    case TypeKind::Timestamp:
    case TypeKind::TimestampTz:
        return type.precision > 0 ? QStringLiteral("(%1)").arg(std::min(type.precision, 6)) : QString();
    default:
        return {};
    }
}

/// A database's own type as SQL; a text that is none becomes the name of one by quotes, so that nothing that
/// somebody types can be anything else than a type. None stays none: no quotes make a name of it.
QString nativeTypeName(const QString& text)
{
    static const QRegularExpression form(
        QStringLiteral(R"re(^(?:[\p{L}_][\p{L}\p{N}_$]*|"(?:[^"]|"")+"|[\s.%]|\([^()';]*\)|\[[0-9]*\])+$)re"));
    return text.isEmpty() || form.match(text).hasMatch() ? text : quoted(text);
}

/// How the catalog labels a constant of that type: its name without arguments.
QString constantTypeName(const DataType& type)
{
    QString name;
    if (type.kind == TypeKind::Char) {
        name = QStringLiteral("bpchar");
    } else if (type.kind == TypeKind::Native) {
        static const QRegularExpression parentheses(QStringLiteral(R"(\s*\([^()]*\))"));
        name = QString(type.native).remove(parentheses);
    } else if (type.kind == TypeKind::Named) {
        name = identifier(type.schema.isEmpty() ? QStringLiteral("public") : *type.schema) + u'.' +
               identifier(type.native);
    } else if (const Spelling* spelling = spellingOf(type)) {
        name = QString::fromLatin1(spelling->name) + QLatin1String(spelling->tail);
    } else {
        name = QStringLiteral("text");
    }
    return type.dimensions > 0 ? name + QStringLiteral("[]") : name;
}

bool isNumeric(const DataType& type)
{
    return type.isNumber() && type.dimensions == 0;
}

bool isBoolean(const DataType& type)
{
    return type.kind == TypeKind::Boolean && type.dimensions == 0;
}

bool isNumber(const QString& text)
{
    static const QRegularExpression form(QStringLiteral(R"(^-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)$)"));
    return form.match(text).hasMatch();
}

/// A literal as DEFAULT takes it.
QString literalText(const QString& text, const DataType& type)
{
    if (isBoolean(type) && (text == u"true" || text == u"false"))
        return text;
    return isNumeric(type) && isNumber(text) ? text : textLiteral(text);
}

/// What the catalog makes of literalText(): a number is shown bare where it has no sign and fits, anything else
/// as a labelled constant.
QString catalogText(const QString& text, const DataType& type)
{
    if (isBoolean(type) && (text == u"true" || text == u"false"))
        return text;
    if (!isNumeric(type) || !isNumber(text))
        return textLiteral(text) + QStringLiteral("::") + constantTypeName(type);
    if (text.contains(u'.'))
        return text.startsWith(u'-') ? textLiteral(text) + QStringLiteral("::numeric") : text;
    bool fits = false;
    const qlonglong number = text.toLongLong(&fits);
    if (!fits)
        return textLiteral(text) + QStringLiteral("::numeric");
    if (number != qlonglong(qint32(number)))
        return textLiteral(text) + QStringLiteral("::bigint");
    return number < 0 ? textLiteral(text) + QStringLiteral("::integer") : text;
}

/// The text between the quotes that a constant begins with, else the whole.
QString constantText(const QString& sql)
{
    static const QRegularExpression form(QStringLiteral(R"(^'((?:[^']|'')*)'(?:::|$))"));
    const QRegularExpressionMatch match = form.match(sql);
    return match.hasMatch() ? match.captured(1).replace(QStringLiteral("''"), QStringLiteral("'")) : sql;
}

QString currentTime(const DataType& type)
{
    switch (type.kind) {
    case TypeKind::Date:
        return QStringLiteral("CURRENT_DATE");
    case TypeKind::Time:
        return QStringLiteral("LOCALTIME");
    default:
        return QStringLiteral("now()");
    }
}

QString randomUuid()
{
    return QStringLiteral("gen_random_uuid()"); // PostgreSQL 13; before it, of the extension pgcrypto
}

/// Whether DEFAULT needs parentheses around it: its grammar knows no AND, IS NULL, IN … outside of them.
bool needsParentheses(const QString& expression)
{
    static const QRegularExpression word(
        QStringLiteral(R"(\b(?:AND|OR|NOT|IS|ISNULL|NOTNULL|IN|LIKE|ILIKE|SIMILAR|BETWEEN|COLLATE|AT)\b)"),
        QRegularExpression::CaseInsensitiveOption);
    QString plain = outline(expression);
    if (expression.contains(u"--"))
        return true;
    int depth = 0;
    for (QChar& c : plain) {
        if (c == u'(' || c == u'[')
            ++depth;
        if (depth > 0 && c != u')' && c != u']')
            c = u' ';
        if ((c == u')' || c == u']') && depth > 0)
            --depth;
    }
    static const QRegularExpression caseForm(QStringLiteral(R"(\bCASE\b.*\bEND\b)"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    plain.remove(caseForm);
    return word.match(plain).hasMatch();
}

/// The types of extensions, each called like its extension; the catalog says their namespace.
const QSet<QString>& extensionTypes()
{
    static const QSet<QString> types = wordSet("citext hstore");
    return types;
}

} // namespace

QString quoted(const QString& identifier)
{
    QString text = identifier;
    return u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

QString identifier(const QString& identifier)
{
    static const QSet<QString> reserved = wordSet(keywords);
    const auto isPlain = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'_';
    };
    const bool bare = !identifier.isEmpty() && !identifier[0].isDigit() &&
                      std::all_of(identifier.begin(), identifier.end(), isPlain) &&
                      !reserved.contains(identifier);
    return bare ? identifier : quoted(identifier);
}

QString textLiteral(const QString& text)
{
    QString copy = text;
    copy.remove(QChar(0)); // no text of PostgreSQL has one
    return u'\'' + copy.replace(u'\'', QStringLiteral("''")) + u'\'';
}

QString typeName(const DataType& type, bool autoIncrement)
{
    if (type.dimensions > 0) {
        DataType element = type;
        element.dimensions = 0;
        QString name = typeName(element, false);
        for (int i = 0; i < type.dimensions; ++i)
            name += QStringLiteral("[]");
        return name;
    }
    const Spelling* spelling = spellingOf(type);
    if (autoIncrement && spelling)
        return QString::fromLatin1(spelling->serial);
    if (spelling)
        return QString::fromLatin1(spelling->name) + arguments(type) + QLatin1String(spelling->tail);
    switch (type.kind) {
    case TypeKind::Native:
        return nativeTypeName(type.native);
    case TypeKind::Named:
        return userTypeName(type.schema, type.native);
    default: // the values of an ENUM or a SET that no type was derived for
        return QStringLiteral("text");
    }
}

DataType typeOf(const QString& text)
{
    static const QRegularExpression form(QStringLiteral(
        R"(^(.*?)(?:\(([0-9]+)(?:,(-?[0-9]+))?\))?( without time zone| with time zone)?((?:\[\])*)$)"));
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return DataType::verbatim(text);
    for (const Spelling& spelling : spellings) {
        if (match.captured(1) != QLatin1String(spelling.name) ||
            match.captured(4) != QLatin1String(spelling.tail))
            continue;
        DataType type = DataType::of(spelling.kind);
        const int first = match.captured(2).toInt();
        (spelling.kind == TypeKind::Varchar || spelling.kind == TypeKind::Char ? type.length : type.precision) =
            first;
        type.scale = match.captured(3).toInt();
        type.dimensions = int(match.captured(5).size()) / 2;
        if (typeName(type, false) == text)
            return type;
    }
    return DataType::verbatim(text);
}

std::optional<DataType> typeCalled(const QString& name)
{
    static const QSet<QString> ours =
        wordSet("inet cidr macaddr macaddr8 tsvector tsquery xml money interval int4range int8range numrange "
                "tsrange tstzrange daterange");
    const QString word = name.simplified().toLower();
    if (extensionTypes().contains(word))
        return DataType::verbatim(QStringLiteral("public.") + word);
    return ours.contains(word) ? std::optional(DataType::verbatim(word)) : std::nullopt;
}

QString extensionFor(const DataType& type)
{
    QString name = type.kind == TypeKind::Native ? type.native->simplified().toLower() : QString();
    if (name.startsWith(QLatin1String("public.")))
        name = name.mid(7);
    return extensionTypes().contains(name) ? name : QString();
}

QString defaultText(const DefaultValue& value, const DataType& type)
{
    switch (value.kind) {
    case DefaultValue::Kind::None:
        return {};
    case DefaultValue::Kind::Literal:
        return literalText(value.text, type);
    case DefaultValue::Kind::Expression:
        return needsParentheses(value.text) ? ansi::parenthesized(value.text) : *value.text;
    case DefaultValue::Kind::Now:
        return currentTime(type);
    case DefaultValue::Kind::Uuid:
        return randomUuid();
    }
    return {};
}

QString shownLiteral(const QString& text, const DataType& type)
{
    return catalogText(text, type);
}

DefaultValue defaultOf(const QString& text, const DataType& type)
{
    using Kind = DefaultValue::Kind;
    if (text.isEmpty())
        return {};
    if (text == randomUuid())
        return {Kind::Uuid, {}};
    if (text == currentTime(type))
        return {Kind::Now, {}};
    // What a person wrote (`'x'`) and what the catalog shows of it (`'x'::text`) are the same literal.
    const QString literal = constantText(text);
    if (catalogText(literal, type) == text || literalText(literal, type) == text)
        return {Kind::Literal, literal};
    return {Kind::Expression, text};
}

QString userTypeName(const QString& schema, const QString& name)
{
    static const QSet<QString> system = wordSet(systemTypes);
    if (schema.isEmpty() && system.contains(name))
        return QStringLiteral("public.") + identifier(name);
    return schema.isEmpty() ? identifier(name) : identifier(schema) + u'.' + identifier(name);
}

QString collationName(const QString& collation)
{
    static const QRegularExpression qualified(QStringLiteral(R"(^"(?:[^"]|"")+"\."(?:[^"]|"")+"$)"));
    return qualified.match(collation).hasMatch() ? collation : identifier(collation);
}

QString sequenceName(const QString& table, const QString& column)
{
    QByteArray first = table.toUtf8();
    QByteArray second = column.toUtf8();
    constexpr qsizetype available = 63 - 5; // `_` and `_seq`
    qsizetype firstSize = first.size();
    qsizetype secondSize = second.size();
    while (firstSize + secondSize > available)
        --(firstSize > secondSize ? firstSize : secondSize);
    const auto clip = [](QByteArray& text, qsizetype size) {
        while (size > 0 && size < text.size() && (uchar(text[size]) & 0xc0) == 0x80)
            --size; // never inside of a character
        text.truncate(size);
    };
    clip(first, firstSize);
    clip(second, secondSize);
    return QString::fromUtf8(first + '_' + second + "_seq");
}

} // namespace conjoin::orm::postgres
