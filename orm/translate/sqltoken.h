// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"

#include <QString>

#include <vector>

namespace conjoin::orm {

/// One token of an SQL expression.
struct ExpressionToken {
    enum class Kind {
        Word,  ///< bare identifier or keyword
        Name,  ///< quoted identifier
        Text,  ///< a text literal
        Bytes, ///< X'…': the digits
        Number,
        Sign, ///< an operator or other punctuation
    };
    Kind kind = Kind::Sign;
    QString text;        ///< quotes taken off and escapes resolved where there were any
    qsizetype start = 0; ///< in the expression
    qsizetype end = 0;   ///< behind its last character

    bool isWord(const char* keyword) const
    {
        return kind == Kind::Word && text.compare(QLatin1String(keyword), Qt::CaseInsensitive) == 0;
    }
    bool isSign(const char* sign) const { return kind == Kind::Sign && text == QLatin1String(sign); }
};

/// The tokens of an expression as an engine of that syntax reads it, comments and white space left out. Total:
/// whatever can't be read is a sign of one character, and an open quote ends with the text.
std::vector<ExpressionToken> expressionTokens(const QString& sql, const SqlSyntax& syntax);

} // namespace conjoin::orm
