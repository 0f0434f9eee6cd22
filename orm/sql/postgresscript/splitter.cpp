// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/splitter.h"

#include "orm/sql/postgresscript/variables.h"

#include <QList>

#include <algorithm>

namespace conjoin::sql {

namespace {

bool isSpace(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool isNameStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}

bool isNamePart(char c)
{
    return isNameStart(c) || (c >= '0' && c <= '9') || c == '$';
}

/// How deep the parser's tree of a statement can get: operators chain without limit between two commas, and
/// parentheses, joins, set operations and CASE add up.
class DepthBound {
public:
    void open()
    {
        outer_.append(now_);
        count();
    }
    void close()
    {
        if (!outer_.isEmpty())
            now_ = outer_.takeLast();
    }
    void comma() { now_ = outer_.isEmpty() ? 0 : outer_.last(); }
    void token()
    {
        ++now_;
        count();
    }
    void word(const QByteArray& upper)
    {
        if (upper == "AND" || upper == "OR")
            return; // lists, not chains
        if (upper == "UNION" || upper == "INTERSECT" || upper == "EXCEPT" || upper == "JOIN" || upper == "CASE")
            ++lasting_;
        token();
    }
    int depth() const { return deepest_ + lasting_ + int(deepestNest_); }

private:
    void count()
    {
        deepest_ = std::max(deepest_, now_);
        deepestNest_ = std::max(deepestNest_, outer_.size());
    }

    QList<int> outer_; ///< what was counted when each parenthesis opened
    int now_ = 0, deepest_ = 0, lasting_ = 0;
    qsizetype deepestNest_ = 0;
};

class Splitter {
public:
    explicit Splitter(const QByteArray& script)
        : script_(script)
    {}

    PostgresScript split()
    {
        while (at_ < script_.size())
            step();
        finishStatement();
        return std::move(result_);
    }

private:
    char at(qsizetype ahead) const { return at_ + ahead < script_.size() ? script_[at_ + ahead] : '\0'; }

    void step()
    {
        const char c = script_[at_];
        if (isSpace(c)) {
            ++at_;
        } else if (c == '-' && at(1) == '-') {
            const qsizetype end = script_.indexOf('\n', at_);
            at_ = end < 0 ? script_.size() : end + 1;
        } else if (c == '/' && at(1) == '*') {
            skipComment();
        } else if (c == '\\') {
            command();
        } else if (c == ';' && parentheses_ == 0 && bodies_ == 0) {
            finishStatement();
            ++at_;
            if (copies_)
                skipCopiedRows();
        } else if (c == ':' && (at(1) == ':' || at(1) == '=')) { // a cast or an assignment
            beginStatement();
            at_ += 2;
            depth_.token();
        } else if (c == ':' && variable()) {
            depth_.token();
        } else {
            beginStatement();
            token(c);
        }
    }

    void beginStatement()
    {
        if (begin_ < 0)
            begin_ = copied_ = at_;
    }

    /// Takes what was read since the last piece into the statement's text.
    void copyPiece()
    {
        if (begin_ < 0)
            return;
        pieces_.push_back({text_.size(), copied_, false});
        text_ += QByteArrayView(script_).sliced(copied_, at_ - copied_);
        copied_ = at_;
    }

    /// `:name` and its kind; false where none stands here.
    bool variable()
    {
        const PsqlVariables::Use use = variables_.useAt(script_, at_);
        if (use.size == 0)
            return false;
        beginStatement();
        if (!use.value) {
            if (isRead())
                unset_.push_back({at_, text_.size() + at_ - copied_, use.name});
            at_ += use.size;
            return true;
        }
        copyPiece();
        pieces_.push_back({text_.size(), at_, true});
        text_ += *use.value;
        copied_ = at_ += use.size;
        return true;
    }

    /// Whether psql would read here: no \if around says no.
    bool isRead() const
    {
        return std::ranges::all_of(branches_, [](const Branch& branch) { return branch.reads; });
    }

    /// \if and what belongs to it; false where it is another command.
    bool branch(const QByteArray& text)
    {
        qsizetype size = 1;
        while (size < text.size() && isNamePart(text[size]))
            ++size;
        const QByteArray word = text.left(size);
        const bool ifs = word == "\\if", elifs = word == "\\elif", elses = word == "\\else";
        if (!ifs && !elifs && !elses && word != "\\endif")
            return false;
        copyUnlessLeftOut();
        if (ifs) {
            const std::optional<bool> so = isRead() ? variables_.condition(text.mid(size)) : false;
            // Where nobody can tell, every branch is read.
            branches_.push_back({!so || *so, so.value_or(false), so.has_value()});
        } else if (!branches_.empty() && word == "\\endif") {
            branches_.pop_back();
        } else if (!branches_.empty()) {
            Branch& now = branches_.back();
            const std::optional<bool> so = now.done ? std::optional(false)
                                           : elses  ? std::optional(true)
                                                    : variables_.condition(text.mid(size));
            now.known = now.known && so;
            now.reads = !now.known || *so;
            now.done = now.done || (now.known && *so);
        }
        return true;
    }

    void copyUnlessLeftOut()
    {
        if (isRead())
            copyPiece();
        else if (pieces_.empty())
            begin_ = -1; // nothing of it was read
    }

    void token(char c)
    {
        if (isNameStart(c)) {
            word();
            return;
        }
        if (c == '\'' || c == '"') {
            skipQuoted(c, false);
            depth_.token();
        } else if (c == '$' && skipDollarQuoted()) {
            depth_.token();
        } else if (c == '(' || c == '[') {
            parentheses_ += c == '(' ? 1 : 0;
            depth_.open();
            ++at_;
        } else if (c == ')' || c == ']') {
            parentheses_ -= c == ')' && parentheses_ > 0 ? 1 : 0;
            depth_.close();
            ++at_;
        } else if (c == ',') {
            depth_.comma();
            ++at_;
        } else if (c >= '0' && c <= '9') {
            while (isNamePart(at(0)) || at(0) == '.')
                ++at_;
            depth_.token();
        } else {
            depth_.token();
            ++at_;
        }
    }

    void word()
    {
        const qsizetype begin = at_;
        while (isNamePart(at(0)))
            ++at_;
        const QByteArray upper = script_.mid(begin, at_ - begin).toUpper();
        if (at(0) == '\'' && (upper == "E" || upper == "B" || upper == "X" || upper == "N")) {
            skipQuoted('\'', upper == "E");
            depth_.token();
            return;
        }
        depth_.word(upper);
        if (parentheses_ > 0)
            return;
        if (words_.size() < 6)
            words_ += upper;
        if (upper == "STDIN" && words_.first() == "COPY" && previous_ == "FROM")
            copies_ = true;
        if (upper == "BEGIN" && makesRoutine())
            ++bodies_;
        else if (upper == "CASE" && bodies_ > 0)
            ++bodies_;
        else if (upper == "END" && bodies_ > 0)
            --bodies_;
        previous_ = upper;
    }

    /// CREATE [OR REPLACE] FUNCTION or PROCEDURE, whose body may be SQL between BEGIN ATOMIC and END.
    bool makesRoutine() const
    {
        if (words_.value(0) != "CREATE")
            return false;
        const QByteArray what = words_.value(1) == "OR" ? words_.value(3) : words_.value(1);
        return what == "FUNCTION" || what == "PROCEDURE";
    }

    void skipComment()
    {
        int nested = 0;
        while (at_ < script_.size()) {
            if (at(0) == '/' && at(1) == '*') {
                ++nested;
                at_ += 2;
            } else if (at(0) == '*' && at(1) == '/') {
                at_ += 2;
                if (--nested == 0)
                    return;
            } else {
                ++at_;
            }
        }
    }

    void skipQuoted(char quote, bool escapes)
    {
        for (++at_; at_ < script_.size(); ++at_) {
            const char c = script_[at_];
            if (c == '\\' && escapes) {
                ++at_;
            } else if (c == quote) {
                ++at_;
                return; // a doubled one opens the next at once
            }
        }
        at_ = std::min(at_, script_.size());
    }

    /// `$tag$ … $tag$`; false where the dollar is none of these.
    bool skipDollarQuoted()
    {
        qsizetype end = at_ + 1;
        while (end < script_.size() && isNamePart(script_[end]) && script_[end] != '$')
            ++end;
        if (end >= script_.size() || script_[end] != '$' || (end > at_ + 1 && !isNameStart(script_[at_ + 1])))
            return false;
        const QByteArray tag = script_.mid(at_, end + 1 - at_);
        const qsizetype close = script_.indexOf(tag, end + 1);
        at_ = close < 0 ? script_.size() : close + tag.size();
        return true;
    }

    /// One line for the client; \g and its kind also end the statement.
    void command()
    {
        if (at(1) == ';') { // a semicolon that does not send: it parts statements all the same
            finishStatement();
            at_ += 2;
            return;
        }
        qsizetype end = script_.indexOf('\n', at_);
        if (end < 0)
            end = script_.size();
        PostgresScript::Command command{at_, script_.mid(at_, end - at_).trimmed()};
        const bool whole = branches_.empty() || branches_.back().known;
        if (branch(command.text)) {
            command.understood = whole && (branches_.empty() || branches_.back().known);
        } else if (!isRead()) {
            at_ = copied_ = end;
            return;
        } else {
            copyUnlessLeftOut();
            command.understood = variables_.take(command.text);
        }
        if (command.text == "\\r" || command.text == "\\reset")
            discard(); // thrown away
        if (command.text.startsWith("\\g"))
            finishStatement();
        result_.commands.push_back(std::move(command));
        at_ = copied_ = end;
    }

    void discard()
    {
        begin_ = -1;
        text_.clear();
        pieces_.clear();
        unset_.clear();
    }

    void finishStatement()
    {
        if (begin_ >= 0 && isRead()) {
            if (pieces_.empty()) {
                text_ = script_.mid(begin_, at_ - begin_);
            } else {
                copyPiece();
            }
            result_.statements.push_back(
                {begin_, std::move(text_), depth_.depth(), std::move(pieces_), std::move(unset_)});
        }
        discard();
        parentheses_ = bodies_ = 0;
        depth_ = {};
        words_.clear();
        previous_.clear();
    }

    void skipCopiedRows()
    {
        copies_ = false;
        const qsizetype line = script_.indexOf('\n', at_);
        at_ = line < 0 ? script_.size() : line + 1;
        while (at_ < script_.size()) {
            qsizetype end = script_.indexOf('\n', at_);
            if (end < 0)
                end = script_.size();
            const bool last = at(0) == '\\' && at(1) == '.' && end - at_ <= 3;
            at_ = std::min(end + 1, script_.size());
            if (last)
                return;
            ++result_.copiedRows;
        }
    }

    const QByteArray& script_;
    PostgresScript result_;
    qsizetype at_ = 0;
    qsizetype begin_ = -1; ///< of the statement that is read; -1 = between two
    qsizetype copied_ = 0; ///< what comes from there on is not in `text_` yet
    QByteArray text_;      ///< of that statement, where it is not the script's own throughout
    std::vector<PostgresScript::Piece> pieces_;
    std::vector<PostgresScript::Unset> unset_;
    PsqlVariables variables_;
    struct Branch {
        bool reads = true; ///< what follows
        bool done = false; ///< one of its branches was read
        bool known = true; ///< whether its conditions can be told
    };
    std::vector<Branch> branches_;
    int parentheses_ = 0;
    int bodies_ = 0; ///< open BEGIN ATOMIC and CASE
    bool copies_ = false;
    DepthBound depth_;
    QByteArrayList words_; ///< the first ones
    QByteArray previous_;
};

} // namespace

qsizetype PostgresScript::Statement::placeOf(qsizetype byte) const
{
    qsizetype place = offset + byte;
    for (const Piece& piece : pieces) {
        if (piece.inText <= byte)
            place = piece.inScript + (piece.standsFor ? 0 : byte - piece.inText);
    }
    return place;
}

PostgresScript splitPostgresScript(const QByteArray& script)
{
    return Splitter(script).split();
}

QByteArray firstWord(const QByteArray& statement)
{
    qsizetype end = 0; // the splitter leaves out what comes before
    while (end < statement.size() && isNamePart(statement[end]))
        ++end;
    return statement.left(end).toUpper();
}

} // namespace conjoin::sql
