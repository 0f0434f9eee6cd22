// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/mysqlscript/tokenizer.h"

#include <QStringList>

#include <initializer_list>
#include <optional>

namespace conjoin::sql::mysqlscript {

/// A walk over the tokens of one statement. The first failure is kept and moves the cursor to the end, where
/// nothing matches any more: a parser needs no check after each step, only loops that stop at the end.
class Cursor {
public:
    Cursor(const Tokenizer& script, const Statement& statement)
        : Cursor(script, statement.tokens, 0)
    {}
    /// Stops before the token at `end` as if the statement ended there.
    Cursor(const Tokenizer& script, const std::vector<Token>& tokens, qsizetype begin, qsizetype end = -1)
        : script_(script)
        , tokens_(tokens)
        , at_(begin)
        , end_(end < 0 ? qsizetype(tokens.size()) - 1 : end)
    {}

    const Token& peek(qsizetype ahead = 0) const;
    qsizetype position() const { return at_; }
    void moveTo(qsizetype position) { at_ = failed() ? at_ : position; }
    bool atEnd() const { return at_ >= end_; }
    const Token& token(qsizetype position) const { return tokens_[size_t(position)]; }
    const Tokenizer& script() const { return script_; }

    bool isWord(const char* word, qsizetype ahead = 0) const { return peek(ahead).isWord(word); }
    /// Those words, one behind the other.
    bool isWords(std::initializer_list<const char*> words) const;
    bool isSign(const char* sign, qsizetype ahead = 0) const { return peek(ahead).isSign(sign); }
    bool isName(qsizetype ahead = 0) const;

    Token take();
    bool accept(const char* word);
    bool accept(std::initializer_list<const char*> words);
    /// The word, or the same as a quoted name: how MariaDB dumps the options of an engine.
    bool acceptQuoted(const char* word);
    bool acceptSign(const char* sign);
    void expect(const char* word);
    void expectSign(const char* sign);
    /// `what` says what the name is of: `the name of a table`.
    QString expectName(const char* what);
    /// One or several texts behind each other, as MySQL joins them.
    QString expectText(const char* what);
    int expectCount(const char* what);
    void expectEnd();

    /// From an opening bracket behind the closing one; the positions of what is between.
    struct Range {
        qsizetype begin = 0;
        qsizetype end = 0;
    };
    Range takeBrackets();
    /// Over all up to a comma or a closing bracket of this level, or the end.
    Range takePart();

    /// A walk of its own over those tokens.
    Cursor within(Range range) const { return {script_, tokens_, range.begin, range.end}; }

    /// The source of those tokens, as written.
    QString text(Range range) const;

    void fail(const QString& expected);
    void fail(Error error);
    bool failed() const { return error_.has_value(); }
    const Error& error() const { return *error_; }

private:
    const Tokenizer& script_;
    const std::vector<Token>& tokens_;
    qsizetype at_;
    qsizetype end_;
    std::optional<Error> error_;
};

} // namespace conjoin::sql::mysqlscript
