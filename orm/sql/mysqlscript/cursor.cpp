// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlscript/cursor.h"

namespace conjoin::sql::mysqlscript {

namespace {

/// A word of the language, where one was expected and another one stands there.
Message nearestWord(const Token& found, const QString& expected)
{
    if (found.kind != Token::Kind::Word)
        return {};
    QStringList words;
    for (const QString& word : expected.split(u' ', Qt::SkipEmptyParts)) {
        if (word == word.toUpper() && word.front().isLetter())
            words.append(word);
    }
    return words.contains(found.text, Qt::CaseInsensitive) ? Message() : didYouMean(found.text, words);
}

} // namespace

const Token& Cursor::peek(qsizetype ahead) const
{
    const qsizetype position = at_ + ahead;
    return position < end_ ? tokens_[size_t(position)] : tokens_.back();
}

bool Cursor::isWords(std::initializer_list<const char*> words) const
{
    qsizetype ahead = 0;
    for (const char* word : words) {
        if (!isWord(word, ahead++))
            return false;
    }
    return true;
}

bool Cursor::isName(qsizetype ahead) const
{
    const Token& token = peek(ahead);
    return token.kind == Token::Kind::Word || token.kind == Token::Kind::Name;
}

Token Cursor::take()
{
    const Token token = peek();
    if (!atEnd())
        ++at_;
    return token;
}

bool Cursor::accept(const char* word)
{
    if (!isWord(word))
        return false;
    ++at_;
    return true;
}

bool Cursor::accept(std::initializer_list<const char*> words)
{
    if (!isWords(words))
        return false;
    at_ += qsizetype(words.size());
    return true;
}

bool Cursor::acceptQuoted(const char* word)
{
    const Token& token = peek();
    if (token.kind == Token::Kind::Name && token.text.compare(QLatin1String(word), Qt::CaseInsensitive) == 0) {
        take();
        return true;
    }
    return accept(word);
}

bool Cursor::acceptSign(const char* sign)
{
    if (!isSign(sign))
        return false;
    ++at_;
    return true;
}

void Cursor::expect(const char* word)
{
    if (!accept(word))
        fail(QString::fromLatin1(word));
}

void Cursor::expectSign(const char* sign)
{
    if (!acceptSign(sign))
        fail(QString::fromLatin1(sign));
}

QString Cursor::expectName(const char* what)
{
    if (!isName()) {
        fail(QString::fromLatin1(what));
        return {};
    }
    // The server refuses both.
    const Token& name = peek();
    if (name.text.isEmpty())
        fail(inputError(script_.place(name.start),
            message("script.name.empty", "%1 is empty", {QString::fromLatin1(what)})));
    else if (name.text.contains(QChar(u'\0')))
        fail(inputError(script_.place(name.start), message("script.name.nul", "a name can't hold a NUL byte")));
    return take().text;
}

QString Cursor::expectText(const char* what)
{
    if (peek().kind != Token::Kind::Text) {
        fail(QString::fromLatin1(what));
        return {};
    }
    QString text = take().text;
    while (peek().kind == Token::Kind::Text)
        text += take().text;
    return text;
}

int Cursor::expectCount(const char* what)
{
    bool number = false;
    const int count = peek().kind == Token::Kind::Number ? peek().text.toInt(&number) : 0;
    if (!number) {
        fail(QString::fromLatin1(what));
        return 0;
    }
    take();
    return count;
}

void Cursor::expectEnd()
{
    if (!failed() && !atEnd())
        fail(QStringLiteral("the end of the statement"));
}

Cursor::Range Cursor::takeBrackets()
{
    const qsizetype open = at_;
    expectSign("(");
    qsizetype depth = 1;
    while (!atEnd()) {
        if (isSign("("))
            ++depth;
        else if (isSign(")") && --depth == 0) {
            const Range range{open + 1, at_};
            ++at_;
            return range;
        }
        ++at_;
    }
    fail(QStringLiteral(")"));
    return {};
}

Cursor::Range Cursor::takePart()
{
    const qsizetype begin = at_;
    qsizetype depth = 0;
    while (!atEnd()) {
        if (isSign("("))
            ++depth;
        else if (isSign(")") && --depth < 0)
            break;
        else if (isSign(",") && depth == 0)
            break;
        ++at_;
    }
    return {begin, at_};
}

QString Cursor::text(Range range) const
{
    if (range.end <= range.begin)
        return {};
    return script_.text(token(range.begin).start, token(range.end - 1).end);
}

void Cursor::fail(const QString& expected)
{
    const Token& found = peek();
    const QString where = script_.place(found.start);
    if (found.isEnd()) {
        fail(
            inputError(where, message("script.syntax", "the statement ends where %1 is expected", {expected})));
        return;
    }
    QString shown = script_.text(found.start, found.end);
    constexpr qsizetype longestShown = 40;
    if (shown.size() > longestShown)
        shown = shown.left(longestShown) + QStringLiteral("…");
    fail(inputError(where, message("script.syntax", "expected %1, found %2", {expected, shown}),
        nearestWord(found, expected)));
}

void Cursor::fail(Error error)
{
    if (!error_)
        error_ = std::move(error);
    at_ = end_;
}

} // namespace conjoin::sql::mysqlscript
