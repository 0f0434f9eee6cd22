// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/message.h"

#include <algorithm>
#include <vector>

namespace conjoin {

QString Message::english() const
{
    // QString::arg() would fill a hole that an argument brought along; names are hostile, so walk once.
    QString out;
    out.reserve(text.size() + 16 * args.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool hole = text[i] == u'%' && i + 1 < text.size() && text[i + 1].isDigit();
        const qsizetype number = hole ? text[i + 1].digitValue() : 0;
        if (number >= 1 && number <= args.size()) {
            out += args[number - 1];
            ++i;
        } else {
            out += text[i];
        }
    }
    return out;
}

Message message(const char* code, const char* text, const QStringList& args)
{
    return {QString::fromUtf8(code), QString::fromUtf8(text), args};
}

namespace {

/// Optimal string alignment distance: insert, delete, replace, swap of neighbours cost one each.
int editDistance(const QString& a, const QString& b)
{
    const qsizetype columns = b.size() + 1;
    std::vector<int> before(columns), above(columns), row(columns);
    for (qsizetype j = 0; j < columns; ++j)
        above[j] = int(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        row[0] = int(i);
        for (qsizetype j = 1; j < columns; ++j) {
            const int replace = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, replace});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, above);
        std::swap(above, row);
    }
    return above[columns - 1];
}

} // namespace

QString nearest(const QString& word, const QStringList& candidates)
{
    constexpr qsizetype longestCompared = 128; // the distance is quadratic and names may be hostile
    const QString lower = word.left(longestCompared).toLower();
    const int limit = std::max<int>(1, int(lower.size()) / 3);
    QString best;
    int bestDistance = limit + 1;
    for (const QString& candidate : candidates) {
        const int distance = editDistance(lower, candidate.left(longestCompared).toLower());
        if (distance < bestDistance) {
            bestDistance = distance;
            best = candidate;
        }
    }
    return best;
}

Message didYouMean(const QString& word, const QStringList& candidates)
{
    const QString best = nearest(word, candidates);
    return best.isEmpty() ? Message() : message("hint.nearest", "did you mean \"%1\"?", {best});
}

} // namespace conjoin
