// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "orm/sql/scriptplace.h"

#include <QByteArray>
#include <QString>

#include <vector>

/// The inner rooms of readMySqlScript(): what a script of MySQL or MariaDB says, read without a server.
namespace conjoin::sql::mysqlscript {

/// One token of a statement. Positions are bytes of the script.
struct Token {
    enum class Kind {
        End,      ///< of the statement
        Word,     ///< bare identifier or keyword
        Name,     ///< quoted by `…`, or by "…" under ANSI_QUOTES
        Text,     ///< '…' or "…", escapes resolved
        Number,   ///< as written
        Bits,     ///< x'…', 0x…, b'…', as written
        Variable, ///< @name, @@name
        Sign,     ///< punctuation of one or more characters
    };
    Kind kind = Kind::End;
    QString text;
    qsizetype start = 0;
    qsizetype end = 0;

    bool isEnd() const { return kind == Kind::End; }
    bool isWord(const char* keyword) const
    {
        return kind == Kind::Word && text.compare(QLatin1String(keyword), Qt::CaseInsensitive) == 0;
    }
    bool isSign(const char* sign) const { return kind == Kind::Sign && text == QLatin1String(sign); }
};

/// What `sql_mode` changes about reading.
struct SqlMode {
    bool ansiQuotes = false;
    bool noBackslashEscapes = false;
};

/// A stretch of the script that is no part of the statement it stands in.
struct Gap {
    qsizetype start = 0;
    qsizetype end = 0;
};

struct Statement {
    enum class Kind {
        End,    ///< of the script
        Sql,    ///< `tokens`
        Data,   ///< changes or asks rows; not read any further, `word` says which
        Client, ///< a command of the mysql program; `word` and `argument`
    };
    Kind kind = Kind::End;
    std::vector<Token> tokens; ///< the last one is an End
    std::vector<Gap> gaps;     ///< the frames of executed comments, in order
    QString word;              ///< lower case
    QString argument;
    qsizetype start = 0;
    qsizetype end = 0;
};

/// Cuts a script into statements as the mysql program does – DELIMITER, comments, executed comments – and what
/// it sends at once as the server does, by semicolons; those into tokens. Linear in the size of the script.
class Tokenizer {
public:
    Tokenizer(const QByteArray& script, QString source);

    /// The next statement that is not empty.
    Result<Statement> next();

    SqlMode mode; ///< of the statements to come; whoever reads a SET changes it

    /// `source:line:column`, in characters.
    QString place(qsizetype offset) const { return places_.at(offset); }
    /// Whether a stretch of the script is UTF-8.
    bool isUtf8(qsizetype start, qsizetype end) const;
    /// A stretch of the script as text; bytes that are no UTF-8 are read as Latin-1.
    QString text(qsizetype start, qsizetype end) const;

private:
    struct Scan; // one statement under way

    char byte(qsizetype at) const { return at < script_.size() ? script_.constData()[at] : '\0'; }
    bool startsWith(qsizetype at, const char* word) const;
    bool atDelimiter(qsizetype at) const;
    bool isLineComment(const Scan& scan) const;
    bool skipBlank(Scan& scan);
    bool skipComment(Scan& scan);
    bool readClientCommand(Statement& statement);
    bool readToken(Scan& scan, Token& token);
    bool readQuoted(Scan& scan, Token& token, char quote);
    void readWord(Token& token);
    void readNumber(Token& token);
    bool readBits(Scan& scan, Token& token);
    void readSign(Token& token);
    bool skipStatement(Scan& scan);
    bool semicolonEnds(const Scan& scan) const;
    bool skipString(Scan& scan, char quote);
    QString lineFrom(qsizetype at) const;

    const QByteArray& script_;
    ScriptPlaces places_;
    QByteArray delimiter_{";"};
    qsizetype at_ = 0;
    bool executed_ = false;  ///< inside of an executed comment
    bool continues_ = false; ///< the program sent the statement before along with what comes
};

} // namespace conjoin::sql::mysqlscript
