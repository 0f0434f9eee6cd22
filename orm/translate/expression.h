// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <vector>

namespace conjoin::orm {

/// An SQL expression as a tree: what defaults, checks, generated columns and indexes are made of. No queries.
struct Expression {
    enum class Kind {
        Number,   ///< `text`, with its sign
        Text,     ///< `text`
        Bytes,    ///< `text`: hexadecimal digits
        Constant, ///< `text`: NULL, TRUE, CURRENT_TIMESTAMP …, in capitals
        Name,     ///< `path`
        Call,     ///< `path`, the arguments; `text` is DISTINCT or empty
        Unary,    ///< `text`: -, ~, NOT
        Binary,   ///< `text`: the operator in capitals (=, AND, LIKE, NOT LIKE …); LIKE may have an escape as
                  ///< third
        Cast,     ///< to the type `text`
        Is,       ///< `text`: IS NULL, IS NOT NULL, IS TRUE …
        In,       ///< the value, then what it may be; `negated`
        Between,  ///< value, from, to; `negated`
        Case,     ///< pairs of WHEN and THEN, then maybe ELSE; with `text` "CASE x" the value comes first
        List,     ///< (a, b)
        Array,    ///< ARRAY[a, b]
        Collate,  ///< value; `path` is the collation
        Star,     ///< * as the argument of count()
    };
    Kind kind = Kind::Constant;
    QString text{};
    QStringList path{};  ///< a name and what qualifies it, the quotes taken off
    bool quoted = false; ///< the last part of `path` was quoted
    bool negated = false;
    std::vector<Expression> parts{};

    bool isConstant(const char* word) const { return kind == Kind::Constant && text == QLatin1String(word); }
    /// A call of that function, letter case ignored, with so many arguments.
    bool isCall(const char* function, std::size_t arguments) const;
    bool isLiteral() const { return kind <= Kind::Constant; }
};

/// Reads one; nothing where it is more than that: a query, an operator with words of its own …
std::optional<Expression> parseExpression(const QString& sql, const SqlSyntax& syntax);

/// The same for two expressions of an engine that differ in spelling only: letter case of words, white space,
/// needless parentheses and quotes, casts of literals, IN and = ANY, BETWEEN and its two comparisons … `rename`
/// says what a column is called, where that is to be another name.
using NameMap = std::function<QString(const QString&)>;
QString expressionMeaning(const QString& sql, const Capabilities& engine, const NameMap& rename = {});

/// Whether a bare word of that spelling is part of an expression's own language and no name in it (`end`).
bool isExpressionWord(const QString& word);

/// How tightly an operator binds its operands; more is tighter.
int bindingOf(const Expression& expression);

} // namespace conjoin::orm
