// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace conjoin::sql {

/// One token of a statement as SQLite reads it.
struct SqlToken {
    enum class Kind {
        End,
        Word,  ///< bare identifier or keyword
        Name,  ///< quoted by "…", […] or `…`
        Text,  ///< '…'
        Bytes, ///< x'…'
        Number,
        Sign, ///< one or more characters of punctuation
    };
    Kind kind = Kind::End;
    QString text;        ///< quotes taken off where there were any
    qsizetype start = 0; ///< in the statement
    qsizetype end = 0;   ///< behind the last character

    bool isWord(const char* keyword) const
    {
        return kind == Kind::Word && text.compare(QLatin1String(keyword), Qt::CaseInsensitive) == 0;
    }
    bool isSign(QChar sign) const { return kind == Kind::Sign && text.size() == 1 && text[0] == sign; }
    /// Whether SQLite takes it for a name where it expects one: texts too.
    bool isName() const { return kind == Kind::Word || kind == Kind::Name || kind == Kind::Text; }
};

/// The tokens of a statement, comments and white space left out, without an end token. Total: whatever can't be
/// read is a sign of one character, and an open quote ends with the statement.
std::vector<SqlToken> tokenize(const QString& sql);

} // namespace conjoin::sql
