// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlscript/columndefault.h"

#include "orm/dialect/mysqltext.h"
#include "orm/sql/mysqlscript/expression.h"

#include <QLocale>
#include <QRegularExpression>
#include <QStringDecoder>

#include <cmath>

namespace conjoin::sql::mysqlscript {

namespace {

using Family = ColumnType::Family;

struct Literal {
    enum class Kind { Null, Text, Number, Bytes };
    Kind kind = Kind::Null;
    QString text; ///< of bytes: in hexadecimal digits
};

QString zeros(int count)
{
    return QString(count, u'0');
}

/// Those bytes as characters; as bytes where they are none.
Literal charactersOf(const QByteArray& bytes, const QString& charset)
{
    if (charset == u"latin1")
        return {Literal::Kind::Text, QString::fromLatin1(bytes)};
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
    const QString text = decoder(bytes);
    return decoder.hasError() ? Literal{Literal::Kind::Bytes, QString::fromLatin1(bytes.toHex())}
                              : Literal{Literal::Kind::Text, text};
}

/// The value of x'…', 0x…, b'…': as a text of that character set where `asText`, else as a number.
Literal bitsLiteral(const QString& written, bool asText, const QString& charset)
{
    const bool binary = written.startsWith(u'b', Qt::CaseInsensitive);
    const bool zeroX = written.startsWith(u"0x");
    const QString digits = zeroX ? written.mid(2) : written.mid(2, written.size() - 3);
    if (!asText)
        return {Literal::Kind::Number, QString::number(digits.toULongLong(nullptr, binary ? 2 : 16))};
    QByteArray hex = digits.toLatin1();
    if (binary)
        hex = QByteArray::number(digits.toULongLong(nullptr, 2), 16);
    if (hex.size() % 2)
        hex.prepend('0');
    return charactersOf(QByteArray::fromHex(hex), charset);
}

/// A literal with its sign and its character set; nothing where the cursor stands on something else.
std::optional<Literal> readLiteral(Cursor& cursor, const ColumnType& type)
{
    const bool asText = type.hasCharset() || type.family == Family::Bytes;
    QString charset = type.charset;
    const Token& first = cursor.peek();
    if (first.kind == Token::Kind::Word) {
        const QString word = first.text.toLower();
        if (word.startsWith(u'_') && word != u"_binary")
            charset = word.sliced(1);
        const bool typed = word.startsWith(u'_') || word == u"date" || word == u"time" || word == u"timestamp";
        if (typed && cursor.peek(1).kind == Token::Kind::Text)
            cursor.take();
        if (typed && cursor.peek(1).kind == Token::Kind::Bits)
            cursor.take();
    }
    const Token& token = cursor.peek();
    if (token.kind == Token::Kind::Text && type.family == Family::Bytes &&
        !cursor.script().isUtf8(token.start, token.end))
        return Literal{Literal::Kind::Bytes, QString::fromLatin1(cursor.take().text.toLatin1().toHex())};
    if (token.kind == Token::Kind::Text)
        return Literal{Literal::Kind::Text, cursor.expectText("a text")};
    if (token.kind == Token::Kind::Bits) {
        const bool isLong = asText && (type.word.endsWith(u"text") || type.word.endsWith(u"blob"));
        Literal value = bitsLiteral(cursor.take().text, asText, charset);
        if (isLong && value.kind == Literal::Kind::Text) // an expression to the server: kept as it is written
            value = {Literal::Kind::Bytes, QString::fromLatin1(value.text.toUtf8().toHex())};
        return value;
    }
    if (token.kind == Token::Kind::Number)
        return Literal{Literal::Kind::Number, cursor.take().text};
    if ((token.isSign("-") || token.isSign("+")) && cursor.peek(1).kind == Token::Kind::Number) {
        const bool minus = cursor.take().isSign("-");
        return Literal{Literal::Kind::Number, (minus ? QStringLiteral("-") : QString()) + cursor.take().text};
    }
    if (cursor.accept("NULL"))
        return Literal{};
    if (cursor.accept("TRUE"))
        return Literal{Literal::Kind::Number, QStringLiteral("1")};
    if (cursor.accept("FALSE"))
        return Literal{Literal::Kind::Number, QStringLiteral("0")};
    return std::nullopt;
}

QString integerText(const QString& written)
{
    static const QRegularExpression form(QStringLiteral(R"(^\s*([+-]?)0*([0-9]+)\s*$)"));
    const auto match = form.match(written);
    if (match.hasMatch()) {
        const bool minus = match.captured(1) == u"-" && match.captured(2) != u"0";
        return (minus ? QStringLiteral("-") : QString()) + match.captured(2);
    }
    bool number = false;
    const double value = written.trimmed().toDouble(&number);
    return number ? QString::number(qint64(std::round(value))) : written;
}

QString decimalText(const QString& written, int scale)
{
    static const QRegularExpression form(QStringLiteral(R"(^\s*([+-]?)0*([0-9]*)(?:\.([0-9]*))?\s*$)"));
    const auto match = form.match(written);
    bool number = false;
    const double value = written.trimmed().toDouble(&number);
    if (!number)
        return written;
    const QString fraction = match.captured(3);
    if (!match.hasMatch() || fraction.size() > scale)
        return QString::number(value, 'f', scale);
    const QString whole = match.captured(2).isEmpty() ? QStringLiteral("0") : match.captured(2);
    const QString minus = match.captured(1) == u"-" ? QStringLiteral("-") : QString();
    return minus + whole + (scale > 0 ? u'.' + fraction + zeros(scale - int(fraction.size())) : QString());
}

QString floatingText(const QString& written, int scale)
{
    bool number = false;
    const double value = written.trimmed().toDouble(&number);
    if (!number)
        return written;
    if (scale >= 0)
        return QString::number(value, 'f', scale);
    constexpr double longestPlain = 1e15;
    const bool plain = value == 0 || (std::fabs(value) < longestPlain && std::fabs(value) > 1 / longestPlain);
    return QString::number(value, plain ? 'f' : 'g', QLocale::FloatingPointShortest);
}

QString padded(const QString& number, int width)
{
    return number.rightJustified(width, u'0');
}

QString yearText(const QString& written, int width, bool textual)
{
    int year = written.toInt();
    constexpr int century = 100;
    constexpr int firstOfLastCentury = 70;
    if (year < century && (year > 0 || textual))
        year += year < firstOfLastCentury ? 2000 : 1900;
    return padded(QString::number(year), width);
}

/// `20200101` and `2020-1-1 1:2` as the catalog writes them.
QString momentText(const QString& written, Family family, int digits)
{
    static const QRegularExpression packed(QStringLiteral(R"(^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?$)"));
    static const QRegularExpression loose(QStringLiteral(
        R"(^(\d{2,4})\D(\d{1,2})\D(\d{1,2})(?:[ T](\d{1,2})(?:\D(\d{1,2}))?(?:\D(\d{1,2}))?(?:\.(\d*))?)?$)"));
    QString text = written.trimmed();
    if (text == u"0")
        text = QStringLiteral("00000000");
    auto match = packed.match(text);
    if (!match.hasMatch())
        match = loose.match(text);
    if (!match.hasMatch())
        return written;
    QString year = match.captured(1);
    if (year.size() == 2)
        year = yearText(year, 4, true);
    const QString date =
        padded(year, 4) + u'-' + padded(match.captured(2), 2) + u'-' + padded(match.captured(3), 2);
    if (family == Family::Date)
        return date;
    const QString time = padded(match.captured(4), 2) + u':' + padded(match.captured(5), 2) + u':' +
                         padded(match.captured(6), 2);
    const QString fraction =
        digits > 0 ? u'.' + match.captured(7).left(digits).leftJustified(digits, u'0') : QString();
    return date + u' ' + time + fraction;
}

QString timeText(const QString& written, int digits)
{
    static const QRegularExpression loose(
        QStringLiteral(R"(^(-?)(\d{1,3}):(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?$)"));
    static const QRegularExpression packed(QStringLiteral(R"(^(-?)(\d{1,7})$)"));
    const QString text = written.trimmed();
    const QString fraction = digits > 0 ? u'.' + zeros(digits) : QString();
    if (const auto match = packed.match(text); match.hasMatch()) {
        const QString all = padded(match.captured(2), 6);
        return match.captured(1) + all.chopped(4) + u':' + all.mid(all.size() - 4, 2) + u':' + all.right(2) +
               fraction;
    }
    const auto match = loose.match(text);
    if (!match.hasMatch())
        return written;
    const QString given =
        digits > 0 ? u'.' + match.captured(5).left(digits).leftJustified(digits, u'0') : QString();
    return match.captured(1) + padded(match.captured(2), 2) + u':' + padded(match.captured(3), 2) + u':' +
           padded(match.captured(4), 2) + given;
}

/// The value as `values` spells it.
QString choiceText(const QString& written, const QStringList& values)
{
    for (const QString& value : values) {
        if (value.compare(written, Qt::CaseInsensitive) == 0)
            return value;
    }
    return written;
}

QString setText(const QString& written, const QStringList& values)
{
    const QStringList given = written.split(u',', Qt::SkipEmptyParts);
    QStringList chosen;
    for (const QString& value : values) {
        if (given.contains(value, Qt::CaseInsensitive))
            chosen.append(value);
    }
    return chosen.size() < given.size() ? written : chosen.join(u',');
}

QString literalSql(const Literal& literal, const ColumnType& type)
{
    using orm::mysql::textLiteral;
    if (literal.kind == Literal::Kind::Bytes)
        return QStringLiteral("X'%1'").arg(literal.text);
    constexpr int longestNumber = 80; // longer ones are no numbers of any type
    const bool number = literal.text.size() <= longestNumber;
    switch (number ? type.family : Family::Other) {
    case Family::Integer:
        return integerText(literal.text);
    case Family::Decimal:
        return decimalText(literal.text, type.scale);
    case Family::Floating:
        return floatingText(literal.text, type.scale);
    case Family::Bit:
        return QStringLiteral("b'%1'").arg(QString::number(literal.text.toULongLong(), 2));
    case Family::Year:
        return yearText(literal.text, type.length, literal.kind == Literal::Kind::Text);
    case Family::Date:
    case Family::Moment:
        return textLiteral(momentText(literal.text, type.family, type.length));
    case Family::Time:
        return textLiteral(timeText(literal.text, type.length));
    case Family::Choice:
        return textLiteral(
            type.word == u"set" ? setText(literal.text, type.values) : choiceText(literal.text, type.values));
    case Family::Text: {
        QString text = literal.text;
        while (type.word == u"char" && text.endsWith(u' '))
            text.chop(1);
        return textLiteral(text);
    }
    default:
        return textLiteral(
            type.word == u"binary" ? literal.text.leftJustified(type.length, u'\0') : literal.text);
    }
}

/// The current time has as many digits as the column.
QString withDigits(const QString& sql, const ColumnType& type)
{
    const bool now = type.family == Family::Moment && type.length > 0 && sql == u"current_timestamp()";
    return now ? QStringLiteral("current_timestamp(%1)").arg(type.length) : sql;
}

/// `NEXT VALUE FOR s`, `nextval(s)`, `uuid()`, `current_timestamp`: a word and what belongs to it.
Cursor::Range takeCall(Cursor& cursor)
{
    const qsizetype begin = cursor.position();
    if (!cursor.isName()) {
        cursor.fail(QStringLiteral("a default"));
        return {};
    }
    const bool next = cursor.accept({"NEXT", "VALUE", "FOR"}) || cursor.accept({"PREVIOUS", "VALUE", "FOR"});
    cursor.take();
    while (cursor.acceptSign("."))
        cursor.expectName("a name");
    if (!next && cursor.isSign("("))
        cursor.takeBrackets();
    return {begin, cursor.position()};
}

} // namespace

QString readColumnDefault(Cursor& cursor, const ColumnType& type)
{
    if (!cursor.isSign("(")) {
        if (const auto literal = readLiteral(cursor, type))
            return literal->kind == Literal::Kind::Null ? QString() : literalSql(*literal, type);
        const Cursor::Range call = takeCall(cursor);
        return cursor.failed() ? QString() : withDigits(readExpression(cursor, call).sql, type);
    }
    const Cursor::Range range = cursor.takeBrackets();
    if (cursor.failed())
        return {};
    Cursor inside = cursor.within(range);
    const auto literal = readLiteral(inside, type);
    if (literal && inside.atEnd() && !inside.failed())
        return literal->kind == Literal::Kind::Null ? QString() : literalSql(*literal, type);
    const Expression expression = readExpression(cursor, range);
    return expression.operators ? u'(' + expression.sql + u')' : expression.sql;
}

} // namespace conjoin::sql::mysqlscript
