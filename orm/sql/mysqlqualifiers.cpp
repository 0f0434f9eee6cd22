// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlqualifiers.h"

#include "model/schema/schema.h"

#include <QRegularExpression>

#include <vector>

namespace conjoin::sql {

namespace {

/// `a`.`b`.`c` -> its names.
QStringList namesOf(const QString& chain)
{
    static const QRegularExpression name(QStringLiteral("`((?:[^`]|``)*)`"));
    QStringList names;
    for (auto it = name.globalMatch(chain); it.hasNext();)
        names.append(it.next().captured(1).replace(QStringLiteral("``"), QStringLiteral("`")));
    return names;
}

QString chainOf(const QStringList& names)
{
    QStringList quoted;
    for (QString name : names)
        quoted.append(u'`' + name.replace(u'`', QStringLiteral("``")) + u'`');
    return quoted.join(u'.');
}

bool namesRelation(const QString& wordBefore)
{
    static const QSet<QString> words{QStringLiteral("from"), QStringLiteral("join"),
        QStringLiteral("straight_join"), QStringLiteral("nextval"), QStringLiteral("lastval"),
        QStringLiteral("setval")};
    return words.contains(wordBefore);
}

/// The words behind which no table of a FROM clause stands any more.
bool endsTables(const QString& word)
{
    static const QSet<QString> words{QStringLiteral("where"), QStringLiteral("group"), QStringLiteral("having"),
        QStringLiteral("order"), QStringLiteral("limit"), QStringLiteral("union"), QStringLiteral("except"),
        QStringLiteral("intersect"), QStringLiteral("window"), QStringLiteral("procedure"),
        QStringLiteral("for"), QStringLiteral("lock"), QStringLiteral("select"), QStringLiteral("into")};
    return words.contains(word);
}

} // namespace

QString withCommaJoins(const QString& query)
{
    static const QRegularExpression token(
        QStringLiteral(R"('(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`(?:[^`]|``)*`|(\w+)|([()]))"),
        QRegularExpression::DotMatchesEverythingOption | QRegularExpression::UseUnicodePropertiesOption);
    QString result;
    qsizetype copied = 0;
    std::vector<bool> among{false}; // by depth: whether tables are being listed there
    for (auto it = token.globalMatch(query); it.hasNext();) {
        const auto match = it.next();
        const QString word = match.captured(1).toLower();
        if (match.captured(2) == u"(") {
            among.push_back(false);
        } else if (match.captured(2) == u")") {
            if (among.size() > 1)
                among.pop_back();
        } else if (word == u"from") {
            among.back() = true;
        } else if (endsTables(word)) {
            among.back() = false;
        } else if (word == u"join" && among.back()) {
            result += QStringView(query).mid(copied, match.capturedStart() - copied);
            while (result.endsWith(u' '))
                result.chop(1);
            result += u',';
            copied = match.capturedEnd();
        }
    }
    return result + query.mid(copied);
}

Unqualified withoutDatabase(const QString& sql, const QString& database, const QSet<QString>& relations)
{
    static const QRegularExpression token(
        QStringLiteral(
            R"(('(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*")|(`(?:[^`]|``)*`(?:\.`(?:[^`]|``)*`)*)|(\w+)|(\()|\S)"),
        QRegularExpression::DotMatchesEverythingOption | QRegularExpression::UseUnicodePropertiesOption);
    Unqualified result;
    QString before; // the last token that is no opening parenthesis
    qsizetype copied = 0;
    for (auto it = token.globalMatch(sql); it.hasNext();) {
        const auto match = it.next();
        if (match.capturedLength(2) > 0) {
            QStringList names = namesOf(match.captured(2));
            const bool called = match.capturedEnd() < sql.size() && sql[match.capturedEnd()] == u'(';
            const bool relation = !called && names.size() == 2 && namesRelation(before);
            const bool own = names.size() > 1 && names[0] == database;
            if (relation && (!own || relations.contains(names[1]))) {
                const QString key = model::objectKey(own ? QString() : names[0], names[1]);
                if (!result.uses.contains(key))
                    result.uses.append(key);
            }
            if (own && (names.size() == 3 || called || (relation && relations.contains(names[1])))) {
                names.removeFirst();
                result.sql += QStringView(sql).mid(copied, match.capturedStart() - copied);
                result.sql += chainOf(names);
                copied = match.capturedEnd();
            }
        }
        if (match.capturedLength(4) == 0)
            before = match.captured(0).toLower();
    }
    result.sql += QStringView(sql).mid(copied);
    return result;
}

} // namespace conjoin::sql
