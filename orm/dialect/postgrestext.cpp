// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgrestext.h"

#include "orm/dialect/postgrestypes.h"

#include <QRegularExpression>

namespace conjoin::orm::postgres {

namespace {

constexpr QChar blank(u'\0');

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'$' || c.unicode() >= 0x80;
}

/// The end of `'…'` or `"…"` that begins at `at`; a doubled mark does not end it, nor does an escaped one.
qsizetype endOfQuoted(const QString& sql, qsizetype at, bool escapes)
{
    const QChar mark = sql[at];
    for (++at; at < sql.size(); ++at) {
        if (escapes && sql[at] == u'\\') {
            ++at;
        } else if (sql[at] == mark) {
            if (at + 1 < sql.size() && sql[at + 1] == mark)
                ++at;
            else
                return at + 1;
        }
    }
    return sql.size();
}

qsizetype endOfComment(const QString& sql, qsizetype at)
{
    if (sql[at] == u'-') {
        const qsizetype end = sql.indexOf(u'\n', at);
        return end < 0 ? sql.size() : end;
    }
    int depth = 0; // PostgreSQL's comments nest
    for (; at < sql.size(); ++at) {
        const QStringView here = QStringView(sql).mid(at, 2);
        if (here == u"/*") {
            ++depth;
            ++at;
        } else if (here == u"*/") {
            ++at;
            if (--depth == 0)
                return at + 1;
        }
    }
    return sql.size();
}

/// The end of `$tag$ … $tag$` that begins at `at`, or -1 where none begins there.
qsizetype endOfDollarQuoted(const QString& sql, qsizetype at)
{
    if (at > 0 && isWordCharacter(sql[at - 1]))
        return -1;
    qsizetype end = at + 1;
    while (end < sql.size() && sql[end] != u'$' && isWordCharacter(sql[end]))
        ++end;
    if (end >= sql.size() || sql[end] != u'$' || sql[at + 1].isDigit())
        return -1;
    const QStringView tag = QStringView(sql).mid(at, end + 1 - at);
    const qsizetype close = sql.indexOf(tag, end + 1);
    return close < 0 ? sql.size() : close + tag.size();
}

/// Where the quotes or the comment that begin at `at` end; -1 where nothing begins.
qsizetype endOfBlank(const QString& sql, qsizetype at)
{
    const QChar c = sql[at];
    if (c == u'"')
        return endOfQuoted(sql, at, false);
    if (c == u'\'') {
        const bool prefixed =
            at > 0 && (sql[at - 1] == u'E' || sql[at - 1] == u'e') && (at < 2 || !isWordCharacter(sql[at - 2]));
        return endOfQuoted(sql, at, prefixed);
    }
    if (c == u'$')
        return endOfDollarQuoted(sql, at);
    const QStringView here = QStringView(sql).mid(at, 2);
    return here == u"--" || here == u"/*" ? endOfComment(sql, at) : -1;
}

/// The position of the bracket that closes the one at `open`, or -1.
qsizetype closing(const QString& plain, qsizetype open)
{
    int depth = 0;
    for (qsizetype i = open; i < plain.size(); ++i) {
        if (plain[i] == u'(' || plain[i] == u'[')
            ++depth;
        else if ((plain[i] == u')' || plain[i] == u']') && --depth == 0)
            return i;
    }
    return -1;
}

} // namespace

QString outline(const QString& sql)
{
    QString plain = sql;
    for (qsizetype i = 0; i < sql.size();) {
        const qsizetype end = endOfBlank(sql, i);
        if (end < 0) {
            ++i;
            continue;
        }
        for (; i < end; ++i)
            plain[i] = blank;
    }
    return plain;
}

QString withoutOuterParentheses(const QString& expression)
{
    QString text = expression.trimmed();
    while (text.startsWith(u'(') && closing(outline(text), 0) == text.size() - 1)
        text = text.mid(1, text.size() - 2).trimmed();
    return text;
}

QStringList statementsOf(const QString& sql)
{
    QStringList statements;
    const QString plain = outline(sql);
    qsizetype begin = 0;
    int depth = 0; // the actions of a rule stand in parentheses
    for (qsizetype i = 0; i <= plain.size(); ++i) {
        if (i < plain.size()) {
            depth += plain[i] == u'(' ? 1 : plain[i] == u')' ? -1 : 0;
            if (plain[i] != u';' || depth > 0)
                continue;
        }
        const QString statement = sql.mid(begin, i - begin).trimmed();
        if (!statement.isEmpty())
            statements.append(statement);
        begin = i + 1;
    }
    return statements;
}

namespace {

/// EXTRACT shows its field bare however it was written, and read again `YEAR` would be `year`.
QString withExactFields(const QString& expression)
{
    if (!expression.contains(QLatin1String("EXTRACT("))) // by far the most have none
        return expression;
    static const QRegularExpression field(QStringLiteral(R"x(\bEXTRACT\(([^\s"]*[A-Z][^\s"]*)(?= FROM ))x"));
    QString text = expression;
    const QString plain = outline(expression);
    std::vector<std::pair<qsizetype, qsizetype>> places;
    for (auto it = field.globalMatch(plain); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        places.emplace_back(match.capturedStart(1), match.capturedLength(1));
    }
    for (auto place = places.rbegin(); place != places.rend(); ++place)
        text.replace(place->first, place->second, quoted(text.mid(place->first, place->second)));
    return text;
}

} // namespace

QString reparsable(const QString& shown)
{
    const QString expression = withExactFields(shown);
    const auto opensList = [](const QString& plain, qsizetype from) {
        const qsizetype any = plain.indexOf(QLatin1String(" ANY ((ARRAY["), from);
        const qsizetype all = plain.indexOf(QLatin1String(" ALL ((ARRAY["), from);
        return any < 0 || (all >= 0 && all < any) ? all : any;
    };
    if (opensList(expression, 0) < 0) // by far the most have none
        return expression;

    QString text = expression;
    QString plain = outline(text);
    for (qsizetype at = opensList(plain, 0); at >= 0; at = opensList(plain, at + 1)) {
        const qsizetype outer = at + 5; // of ` ANY (`
        const qsizetype inner = outer + 1;
        const qsizetype innerEnd = closing(plain, inner);
        const qsizetype outerEnd = closing(plain, outer);
        if (innerEnd < 0 || outerEnd < 0 || !QStringView(plain).mid(innerEnd + 1).startsWith(u"::"))
            continue;
        text.remove(innerEnd, outerEnd - innerEnd); // `)::text[]`
        text.remove(inner, 1);
        plain.remove(innerEnd, outerEnd - innerEnd);
        plain.remove(inner, 1);
    }
    return text;
}

} // namespace conjoin::orm::postgres
