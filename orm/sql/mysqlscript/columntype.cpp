// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlscript/columntype.h"

#include "orm/dialect/mysqltext.h"

#include <QHash>

#include <algorithm>

namespace conjoin::sql::mysqlscript {

namespace {

using Family = ColumnType::Family;

struct TypeWord {
    const char* written;
    const char* word;
    Family family;
};

constexpr TypeWord typeWords[] = {
    {"tinyint", "tinyint", Family::Integer},
    {"int1", "tinyint", Family::Integer},
    {"bool", "tinyint", Family::Integer},
    {"boolean", "tinyint", Family::Integer},
    {"smallint", "smallint", Family::Integer},
    {"int2", "smallint", Family::Integer},
    {"mediumint", "mediumint", Family::Integer},
    {"middleint", "mediumint", Family::Integer},
    {"int3", "mediumint", Family::Integer},
    {"int", "int", Family::Integer},
    {"integer", "int", Family::Integer},
    {"int4", "int", Family::Integer},
    {"bigint", "bigint", Family::Integer},
    {"int8", "bigint", Family::Integer},
    {"serial", "bigint", Family::Integer},
    {"decimal", "decimal", Family::Decimal},
    {"dec", "decimal", Family::Decimal},
    {"numeric", "decimal", Family::Decimal},
    {"fixed", "decimal", Family::Decimal},
    {"float", "float", Family::Floating},
    {"float4", "float", Family::Floating},
    {"double", "double", Family::Floating},
    {"float8", "double", Family::Floating},
    {"real", "double", Family::Floating},
    {"bit", "bit", Family::Bit},
    {"char", "char", Family::Text},
    {"character", "char", Family::Text},
    {"varchar", "varchar", Family::Text},
    {"varcharacter", "varchar", Family::Text},
    {"varchar2", "varchar", Family::Text}, // these three are of the mode of Oracle
    {"raw", "varbinary", Family::Bytes},
    {"clob", "longtext", Family::Text},
    {"nchar", "char", Family::Text},
    {"nvarchar", "varchar", Family::Text},
    {"tinytext", "tinytext", Family::Text},
    {"text", "text", Family::Text},
    {"mediumtext", "mediumtext", Family::Text},
    {"longtext", "longtext", Family::Text},
    {"long", "mediumtext", Family::Text},
    {"enum", "enum", Family::Choice},
    {"set", "set", Family::Choice},
    {"binary", "binary", Family::Bytes},
    {"varbinary", "varbinary", Family::Bytes},
    {"tinyblob", "tinyblob", Family::Bytes},
    {"blob", "blob", Family::Bytes},
    {"mediumblob", "mediumblob", Family::Bytes},
    {"longblob", "longblob", Family::Bytes},
    {"date", "date", Family::Date},
    {"time", "time", Family::Time},
    {"datetime", "datetime", Family::Moment},
    {"timestamp", "timestamp", Family::Moment},
    {"year", "year", Family::Year},
    {"sql_tsi_year", "year", Family::Year},
    {"json", "json", Family::Other},
    {"uuid", "uuid", Family::Other},
    {"inet4", "inet4", Family::Other},
    {"inet6", "inet6", Family::Other},
    {"vector", "vector", Family::Other},
    {"xmltype", "xmltype", Family::Other},
    {"geometry", "geometry", Family::Other},
    {"point", "point", Family::Other},
    {"linestring", "linestring", Family::Other},
    {"polygon", "polygon", Family::Other},
    {"multipoint", "multipoint", Family::Other},
    {"multilinestring", "multilinestring", Family::Other},
    {"multipolygon", "multipolygon", Family::Other},
    {"geometrycollection", "geometrycollection", Family::Other},
    {"geomcollection", "geometrycollection", Family::Other},
};

QStringList writtenTypes()
{
    QStringList names;
    for (const TypeWord& type : typeWords)
        names.append(QString::fromLatin1(type.written).toUpper());
    return names;
}

void failAtType(Cursor& cursor)
{
    const Token& found = cursor.peek();
    if (found.kind != Token::Kind::Word) {
        cursor.fail(QStringLiteral("a type"));
        return;
    }
    cursor.fail(inputError(cursor.script().place(found.start),
        message("script.type.unknown", "no type of MySQL or MariaDB is called %1", {found.text}),
        didYouMean(found.text, writtenTypes())));
}

/// `CHAR VARYING`, `NATIONAL VARCHAR`, `LONG VARBINARY`, `DOUBLE PRECISION`: what follows the first word.
void readFurtherWords(Cursor& cursor, ColumnType& type, const QString& written)
{
    if (written == u"double") {
        cursor.accept("PRECISION");
    } else if (written == u"long") {
        if (cursor.accept("VARBINARY"))
            type.word = QStringLiteral("mediumblob"), type.family = Family::Bytes;
        else if (!cursor.accept("VARCHAR") && !cursor.accept("VARCHARACTER") && cursor.accept("CHAR"))
            cursor.expect("VARYING");
    } else if (written == u"char" || written == u"character" || written == u"nchar") {
        if (cursor.accept("VARYING") || cursor.accept("VARCHAR") || cursor.accept("VARCHARACTER"))
            type.word = QStringLiteral("varchar");
    } else if (written == u"varchar" || written == u"nvarchar") {
        cursor.accept("VARYING");
    }
    if (written == u"nchar" || written == u"nvarchar")
        type.charset = QStringLiteral("utf8mb3");
}

/// The text whose bytes x'…' or 0x… tells.
QString charactersOf(const QString& bits)
{
    const bool zeroX = bits.startsWith(u"0x");
    const QString digits = zeroX ? bits.mid(2) : bits.mid(2, bits.size() - 3);
    if (bits.startsWith(u'b', Qt::CaseInsensitive))
        return QString::fromUtf8(QByteArray::fromHex(QByteArray::number(digits.toULongLong(nullptr, 2), 16)));
    return QString::fromUtf8(QByteArray::fromHex(digits.toLatin1()));
}

void readArguments(Cursor& cursor, ColumnType& type)
{
    if (type.family == Family::Choice) {
        cursor.expectSign("(");
        do {
            if (cursor.peek().kind == Token::Kind::Word && cursor.peek().text.startsWith(u'_'))
                cursor.take(); // the character set of the literal
            QString value = cursor.peek().kind == Token::Kind::Bits ? charactersOf(cursor.take().text)
                                                                    : cursor.expectText("a text");
            while (value.endsWith(u' '))
                value.chop(1);
            type.values.append(value);
        } while (cursor.acceptSign(","));
        cursor.expectSign(")");
        return;
    }
    if (!cursor.isSign("("))
        return;
    if (type.family == Family::Date || (type.family == Family::Other && type.word != u"vector"))
        return cursor.fail(QStringLiteral("no length at this type"));
    cursor.expectSign("(");
    type.length = cursor.expectCount("a length");
    if ((type.family == Family::Decimal || type.family == Family::Floating) && cursor.acceptSign(","))
        type.scale = cursor.expectCount("a number of digits");
    cursor.expectSign(")");
}

/// What the catalog says where a script leaves it open.
void completeNumbers(ColumnType& type, const QString& written)
{
    const auto usual = [&](int length) { type.length = type.length < 0 ? length : type.length; };
    switch (type.family) {
    case Family::Integer:
        if (written == u"bool" || written == u"boolean")
            usual(1);
        break; // the width depends on the sign, which follows
    case Family::Decimal:
        if (type.length <= 0)
            type.length = 10;
        type.scale = std::max(type.scale, 0);
        break;
    case Family::Floating:
        if (type.scale < 0 && type.length >= 0) {
            constexpr int floatDigits = 24; // in binary
            if (type.length > floatDigits)
                type.word = QStringLiteral("double");
            type.length = -1;
        }
        break;
    case Family::Bit:
        usual(1);
        break;
    case Family::Year:
        type.length = type.length == 2 ? 2 : 4;
        break;
    case Family::Time:
    case Family::Moment:
        if (type.length == 0)
            type.length = -1;
        break;
    case Family::Text:
        type.sized = type.word == u"text" && type.length > 0;
        if (type.word == u"char")
            usual(1);
        break;
    case Family::Bytes:
        type.sized = type.word == u"blob" && type.length > 0;
        if (type.word == u"binary")
            usual(1);
        break;
    default:
        break;
    }
    if ((type.word == u"text" || type.word == u"blob") && type.length == 0)
        type.length = -1;
}

void readSign(Cursor& cursor, ColumnType& type)
{
    while (true) {
        if (cursor.accept("UNSIGNED"))
            type.isUnsigned = true;
        else if (cursor.accept("ZEROFILL"))
            type.isUnsigned = type.zerofill = true;
        else if (!cursor.accept("SIGNED"))
            break;
    }
}

int usualWidth(const QString& word, bool isUnsigned)
{
    static const QHash<QString, std::pair<int, int>> widths{{"tinyint", {4, 3}}, {"smallint", {6, 5}},
        {"mediumint", {9, 8}}, {"int", {11, 10}}, {"bigint", {20, 20}}};
    const auto [plain, positive] = widths.value(word);
    return isUnsigned ? positive : plain;
}

/// TEXT(n) and BLOB(n) are the smallest type that holds so much.
QString sizedWord(const QString& kind, qint64 bytes)
{
    constexpr qint64 tiny = 0xFF;
    constexpr qint64 usual = 0xFFFF;
    constexpr qint64 medium = 0xFFFFFF;
    if (bytes <= tiny)
        return QStringLiteral("tiny") + kind;
    if (bytes <= usual)
        return kind;
    return (bytes <= medium ? QStringLiteral("medium") : QStringLiteral("long")) + kind;
}

} // namespace

int widestCharacter(const QString& charset)
{
    static const QHash<QString, int> widths{{"utf8mb3", 3}, {"utf8mb4", 4}, {"utf16", 4}, {"utf16le", 4},
        {"utf32", 4}, {"ucs2", 2}, {"big5", 2}, {"gbk", 2}, {"gb2312", 2}, {"gb18030", 4}, {"sjis", 2},
        {"cp932", 2}, {"euckr", 2}, {"ujis", 3}, {"eucjpms", 3}};
    return charset.isEmpty() ? 4 : widths.value(charset, 1);
}

QString charsetName(const QString& written)
{
    const QString name = written.toLower();
    return name == u"utf8" ? QStringLiteral("utf8mb3") : name;
}

QString collationName(const QString& written)
{
    const QString name = written.toLower();
    return name.startsWith(u"utf8_") ? QStringLiteral("utf8mb3") + name.mid(4) : name;
}

QString DefaultCollations::operator()(const QString& charset) const
{
    if (charset == u"utf8mb4")
        return ofUtf8mb4;
    static const QHash<QString, QString> others{{"binary", "binary"}, {"latin1", "latin1_swedish_ci"},
        {"dec8", "dec8_swedish_ci"}, {"swe7", "swe7_swedish_ci"}, {"hp8", "hp8_english_ci"},
        {"latin5", "latin5_turkish_ci"}, {"big5", "big5_chinese_ci"}, {"gbk", "gbk_chinese_ci"},
        {"gb2312", "gb2312_chinese_ci"}, {"gb18030", "gb18030_chinese_ci"}, {"sjis", "sjis_japanese_ci"},
        {"cp932", "cp932_japanese_ci"}, {"ujis", "ujis_japanese_ci"}, {"eucjpms", "eucjpms_japanese_ci"},
        {"euckr", "euckr_korean_ci"}, {"tis620", "tis620_thai_ci"}};
    return charset.isEmpty() ? QString() : others.value(charset, charset + QStringLiteral("_general_ci"));
}

QString charsetOf(const QString& collation)
{
    return collation.section(u'_', 0, 0);
}

QString ColumnType::text(const QString& columnCharset) const
{
    if (family == Family::Choice) {
        QStringList literals;
        for (const QString& value : values)
            literals.append(orm::mysql::textLiteral(value));
        return word + u'(' + literals.join(u',') + u')';
    }
    QString name = word;
    int count = length;
    if (family == Family::Text && columnCharset == u"binary") {
        name = word.contains(u"char") ? QString(word).replace(QStringLiteral("char"), QStringLiteral("binary"))
                                      : QString(word).replace(QStringLiteral("text"), QStringLiteral("blob"));
    }
    if (sized) {
        const bool characters = name == u"text";
        name = sizedWord(name, qint64(length) * (characters ? widestCharacter(columnCharset) : 1));
        count = -1;
    }
    if (family == Family::Integer && count < 0)
        count = usualWidth(word, isUnsigned);
    if (count >= 0)
        name +=
            scale >= 0 ? QStringLiteral("(%1,%2)").arg(count).arg(scale) : QStringLiteral("(%1)").arg(count);
    if (isUnsigned)
        name += QStringLiteral(" unsigned");
    if (zerofill)
        name += QStringLiteral(" zerofill");
    return name;
}

bool readCharset(Cursor& cursor, ColumnType& type)
{
    if (cursor.accept({"CHARACTER", "SET"}) || cursor.accept("CHARSET") || cursor.accept({"CHAR", "SET"})) {
        cursor.acceptSign("=");
        type.charset =
            charsetName(cursor.peek().kind == Token::Kind::Text ? cursor.take().text
                                                                : cursor.expectName("a character set"));
    } else if (cursor.accept("COLLATE")) {
        cursor.acceptSign("=");
        type.collation = collationName(
            cursor.peek().kind == Token::Kind::Text ? cursor.take().text : cursor.expectName("a collation"));
    } else if (cursor.accept("BINARY")) {
        type.binaryCollation = true;
    } else if (cursor.accept("ASCII")) {
        type.charset = QStringLiteral("latin1");
    } else if (cursor.accept("UNICODE")) {
        type.charset = QStringLiteral("ucs2");
    } else if (cursor.accept("BYTE")) {
        type.charset = QStringLiteral("binary");
    } else {
        return false;
    }
    return true;
}

ColumnType readColumnType(Cursor& cursor)
{
    ColumnType type;
    const bool national = cursor.accept("NATIONAL");
    const QString written = cursor.peek().text.toLower();
    const auto* const found = std::find_if(std::begin(typeWords), std::end(typeWords),
        [&](const TypeWord& candidate) { return written == QLatin1String(candidate.written); });
    if (cursor.peek().kind != Token::Kind::Word || found == std::end(typeWords)) {
        failAtType(cursor);
        return type;
    }
    cursor.take();
    type.family = found->family;
    type.word = QString::fromLatin1(found->word);
    readFurtherWords(cursor, type, written);
    if (national)
        type.charset = QStringLiteral("utf8mb3");
    readArguments(cursor, type);
    completeNumbers(type, written);
    if (written == u"serial") {
        type.serial = true;
        type.isUnsigned = true;
    }
    if (type.family == Family::Integer || type.family == Family::Decimal || type.family == Family::Floating ||
        type.family == Family::Year) {
        readSign(cursor, type);
        if (type.family == Family::Year)
            type.isUnsigned = type.zerofill = false;
    }
    while (type.hasCharset() && readCharset(cursor, type)) {
    }
    return type;
}

} // namespace conjoin::sql::mysqlscript
