// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlscript/expressionparser.h"

#include "orm/dialect/mysqltext.h"
#include "orm/sql/mysqlscript/expression.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace conjoin::sql::mysqlscript {

namespace {

/// Functions that may stand without brackets.
bool isBareFunction(const QString& name)
{
    static const QSet<QString> names{"current_timestamp", "current_date", "current_time", "current_user",
        "localtime", "localtimestamp", "utc_date", "utc_time", "utc_timestamp"};
    return names.contains(name);
}

/// Words that begin something which is read nowhere below, or that end an expression.
bool isForeignWord(const QString& word)
{
    static const QSet<QString> words{"select", "exists", "match", "with", "default", "from", "as", "over",
        "any", "all", "some", "row_number"};
    return words.contains(word);
}

/// The name that the catalog calls a function by.
QString functionName(const QString& name)
{
    static const QHash<QString, QString> names{{"upper", "ucase"}, {"lower", "lcase"},
        {"length", "octet_length"}, {"character_length", "char_length"}, {"substring", "substr"},
        {"mid", "substr"}, {"power", "pow"}, {"ceil", "ceiling"}, {"sha1", "sha"}, {"nvl", "ifnull"},
        {"day", "dayofmonth"}, {"now", "current_timestamp"}, {"localtime", "current_timestamp"},
        {"localtimestamp", "current_timestamp"}, {"schema", "database"}, {"current_date", "curdate"},
        {"current_time", "curtime"}, {"atan2", "atan"}, {"st_geomfromtext", "st_geometryfromtext"},
        {"geomfromtext", "st_geometryfromtext"}};
    return names.value(name, name);
}

} // namespace

Node ExpressionParser::readPrimary()
{
    const Token token = cursor_.peek();
    switch (token.kind) {
    case Token::Kind::Text:
        return literal(expressionText(cursor_.expectText("a text")));
    case Token::Kind::Number:
        cursor_.take();
        return literal(numberText(token.text));
    case Token::Kind::Bits:
        cursor_.take();
        return literal(bitsText(token.text));
    case Token::Kind::Name:
        return readColumn();
    case Token::Kind::Word:
        return readWord();
    case Token::Kind::Sign:
        return cursor_.isSign("(") ? readBrackets() : stop();
    default:
        return stop();
    }
}

QString ExpressionParser::numberText(const QString& written)
{
    QString text = written;
    if (text.startsWith(u'.'))
        text.prepend(u'0');
    if (text.endsWith(u'.'))
        text.chop(1);
    while (text.size() > 1 && text[0] == u'0' && text[1].isDigit())
        text.remove(0, 1);
    return text;
}

QString ExpressionParser::bitsText(const QString& written)
{
    if (written.startsWith(u'x', Qt::CaseInsensitive))
        return u'X' + written.mid(1).toUpper();
    if (written.startsWith(u'b', Qt::CaseInsensitive)) {
        const qulonglong value = written.mid(2, written.size() - 3).toULongLong(nullptr, 2);
        QString hex = QString::number(value, 16).toUpper();
        return QStringLiteral("0x") + (hex.size() % 2 ? QStringLiteral("0") : QString()) + hex;
    }
    return written;
}

Node ExpressionParser::readColumn()
{
    QString text = orm::mysql::quoted(cursor_.take().text);
    while (go() && cursor_.acceptSign("."))
        text += u'.' + orm::mysql::quoted(cursor_.expectName("a column"));
    return makeNode(Node::Kind::Column, text, Highest, {});
}

Node ExpressionParser::readBrackets()
{
    cursor_.expectSign("(");
    std::vector<Node> parts{readOr()};
    while (go() && cursor_.acceptSign(","))
        parts.push_back(readOr());
    cursor_.expectSign(")");
    if (parts.size() == 1)
        return std::move(parts.front());
    return kept(makeNode(Node::Kind::Tuple, {}, Highest, std::move(parts)));
}

Node ExpressionParser::readWord()
{
    const QString word = cursor_.peek().text.toLower();
    if (isForeignWord(word))
        return stop();
    const bool calls = cursor_.isSign("(", 1);
    if (word == u"case")
        return readCase();
    if (cursor_.accept({"NEXT", "VALUE", "FOR"}))
        return call("nextval", {readColumn()});
    if (cursor_.accept({"PREVIOUS", "VALUE", "FOR"}))
        return call("lastval", {readColumn()});
    if (!calls && (word == u"true" || word == u"false" || word == u"null")) {
        cursor_.take();
        return literal(word == u"null" ? QStringLiteral("NULL")
                                       : (word == u"true" ? QStringLiteral("1") : QStringLiteral("0")));
    }
    if (cursor_.peek(1).kind == Token::Kind::Text) {
        if (word.startsWith(u'_')) {
            cursor_.take();
            const QString charset = word == u"_utf8" ? QStringLiteral("_utf8mb3") : word;
            return literal(charset + expressionText(cursor_.expectText("a text")));
        }
        if (word == u"date" || word == u"time" || word == u"timestamp") {
            cursor_.take();
            return literal(word.toUpper() + expressionText(cursor_.expectText("a text")));
        }
    }
    if (word == u"row" && calls) {
        cursor_.take();
        return readBrackets();
    }
    if (!calls && isBareFunction(word)) {
        cursor_.take();
        return makeNode(Node::Kind::Call, functionName(word), Highest, {});
    }
    if (!calls)
        return readColumn();
    cursor_.take();
    if (word == u"nextval" || word == u"lastval") {
        cursor_.expectSign("(");
        Node sequence = readColumn();
        cursor_.expectSign(")");
        return call(word == u"nextval" ? "nextval" : "lastval", {std::move(sequence)});
    }
    return readCall(word);
}

Node ExpressionParser::readCase()
{
    cursor_.expect("CASE");
    QString text = QStringLiteral("case ");
    int depth = 1;
    const auto part = [&](const char* before) {
        const Node node = readOr();
        depth = std::max(depth, node.depth + 1);
        text += QString::fromLatin1(before) + printed(node) + u' ';
    };
    if (!cursor_.isWord("WHEN"))
        part("");
    while (go() && cursor_.accept("WHEN")) {
        part("when ");
        cursor_.expect("THEN");
        part("then ");
    }
    if (cursor_.accept("ELSE"))
        part("else ");
    cursor_.expect("END");
    Node node = makeNode(Node::Kind::Printed, text + QStringLiteral("end"), Highest, {});
    node.depth = depth;
    return kept(std::move(node));
}

/// The cursor stands on the bracket behind the name.
Node ExpressionParser::readCall(const QString& name)
{
    if (name == u"cast" || name == u"convert")
        return readCast(name == u"cast");
    if (name == u"extract" || name == u"trim" || name == u"char" || name == u"get_format" ||
        name == u"weight_string" || name == u"group_concat" || name == u"timestampdiff")
        return readOddCall(name);
    cursor_.expectSign("(");
    if (name == u"date_add" || name == u"adddate" || name == u"date_sub" || name == u"subdate") {
        const char* sign = name == u"date_add" || name == u"adddate" ? "+" : "-";
        Node date = readOr();
        cursor_.expectSign(",");
        const bool interval = cursor_.isWord("INTERVAL");
        Node made = interval ? readInterval(std::move(date), sign)
                             : shifted(std::move(date), sign, readOr(), QStringLiteral("day"));
        cursor_.expectSign(")");
        return made;
    }
    if (name == u"timestampadd") {
        const QString unit = cursor_.expectName("a unit of time").toLower();
        cursor_.expectSign(",");
        Node amount = readOr();
        cursor_.expectSign(",");
        Node date = readOr();
        cursor_.expectSign(")");
        return shifted(std::move(date), "+", std::move(amount), unit);
    }
    if (name == u"position") {
        Node what = readBits(BitOr);
        cursor_.expect("IN");
        Node where = readOr();
        cursor_.expectSign(")");
        return call("locate", {std::move(what), std::move(where)});
    }
    std::vector<Node> parts;
    if (!cursor_.isSign(")")) {
        parts.push_back(readOr());
        while (
            go() && (cursor_.acceptSign(",") || (functionName(name) == u"substr" && cursor_.accept("FROM")) ||
                        (functionName(name) == u"substr" && cursor_.accept("FOR"))))
            parts.push_back(readOr());
    }
    cursor_.expectSign(")");
    if (!go())
        return stop();
    return kept(rewritten(name, std::move(parts)));
}

/// Functions that the server keeps as something else.
Node ExpressionParser::rewritten(const QString& name, std::vector<Node> parts)
{
    const std::size_t count = parts.size();
    if (count == 1 && name == u"isnull")
        return makeNode(Node::Kind::Suffix, QStringLiteral(" is null"), Compare, std::move(parts));
    if (count == 1 && (name == u"date" || name == u"time" || name == u"timestamp"))
        return cast(std::move(parts[0]), name == u"timestamp" ? QStringLiteral("datetime") : name);
    if (count == 1 && (name == u"bin" || name == u"oct"))
        return call("conv", {std::move(parts[0]), literal(QStringLiteral("10")),
                                literal(name == u"bin" ? QStringLiteral("2") : QStringLiteral("8"))});
    if (count == 1 && name == u"yearweek")
        return call("yearweek", {std::move(parts[0]), literal(QStringLiteral("0"))});
    if (count == 2 && name == u"instr")
        return call("locate", {std::move(parts[1]), std::move(parts[0])});
    if (count == 2 && name == u"mod")
        return binary("MOD", Multiply, std::move(parts[0]), std::move(parts[1]));
    if (count == 2 && name == u"datediff")
        return binary("-", Add, call("to_days", {std::move(parts[0])}), call("to_days", {std::move(parts[1])}));
    return makeNode(Node::Kind::Call, functionName(name), Highest, std::move(parts));
}

Node ExpressionParser::readCast(bool asWord)
{
    cursor_.expectSign("(");
    Node node = readOr();
    if (!asWord && cursor_.accept("USING")) {
        const QString charset = cursor_.expectName("a character set").toLower();
        cursor_.expectSign(")");
        if (!go())
            return stop();
        Node made = makeNode(Node::Kind::Printed,
            QStringLiteral("convert(") + printed(node) + QStringLiteral(" using ") +
                (charset == u"utf8" ? QStringLiteral("utf8mb3") : charset) + u')',
            Highest, {});
        made.depth = node.depth + 1;
        return kept(std::move(made));
    }
    if (asWord)
        cursor_.expect("AS");
    else
        cursor_.expectSign(",");
    const QString type = readCastType();
    cursor_.expectSign(")");
    return cast(std::move(node), type);
}

QString ExpressionParser::readCastType()
{
    QString type = cursor_.expectName("a type").toLower();
    if (type == u"signed" || type == u"unsigned") {
        if (!cursor_.accept("INTEGER"))
            cursor_.accept("INT");
        return type;
    }
    const bool binary = type == u"binary";
    if (binary || type == u"nchar" || type == u"character")
        type = QStringLiteral("char");
    if (cursor_.acceptSign("(")) {
        type += u'(' + cursor_.take().text;
        if (cursor_.acceptSign(","))
            type += u',' + cursor_.take().text;
        type += u')';
        cursor_.expectSign(")");
    }
    if (!type.startsWith(u"char"))
        return type;
    if (cursor_.accept({"CHARACTER", "SET"}) || cursor_.accept("CHARSET"))
        return type + QStringLiteral(" charset ") + cursor_.expectName("a character set").toLower();
    if (!binary)
        stopped_ = true; // the connection decides, and a script does not always say
    return type + QStringLiteral(" charset binary");
}

/// Calls whose arguments are separated by words; the cursor stands on the bracket.
Node ExpressionParser::readOddCall(const QString& name)
{
    cursor_.expectSign("(");
    QString text;
    int depth = 1;
    const auto part = [&] {
        const Node node = readOr();
        depth = std::max(depth, node.depth + 1);
        return printed(node);
    };
    if (name == u"extract") {
        text = cursor_.expectName("a unit of time").toLower() + QStringLiteral(" from ");
        cursor_.expect("FROM");
        text += part();
    } else if (name == u"timestampdiff") {
        text = cursor_.expectName("a unit of time").toUpper();
        for (int i = 0; i < 2; ++i) {
            cursor_.expectSign(",");
            text += u',' + part();
        }
    } else if (name == u"trim") {
        return readTrim();
    } else if (name == u"char") {
        text = part();
        while (go() && cursor_.acceptSign(","))
            text += u',' + part();
        if (cursor_.accept("USING"))
            text += QStringLiteral(" using ") + cursor_.expectName("a character set").toLower();
    } else {
        return stop();
    }
    cursor_.expectSign(")");
    Node node = makeNode(Node::Kind::Printed, name + u'(' + text + u')', Highest, {});
    node.depth = depth;
    return kept(std::move(node));
}

Node ExpressionParser::readTrim()
{
    QString side;
    for (const char* word : {"BOTH", "LEADING", "TRAILING"}) {
        if (cursor_.accept(word))
            side = QString::fromLatin1(word).toLower();
    }
    Node what;
    const bool given = side.isEmpty() || !cursor_.isWord("FROM");
    if (given)
        what = readOr();
    const bool from = cursor_.accept("FROM");
    Node text = from ? readOr() : what;
    cursor_.expectSign(")");
    if (!go() || (!from && !side.isEmpty()))
        return stop();
    if (!from)
        return call("trim", {std::move(text)});
    if (!given) {
        const char* name = side == u"both" ? "trim" : (side == u"leading" ? "ltrim" : "rtrim");
        return call(name, {std::move(text)});
    }
    Node node = makeNode(Node::Kind::Printed,
        QStringLiteral("trim(") + (side.isEmpty() ? QStringLiteral("both") : side) + u' ' + printed(what) +
            QStringLiteral(" from ") + printed(text) + u')',
        Highest, {});
    node.depth = std::max(what.depth, text.depth) + 1;
    return kept(std::move(node));
}

} // namespace conjoin::sql::mysqlscript
