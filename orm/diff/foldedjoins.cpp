// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/diff/foldedjoins.h"

#include "orm/translate/sqltoken.h"

#include <algorithm>

namespace conjoin::orm {

namespace {

bool isOneOf(const ExpressionToken& token, std::initializer_list<const char*> words)
{
    return std::ranges::any_of(words, [&](const char* word) { return token.isWord(word); });
}

class JoinFolder {
public:
    JoinFolder(const QString& sql, const SqlSyntax& syntax)
        : sql_(sql)
        , tokens_(expressionTokens(sql, syntax))
    {}

    QString run()
    {
        QStringList pieces;
        fold(0, tokens_.size(), false, pieces);
        return pieces.join(u' ');
    }

private:
    /// The closing bracket of the one at `open`, or the end.
    std::size_t closing(std::size_t open, std::size_t end) const
    {
        int depth = 0;
        for (std::size_t i = open; i < end; ++i) {
            depth += tokens_[i].isSign("(") ? 1 : tokens_[i].isSign(")") ? -1 : 0;
            if (depth == 0)
                return i;
        }
        return end;
    }

    static bool endsTables(const ExpressionToken& token)
    {
        return isOneOf(token, {"where", "group", "having", "order", "limit", "union", "except", "intersect",
                                  "window", "for", "offset", "fetch", "returning"});
    }

    /// Whether no condition follows the JOIN there.
    bool isBare(std::size_t join, std::size_t end) const
    {
        if (join > 0 && isOneOf(tokens_[join - 1], {"left", "right", "full", "outer", "natural"}))
            return false;
        for (std::size_t i = join + 1; i < end; ++i) {
            if (tokens_[i].isSign("("))
                i = closing(i, end);
            else if (isOneOf(tokens_[i], {"on", "using"}))
                return false;
            else if (tokens_[i].isSign(",") || tokens_[i].isWord("join") || endsTables(tokens_[i]))
                break;
        }
        return true;
    }

    /// Adds the folded tokens; whether tables are listed there with nothing but commas between them.
    bool fold(std::size_t begin, std::size_t end, bool tables, QStringList& pieces)
    {
        bool onlyCommas = true;
        for (std::size_t i = begin; i < end; ++i) {
            const ExpressionToken& token = tokens_[i];
            if (token.isSign("(")) {
                const std::size_t close = closing(i, end);
                const bool first =
                    i == begin || tokens_[i - 1].isSign(",") || isOneOf(tokens_[i - 1], {"from", "join"});
                const bool query = i + 1 < close && isOneOf(tokens_[i + 1], {"select", "with", "values"});
                const bool listed = tables && first && !query;
                QStringList inside;
                const bool plain = fold(i + 1, close, listed, inside) && listed;
                pieces += plain ? inside
                                : QStringList(QStringLiteral("(")) + inside + QStringList(QStringLiteral(")"));
                i = close;
                continue;
            }
            if (token.isWord("from"))
                tables = true;
            else if (endsTables(token))
                tables = false;
            if (tables && token.isWord("join") && isBare(i, end)) {
                if (!pieces.isEmpty() && isOneOf(tokens_[i - 1], {"inner", "cross"}))
                    pieces.removeLast();
                pieces += QStringLiteral(",");
                continue;
            }
            onlyCommas = onlyCommas && !(tables && isOneOf(token, {"join", "straight_join"}));
            pieces += sql_.mid(token.start, token.end - token.start);
        }
        return onlyCommas;
    }

    const QString& sql_;
    const std::vector<ExpressionToken> tokens_;
};

} // namespace

QString withFoldedJoins(const QString& sql, const SqlSyntax& syntax)
{
    return JoinFolder(sql, syntax).run();
}

} // namespace conjoin::orm
