// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/findings.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace conjoin::model {

namespace {

/// Sorted: what at least one engine refuses as a bare table name.
constexpr std::array<std::string_view, 133> words{"accessible", "add", "all", "alter", "analyse", "analyze",
    "and", "any", "array", "as", "asc", "authorization", "before", "between", "binary", "both", "by", "call",
    "cascade", "case", "cast", "change", "check", "collate", "collation", "column", "commit", "condition",
    "constraint", "continue", "convert", "create", "cross", "cube", "cursor", "database", "databases",
    "default", "delete", "desc", "describe", "distinct", "div", "do", "drop", "each", "else", "end", "escape",
    "except", "exists", "exit", "explain", "fetch", "for", "foreign", "from", "full", "function", "grant",
    "group", "groups", "having", "if", "in", "index", "inner", "insert", "intersect", "interval", "into", "is",
    "join", "key", "keys", "lead", "leave", "left", "like", "limit", "lines", "load", "lock", "loop", "match",
    "natural", "not", "null", "of", "offset", "on", "option", "or", "order", "outer", "partition", "placing",
    "primary", "procedure", "range", "rank", "references", "release", "rename", "return", "right", "row",
    "rows", "select", "set", "show", "some", "system", "table", "then", "to", "trigger", "union", "unique",
    "unlock", "update", "usage", "use", "user", "using", "values", "verbose", "view", "when", "where", "while",
    "window", "with"};

} // namespace

bool Findings::isReserved(const QString& word) const
{
    const QString lower = word.toLower();
    if (!engine_.reservedWords.isEmpty())
        return engine_.reservedWords.contains(lower);
    return std::ranges::binary_search(words, std::string_view(lower.toStdString()));
}

QString Findings::language() const
{
    return engine_.reservedWords.isEmpty() ? QStringLiteral("SQL") : engine_.engine;
}

} // namespace conjoin::model
