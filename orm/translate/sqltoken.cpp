// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/sqltoken.h"

#include <algorithm>
#include <array>

namespace conjoin::orm {

namespace {

using Token = ExpressionToken;

/// Longest first where one begins like another.
constexpr std::array signs{"!~~*", "!~~", "~~*", "!~*", "->>", "#>>", "<=>", "::", "||", "&&", "<=", ">=", "<>",
    "!=", "==", "<<", ">>", "->", "#>", "@>", "<@", "~~", "~*", "!~", ":="};

bool startsWord(QChar c)
{
    return c.isLetter() || c == u'_' || c == u'@' || c.isSurrogate() || c.unicode() >= 0x80;
}

bool continuesWord(QChar c)
{
    return startsWord(c) || c.isDigit() || c == u'$';
}

QChar unescaped(QChar c)
{
    switch (c.unicode()) {
    case u'n':
        return u'\n';
    case u'r':
        return u'\r';
    case u't':
        return u'\t';
    case u'b':
        return u'\b';
    case u'0':
        return QChar(0);
    case u'Z':
        return QChar(26);
    default:
        return c;
    }
}

class Lexer {
public:
    Lexer(const QString& sql, const SqlSyntax& syntax)
        : sql_(sql)
        , syntax_(syntax)
    {}

    std::vector<Token> run()
    {
        while (skipSpace(), at_ < sql_.size())
            readToken();
        return std::move(tokens_);
    }

private:
    QChar peek(qsizetype ahead = 0) const { return at_ + ahead < sql_.size() ? sql_[at_ + ahead] : QChar(); }

    void skipSpace()
    {
        while (at_ < sql_.size()) {
            if (peek().isSpace())
                ++at_;
            else if ((peek() == u'-' && peek(1) == u'-') || (syntax_.hashComments && peek() == u'#'))
                skipTo(u"\n");
            else if (peek() == u'/' && peek(1) == u'*')
                skipTo(u"*/");
            else
                return;
        }
    }

    void skipTo(QStringView end)
    {
        const qsizetype found = QStringView(sql_).indexOf(end, at_ + 2);
        at_ = found < 0 ? sql_.size() : found + end.size();
    }

    void readToken()
    {
        const qsizetype start = at_;
        const QChar c = peek();
        const bool prefixed = peek(1) == u'\'';
        if (c == u'\'')
            add(Token::Kind::Text, readQuoted(c, syntax_.backslashEscapes), start);
        else if (prefixed && (c == u'x' || c == u'X'))
            add(Token::Kind::Bytes, (++at_, readQuoted(u'\'', false)), start);
        else if (prefixed && (c == u'e' || c == u'E') && syntax_.colonCasts)
            add(Token::Kind::Text, (++at_, readQuoted(u'\'', true)), start);
        else if (prefixed && (c == u'n' || c == u'N'))
            add(Token::Kind::Text, (++at_, readQuoted(u'\'', syntax_.backslashEscapes)), start);
        else if (c == u'"' && syntax_.doubleQuotedTexts)
            add(Token::Kind::Text, readQuoted(c, syntax_.backslashEscapes), start);
        else if (c == u'"' || (c == u'`' && syntax_.backtickNames))
            add(Token::Kind::Name, readQuoted(c, false), start);
        else if (c == u'[' && syntax_.bracketNames)
            add(Token::Kind::Name, readBracketed(), start);
        else if (c == u'$' && syntax_.dollarTexts && readDollarText(start))
            return;
        else if (c.isDigit() || (c == u'.' && peek(1).isDigit()))
            readNumber();
        else if (startsWord(c))
            readWord();
        else
            readSign();
    }

    void add(Token::Kind kind, QString text, qsizetype start)
    {
        tokens_.push_back({kind, std::move(text), start, at_});
    }

    QString readQuoted(QChar quote, bool escapes)
    {
        QString text;
        for (++at_; at_ < sql_.size(); ++at_) {
            const QChar c = sql_[at_];
            if (c == quote) {
                if (peek(1) != quote) {
                    ++at_;
                    return text;
                }
                ++at_;
                text += quote;
            } else if (escapes && c == u'\\' && at_ + 1 < sql_.size()) {
                text += unescaped(sql_[++at_]);
            } else {
                text += c;
            }
        }
        return text;
    }

    QString readBracketed()
    {
        const qsizetype close = sql_.indexOf(u']', at_);
        const qsizetype end = close < 0 ? sql_.size() : close;
        const QString text = sql_.mid(at_ + 1, end - at_ - 1);
        at_ = std::min(end + 1, sql_.size());
        return text;
    }

    bool readDollarText(qsizetype start)
    {
        qsizetype end = at_ + 1;
        while (end < sql_.size() && (sql_[end].isLetterOrNumber() || sql_[end] == u'_'))
            ++end;
        if (end >= sql_.size() || sql_[end] != u'$')
            return false;
        const QString tag = sql_.mid(at_, end + 1 - at_);
        const qsizetype close = sql_.indexOf(tag, end + 1);
        const qsizetype stop = close < 0 ? sql_.size() : close;
        at_ = close < 0 ? sql_.size() : close + tag.size();
        add(Token::Kind::Text, sql_.mid(end + 1, stop - end - 1), start);
        return true;
    }

    void readNumber()
    {
        const qsizetype start = at_;
        if (peek() == u'0' && (peek(1) == u'x' || peek(1) == u'X')) {
            at_ += 2;
            while (peek().isLetterOrNumber())
                ++at_;
        } else {
            while (peek().isDigit() || peek() == u'.')
                ++at_;
            if (peek().toLower() == u'e' &&
                (peek(1).isDigit() || ((peek(1) == u'-' || peek(1) == u'+') && peek(2).isDigit()))) {
                at_ += 2;
                while (peek().isDigit())
                    ++at_;
            }
        }
        add(Token::Kind::Number, sql_.mid(start, at_ - start), start);
    }

    void readWord()
    {
        const qsizetype start = at_;
        while (at_ < sql_.size() && continuesWord(peek()))
            ++at_;
        const QString word = sql_.mid(start, at_ - start);
        // MySQL says which characters a text is made of: _utf8mb4'x'.
        if (syntax_.doubleQuotedTexts && word.startsWith(u'_') && (peek() == u'\'' || peek() == u'"'))
            add(Token::Kind::Text, readQuoted(peek(), syntax_.backslashEscapes), start);
        else
            add(Token::Kind::Word, word, start);
    }

    void readSign()
    {
        const qsizetype start = at_;
        const auto it = std::ranges::find_if(signs,
            [&](const char* sign) { return QStringView(sql_).mid(at_).startsWith(QLatin1String(sign)); });
        at_ += it == signs.end() ? 1 : qsizetype(qstrlen(*it));
        add(Token::Kind::Sign, sql_.mid(start, at_ - start), start);
    }

    const QString& sql_;
    const SqlSyntax& syntax_;
    qsizetype at_ = 0;
    std::vector<Token> tokens_;
};

} // namespace

std::vector<ExpressionToken> expressionTokens(const QString& sql, const SqlSyntax& syntax)
{
    return Lexer(sql, syntax).run();
}

} // namespace conjoin::orm
