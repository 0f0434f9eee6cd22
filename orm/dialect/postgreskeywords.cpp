// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgreskeywords.h"

#include <QStringList>

namespace conjoin::orm::postgres {

namespace {

// clang-format off
/// The reserved ones of pg_get_keywords(), and those that may name a function or type only.
constexpr auto words =
    "all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate "
    "collation column concurrently constraint create cross current_catalog current_date current_role "
    "current_schema current_time current_timestamp current_user default deferrable desc distinct do else end "
    "except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into "
    "is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on "
    "only or order outer overlaps placing primary references returning right select session_user similar some "
    "symmetric system_user table tablesample then to trailing true union unique user using variadic verbose "
    "when where window with";
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

} // namespace conjoin::orm::postgres
