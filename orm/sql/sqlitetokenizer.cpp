// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/sqlitetokenizer.h"

namespace conjoin::sql {

namespace {

/// SQLite takes every character outside of ASCII for a letter.
bool isWordStart(QChar c)
{
    return c == u'_' || c.unicode() > 0x7f || (c.unicode() < 0x80 && c.isLetter());
}
bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}
bool isWordPart(QChar c)
{
    return isWordStart(c) || isDigit(c) || c == u'$';
}
bool isSpace(QChar c)
{
    return c == u' ' || c == u'\t' || c == u'\n' || c == u'\r' || c == u'\f';
}

class Tokenizer {
public:
    explicit Tokenizer(const QString& sql)
        : sql_(sql)
    {}

    std::vector<SqlToken> all()
    {
        std::vector<SqlToken> tokens;
        while (skipToToken())
            tokens.push_back(read());
        return tokens;
    }

private:
    QChar at(qsizetype i) const { return i < sql_.size() ? sql_[i] : QChar(); }

    /// Skips white space and comments; false at the end.
    bool skipToToken()
    {
        while (here_ < sql_.size()) {
            if (isSpace(sql_[here_]) || sql_[here_] == QChar(0xfeff)) {
                ++here_;
            } else if (sql_[here_] == u'-' && at(here_ + 1) == u'-') {
                const qsizetype end = sql_.indexOf(u'\n', here_);
                here_ = end < 0 ? sql_.size() : end + 1;
            } else if (sql_[here_] == u'/' && at(here_ + 1) == u'*') {
                const qsizetype end = sql_.indexOf(QStringLiteral("*/"), here_ + 2);
                here_ = end < 0 ? sql_.size() : end + 2;
            } else {
                return true;
            }
        }
        return false;
    }

    SqlToken read()
    {
        const qsizetype start = here_;
        SqlToken token;
        const QChar c = sql_[here_];
        if (c == u'\'') {
            token = quoted(SqlToken::Kind::Text, c);
        } else if (c == u'"' || c == u'`') {
            token = quoted(SqlToken::Kind::Name, c);
        } else if (c == u'[') {
            token = bracketed();
        } else if ((c == u'x' || c == u'X') && at(here_ + 1) == u'\'') {
            ++here_;
            token = quoted(SqlToken::Kind::Bytes, u'\'');
        } else if (isWordStart(c)) {
            while (here_ < sql_.size() && isWordPart(sql_[here_]))
                ++here_;
            token = {SqlToken::Kind::Word, sql_.mid(start, here_ - start), 0, 0};
        } else if (isDigit(c) || (c == u'.' && isDigit(at(here_ + 1)))) {
            token = number();
        } else {
            token = sign();
        }
        token.start = start;
        token.end = here_;
        return token;
    }

    SqlToken quoted(SqlToken::Kind kind, QChar quote)
    {
        SqlToken token{kind, {}, 0, 0};
        for (++here_; here_ < sql_.size(); ++here_) {
            if (sql_[here_] == quote) {
                ++here_;
                if (at(here_) != quote)
                    break;
            }
            token.text += sql_[here_];
        }
        return token;
    }

    SqlToken bracketed()
    {
        const qsizetype close = sql_.indexOf(u']', here_);
        const qsizetype end = close < 0 ? sql_.size() : close;
        SqlToken token{SqlToken::Kind::Name, sql_.mid(here_ + 1, end - here_ - 1), 0, 0};
        here_ = close < 0 ? end : end + 1;
        return token;
    }

    SqlToken number()
    {
        const qsizetype start = here_;
        const bool hex = sql_[here_] == u'0' && (at(here_ + 1) == u'x' || at(here_ + 1) == u'X');
        here_ += hex ? 2 : 0;
        while (here_ < sql_.size()) {
            const QChar c = sql_[here_];
            const bool exponentSign = !hex && (c == u'+' || c == u'-') && here_ > start &&
                                      (sql_[here_ - 1] == u'e' || sql_[here_ - 1] == u'E');
            if (!isWordPart(c) && c != u'.' && !exponentSign)
                break;
            ++here_;
        }
        return {SqlToken::Kind::Number, sql_.mid(start, here_ - start), 0, 0};
    }

    SqlToken sign()
    {
        static const QLatin1String pairs[] = {QLatin1String("||"), QLatin1String("<="), QLatin1String(">="),
            QLatin1String("<>"), QLatin1String("!="), QLatin1String("=="), QLatin1String("<<"),
            QLatin1String(">>"), QLatin1String("->")};
        qsizetype length = 1;
        for (const QLatin1String& pair : pairs) {
            if (QStringView(sql_).mid(here_, 2) == pair)
                length = 2;
        }
        if (QStringView(sql_).mid(here_, 3) == QLatin1String("->>"))
            length = 3;
        const qsizetype start = here_;
        here_ += length;
        return {SqlToken::Kind::Sign, sql_.mid(start, length), 0, 0};
    }

    const QString& sql_;
    qsizetype here_ = 0;
};

} // namespace

std::vector<SqlToken> tokenize(const QString& sql)
{
    return Tokenizer(sql).all();
}

} // namespace conjoin::sql
