// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/statementlog.h"

namespace conjoin::sql {

namespace {

/// Where a quoted text, a quoted name or a comment that begins at `start` ends; `start` itself where none
/// begins.
qsizetype endOfOpaque(const QString& sql, qsizetype start)
{
    const QChar c = sql[start];
    if (c == u'\'' || c == u'"' || c == u'`' || c == u'[') {
        const QChar close = c == u'[' ? QChar(u']') : c;
        const qsizetype end =
            sql.indexOf(close, start + 1); // a doubled quote begins another quoted text: same effect
        return end < 0 ? sql.size() : end + 1;
    }
    if (sql.mid(start, 2) == u"--") {
        const qsizetype end = sql.indexOf(u'\n', start);
        return end < 0 ? sql.size() : end;
    }
    if (sql.mid(start, 2) == u"/*") {
        const qsizetype end = sql.indexOf(QStringLiteral("*/"), start + 2);
        return end < 0 ? sql.size() : end + 2;
    }
    return start;
}

} // namespace

QString withValues(const LoggedStatement& statement)
{
    const QString& sql = statement.sql;
    QString out;
    size_t next = 0;
    for (qsizetype i = 0; i < sql.size();) {
        const qsizetype end = endOfOpaque(sql, i);
        if (end > i) {
            out += QStringView(sql).mid(i, end - i);
            i = end;
            continue;
        }
        if (sql[i] == u'?' && next < statement.parameters.size())
            out += orm::literalText(statement.parameters[next++]);
        else
            out += sql[i];
        ++i;
    }
    return out;
}

} // namespace conjoin::sql
