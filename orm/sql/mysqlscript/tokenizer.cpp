// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlscript/tokenizer.h"

#include <QRegularExpression>
#include <QSet>
#include <QStringDecoder>

#include <cstring>

namespace conjoin::sql::mysqlscript {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Bytes above 127 belong to letters of any script.
bool isWordByte(char c)
{
    return isLetter(c) || isDigit(c) || c == '_' || c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

/// Stateless: a letter that is cut off at the end is an error, not one that waits for more.
QStringDecoder utf8Decoder()
{
    return QStringDecoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
}

QString decoded(QByteArrayView bytes)
{
    QStringDecoder utf8 = utf8Decoder();
    const QString text = utf8(bytes);
    return utf8.hasError() ? QString::fromLatin1(bytes) : text;
}

/// Statements about rows; nothing of a schema changes by them.
bool isDataWord(const QString& word)
{
    static const QSet<QString> words{"insert", "replace", "update", "delete", "load", "select", "with",
        "values", "table", "call", "do", "handler", "truncate"};
    return words.contains(word);
}

bool isClientWord(const QString& word)
{
    static const QSet<QString> words{"delimiter", "source", "use", "charset", "connect", "edit", "ego", "exit",
        "go", "nopager", "notee", "nowarning", "pager", "print", "prompt", "quit", "rehash", "status", "system",
        "tee", "warnings", "clear", "sandbox"};
    return words.contains(word);
}

/// Whether statements of the server's own language stand in it, which end with semicolons themselves.
bool isProgram(const std::vector<Token>& tokens)
{
    static const QSet<QString> compound{"if", "case", "loop", "while", "repeat", "for", "declare", "begin"};
    static const QSet<QString> programs{"procedure", "function", "trigger", "event", "package"};
    static const QSet<QString> others{
        "table", "view", "index", "database", "schema", "sequence", "user", "role"};
    const QString word = tokens.empty() ? QString() : tokens.front().text.toLower();
    if (word == u"begin" || word == u"if") // BEGIN alone begins a transaction
        return tokens.size() > 1;
    if (compound.contains(word) || (tokens.size() > 1 && tokens[1].isSign(":")))
        return true;
    if (word != u"create" && word != u"alter")
        return false;
    for (const Token& token : tokens) {
        const QString next = token.kind == Token::Kind::Word ? token.text.toLower() : QString();
        if (programs.contains(next))
            return true;
        if (others.contains(next))
            return false;
    }
    return false;
}

/// What the letter behind a backslash command of the mysql program stands for.
QString clientWord(char letter)
{
    switch (letter) {
    case '.':
        return QStringLiteral("source");
    case 'u':
        return QStringLiteral("use");
    case 'd':
        return QStringLiteral("delimiter");
    case 'q':
        return QStringLiteral("quit");
    default:
        return QString(QLatin1Char(letter));
    }
}

/// The byte that a backslash and `c` stand for; 0x100 where the backslash stays (`\%`).
int escaped(char c)
{
    switch (c) {
    case '0':
        return 0;
    case 'b':
        return '\b';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'Z':
        return 26;
    case '%':
    case '_':
        return 0x100;
    default:
        return static_cast<unsigned char>(c);
    }
}

} // namespace

struct Tokenizer::Scan {
    Statement statement;
    Error error;
    int open = 0;        ///< BEGIN and CASE without their END
    bool closed = false; ///< the last of them has its END, and nothing is around it
    bool around = false; ///< IF, a loop or a package, whose own END is not counted
    QString before;      ///< the word before, in capital letters

    void follow(const Token& token)
    {
        static const QSet<QString> flows{"IF", "LOOP", "WHILE", "REPEAT", "FOR"};
        static const QSet<QString> programs{"PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "BODY", "PACKAGE"};
        const QString word = token.kind == Token::Kind::Word ? token.text.toUpper() : QString();
        const bool behindEnd = before == u"END";
        if (behindEnd && flows.contains(word))
            ++open; // END took one away that it does not end
        else if (word == u"BEGIN" || (word == u"CASE" && !behindEnd))
            ++open;
        else if (open == 0 &&
                 (word == u"PACKAGE" || (flows.contains(word) && word != u"FOR" && !programs.contains(before))))
            around = true;
        const bool ends = word == u"END" && open > 0;
        open -= ends ? 1 : 0;
        closed = open == 0 && !around && (ends || closed);
        before = word;
    }

    bool fail(QString where, Message what, Message hint = {})
    {
        error = inputError(std::move(where), std::move(what), std::move(hint));
        return false;
    }
};

Tokenizer::Tokenizer(const QByteArray& script, QString source)
    : script_(script)
    , places_(script, std::move(source))
{
    if (script_.startsWith("\xEF\xBB\xBF"))
        at_ = 3;
}

QString Tokenizer::text(qsizetype start, qsizetype end) const
{
    return decoded(QByteArrayView(script_).sliced(start, end - start));
}

bool Tokenizer::isUtf8(qsizetype start, qsizetype end) const
{
    QStringDecoder decoder = utf8Decoder();
    [[maybe_unused]] const QString text = decoder(QByteArrayView(script_).sliced(start, end - start));
    return !decoder.hasError();
}

bool Tokenizer::startsWith(qsizetype at, const char* word) const
{
    const qsizetype length = qsizetype(std::strlen(word));
    return script_.size() - at >= length && std::memcmp(script_.constData() + at, word, size_t(length)) == 0;
}

bool Tokenizer::atDelimiter(qsizetype at) const
{
    if (script_.size() - at < delimiter_.size() ||
        std::memcmp(script_.constData() + at, delimiter_.constData(), size_t(delimiter_.size())) != 0)
        return false;
    // A delimiter that is a word ends where a word ends.
    const bool word = isLetter(delimiter_.front());
    return !word || ((at == 0 || !isWordByte(byte(at - 1))) && !isWordByte(byte(at + delimiter_.size())));
}

QString Tokenizer::lineFrom(qsizetype at) const
{
    const qsizetype end = script_.indexOf('\n', at);
    return text(at, end < 0 ? script_.size() : end).trimmed();
}

/// A comment at at_, or the frame of an executed one. False on an error or where there is none.
bool Tokenizer::skipComment(Scan& scan)
{
    const bool mariaDb = startsWith(at_, "/*M!");
    if (mariaDb || startsWith(at_, "/*!")) {
        qsizetype inside = at_ + (mariaDb ? 4 : 3);
        int version = 0;
        for (int digits = 0; digits < 6 && isDigit(byte(inside)); ++digits)
            version = version * 10 + (byte(inside++) - '0');
        constexpr int never = 99999; // the version that dumps give to what no server may run
        constexpr int neverAtAll = 990000;
        if (!executed_ && version != never && version < neverAtAll) {
            scan.statement.gaps.push_back({at_, inside});
            executed_ = true;
            at_ = inside;
            return true;
        }
    }
    const qsizetype end = script_.indexOf("*/", at_ + 2);
    if (end < 0)
        return scan.fail(place(at_), message("script.comment.open", "this comment is never closed"),
            message("script.comment.open.hint", "close it with */"));
    at_ = end + 2;
    return true;
}

/// White space and comments. False on an error.
/// At `--`: a blank must follow, but on a line of its own between statements the client takes any.
bool Tokenizer::isLineComment(const Scan& scan) const
{
    const bool ownLine = at_ == 0 || byte(at_ - 1) == '\n';
    return at_ + 2 >= script_.size() || byte(at_ + 2) <= ' ' || (ownLine && scan.statement.tokens.empty());
}

bool Tokenizer::skipBlank(Scan& scan)
{
    while (at_ < script_.size()) {
        const char c = byte(at_);
        if (isBlank(c)) {
            ++at_;
        } else if (c == '#' || (startsWith(at_, "--") && isLineComment(scan))) {
            const qsizetype end = script_.indexOf('\n', at_);
            at_ = end < 0 ? script_.size() : end + 1;
        } else if (executed_ && startsWith(at_, "*/")) {
            scan.statement.gaps.push_back({at_, at_ + 2});
            executed_ = false;
            at_ += 2;
        } else if (startsWith(at_, "/*")) {
            if (!skipComment(scan))
                return false;
        } else {
            break;
        }
    }
    return true;
}

/// Commands of the mysql program stand on a line of their own, without a delimiter.
bool Tokenizer::readClientCommand(Statement& statement)
{
    QString word;
    qsizetype behind = at_;
    if (byte(at_) == '\\') {
        word = clientWord(byte(at_ + 1));
        behind = at_ + 2;
    } else {
        while (isLetter(byte(behind)))
            ++behind;
        if (isWordByte(byte(behind)))
            return false;
        word = text(at_, behind).toLower();
        if (!isClientWord(word))
            return false;
    }
    if (continues_ && word != u"delimiter")
        return false; // the program looks for the others at the beginning of what it sends only
    QString line = lineFrom(qMin(behind, script_.size()));
    const QString delimiter = QString::fromUtf8(delimiter_);
    qsizetype lineEnd = script_.indexOf('\n', at_);
    lineEnd = lineEnd < 0 ? script_.size() : lineEnd;
    if (word == u"delimiter") {
        line = line.section(QRegularExpression(QStringLiteral("\\s")), 0, 0);
        if (!line.isEmpty())
            delimiter_ = line.toUtf8();
    } else if (const qsizetype cut = line.indexOf(delimiter); cut >= 0) {
        if (word != u"source" && byte(at_) != '\\')
            return false; // a statement of the server, such as USE
        line = line.left(cut).trimmed();
    }
    statement.kind = Statement::Kind::Client;
    statement.start = at_;
    statement.end = lineEnd;
    statement.word = word;
    statement.argument = line;
    at_ = lineEnd;
    return true;
}

Result<Statement> Tokenizer::next()
{
    Scan scan;
    while (true) {
        if (!skipBlank(scan))
            return scan.error;
        if (at_ >= script_.size()) {
            scan.statement.start = scan.statement.end = script_.size();
            return std::move(scan.statement);
        }
        if (!atDelimiter(at_)) {
            if (byte(at_) == ';') { // nothing stands before it
                ++at_;
                continue;
            }
            if (!startsWith(at_, "\\g") && !startsWith(at_, "\\G"))
                break;
            at_ += 2; // "go", with nothing before it
            continue;
        }
        at_ += delimiter_.size();
        continues_ = false;
        scan.statement.gaps.clear();
    }
    Statement& statement = scan.statement;
    if (!executed_ && readClientCommand(statement)) {
        continues_ = false;
        return std::move(statement);
    }

    statement.kind = Statement::Kind::Sql;
    statement.start = at_;
    while (true) {
        if (!skipBlank(scan))
            return scan.error;
        if (at_ >= script_.size() || atDelimiter(at_) || startsWith(at_, "\\g") || startsWith(at_, "\\G") ||
            semicolonEnds(scan))
            break;
        Token token;
        token.start = at_;
        if (!readToken(scan, token))
            return scan.error;
        token.end = at_;
        if (statement.tokens.empty() && token.kind == Token::Kind::Word && isDataWord(token.text.toLower())) {
            statement.kind = Statement::Kind::Data;
            statement.word = token.text.toLower();
            if (!skipStatement(scan))
                return scan.error;
            break;
        }
        scan.follow(token);
        statement.tokens.push_back(std::move(token));
    }
    statement.end = at_;
    Token end;
    end.start = end.end = at_;
    statement.tokens.push_back(end);
    continues_ = at_ < script_.size() && byte(at_) == ';' && !atDelimiter(at_);
    if (continues_)
        ++at_;
    else if (at_ < script_.size())
        at_ += atDelimiter(at_) ? delimiter_.size() : 2;
    return std::move(statement);
}

/// Whether a semicolon ends the statement although the client was told another delimiter: the server takes
/// apart what comes at once. Within a program it ends one of the program's own statements.
bool Tokenizer::semicolonEnds(const Scan& scan) const
{
    if (byte(at_) != ';' || delimiter_ == ";")
        return false;
    return scan.statement.kind == Statement::Kind::Data || !isProgram(scan.statement.tokens) || scan.closed;
}

/// On to the delimiter without making tokens: dumps hold megabytes of rows.
bool Tokenizer::skipStatement(Scan& scan)
{
    const char* bytes = script_.constData();
    const char first = delimiter_.front();
    while (at_ < script_.size()) {
        const char c = bytes[at_];
        if (c == '\'' || c == '"' || c == '`') {
            if (!skipString(scan, c))
                return false;
        } else if ((c == first && atDelimiter(at_)) || c == ';') {
            break;
        } else if (c == '\\' && (byte(at_ + 1) == 'g' || byte(at_ + 1) == 'G')) {
            break;
        } else if (c == '#' || c == '-' || c == '/' || c == '*') {
            const qsizetype before = at_;
            if (!skipBlank(scan))
                return false;
            if (at_ == before)
                ++at_;
        } else {
            ++at_;
        }
    }
    return true;
}

bool Tokenizer::skipString(Scan& scan, char quote)
{
    const char* bytes = script_.constData();
    const qsizetype start = at_++;
    const bool escapes = quote != '`' && !mode.noBackslashEscapes && !(quote == '"' && mode.ansiQuotes);
    for (; at_ < script_.size(); ++at_) {
        if (bytes[at_] == '\\' && escapes)
            ++at_;
        else if (bytes[at_] == quote) {
            ++at_;
            return true; // a doubled quote begins the next piece, which changes nothing here
        }
    }
    return scan.fail(place(start), message("script.quote.open", "this %1 is never closed", {QChar(quote)}));
}

bool Tokenizer::readQuoted(Scan& scan, Token& token, char quote)
{
    const bool name = quote == '`' || (quote == '"' && mode.ansiQuotes);
    const bool escapes = !name && !mode.noBackslashEscapes;
    token.kind = name ? Token::Kind::Name : Token::Kind::Text;
    QByteArray bytes;
    for (qsizetype at = at_ + 1; at < script_.size(); ++at) {
        const char c = byte(at);
        if (c == quote) {
            if (byte(at + 1) != quote || at + 1 >= script_.size()) {
                at_ = at + 1;
                token.text = decoded(bytes);
                return true;
            }
            ++at;
            bytes += quote;
        } else if (c == '\\' && escapes && at + 1 < script_.size()) {
            const int meant = escaped(byte(++at));
            if (meant > 0xFF)
                bytes.append('\\').append(byte(at));
            else
                bytes += char(meant);
        } else {
            bytes += c;
        }
    }
    return scan.fail(place(at_), message("script.quote.open", "this %1 is never closed", {QChar(quote)}));
}

void Tokenizer::readWord(Token& token)
{
    token.kind = Token::Kind::Word;
    const qsizetype start = at_;
    do {
        ++at_;
    } while (at_ < script_.size() && isWordByte(byte(at_)) && !atDelimiter(at_));
    token.text = text(start, at_);
}

void Tokenizer::readNumber(Token& token)
{
    const qsizetype start = at_;
    qsizetype end = at_;
    const auto digits = [&] {
        while (isDigit(byte(end)))
            ++end;
    };
    digits();
    const bool fraction = byte(end) == '.' && (isDigit(byte(end + 1)) || !isWordByte(byte(end + 1)));
    if (fraction) {
        ++end;
        digits();
    }
    if ((byte(end) == 'e' || byte(end) == 'E')) {
        const qsizetype sign = byte(end + 1) == '+' || byte(end + 1) == '-' ? 1 : 0;
        if (isDigit(byte(end + 1 + sign))) {
            end += 1 + sign;
            digits();
        }
    }
    if (!fraction && isWordByte(byte(end))) {
        readWord(token); // `1st` is a name
        return;
    }
    token.kind = Token::Kind::Number;
    token.text = text(start, end);
    at_ = end;
}

bool Tokenizer::readBits(Scan& scan, Token& token)
{
    token.kind = Token::Kind::Bits;
    const qsizetype start = at_;
    const qsizetype end = script_.indexOf('\'', at_ + 2);
    const bool hex = byte(at_) == 'x' || byte(at_) == 'X';
    for (qsizetype at = at_ + 2; at < end; ++at) {
        if (hex ? !isHexDigit(byte(at)) : byte(at) != '0' && byte(at) != '1')
            return scan.fail(place(at), message("script.bits", "expected a %1 digit",
                                            {hex ? QStringLiteral("hexadecimal") : QStringLiteral("binary")}));
    }
    if (end < 0)
        return scan.fail(place(at_), message("script.quote.open", "this %1 is never closed", {QChar(u'\'')}));
    at_ = end + 1;
    token.text = text(start, at_);
    return true;
}

void Tokenizer::readSign(Token& token)
{
    token.kind = Token::Kind::Sign;
    static const char* const longSigns[] = {
        "<=>", "->>", "<=", ">=", "<>", "!=", "<<", ">>", "||", "&&", ":=", "->"};
    for (const char* sign : longSigns) {
        if (startsWith(at_, sign)) {
            token.text = QLatin1String(sign);
            at_ += token.text.size();
            return;
        }
    }
    token.text = QLatin1Char(byte(at_++));
}

bool Tokenizer::readToken(Scan& scan, Token& token)
{
    const char c = byte(at_);
    const char following = byte(at_ + 1);
    const bool behindPoint = !scan.statement.tokens.empty() && scan.statement.tokens.back().isSign(".") &&
                             scan.statement.tokens.back().end == at_;
    if (c == '\'' || c == '"' || c == '`')
        return readQuoted(scan, token, c);
    if (c == '@') {
        token.kind = Token::Kind::Variable;
        const qsizetype start = at_;
        while (byte(at_) == '@')
            ++at_;
        if (byte(at_) == '`' || byte(at_) == '\'' || byte(at_) == '"') {
            Token name;
            if (!readQuoted(scan, name, byte(at_)))
                return false;
        } else {
            while (isWordByte(byte(at_)) || byte(at_) == '.')
                ++at_;
        }
        token.text = text(start, at_);
        return true;
    }
    if (!behindPoint) {
        if ((c == 'x' || c == 'X' || c == 'b' || c == 'B') && following == '\'')
            return readBits(scan, token);
        if ((c == 'n' || c == 'N') && following == '\'') {
            ++at_;
            return readQuoted(scan, token, '\'');
        }
        if (c == '0' && following == 'x' && isHexDigit(byte(at_ + 2))) {
            qsizetype end = at_ + 2;
            while (isHexDigit(byte(end)))
                ++end;
            if (!isWordByte(byte(end))) {
                token.kind = Token::Kind::Bits;
                token.text = text(at_, end);
                at_ = end;
                return true;
            }
        }
        if (isDigit(c) || (c == '.' && isDigit(following))) {
            readNumber(token);
            return true;
        }
    }
    if (c == '\0')
        return scan.fail(place(at_), message("script.binary", "the file holds bytes that no SQL script has"));
    if (isWordByte(c))
        readWord(token);
    else
        readSign(token);
    return true;
}

} // namespace conjoin::sql::mysqlscript
