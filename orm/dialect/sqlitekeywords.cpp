// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sqlitekeywords.h"

#include <QStringList>

namespace conjoin::orm::sqlite {

namespace {

// clang-format off
/// Found by asking SQLite 3.40 for a table, a column and an alias of each of its keywords.
constexpr auto words =
    "add all alter and as autoincrement between case cast check collate commit constraint create current_date "
    "current_time current_timestamp default deferrable delete distinct drop else escape except exists foreign "
    "from group having if in index insert intersect into is isnull join limit not nothing notnull null on or "
    "order primary raise references returning select set table then to transaction union unique update using "
    "values when where";
// clang-format on

} // namespace

const QSet<QString>& reservedWords()
{
    static const QSet<QString> all = [] {
        const QStringList list = QString::fromLatin1(words).split(u' ');
        return QSet<QString>(list.begin(), list.end());
    }();
    return all;
}

} // namespace conjoin::orm::sqlite
