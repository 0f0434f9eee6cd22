// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlscript/session.h"

namespace conjoin::sql::mysqlscript {

void Session::remark(const Cursor& cursor, qsizetype token, Severity severity, Message what)
{
    remarks.push_back({severity, std::move(what), {}, cursor.script().place(cursor.token(token).start), {}});
}

QString Session::modeSetting() const
{
    QStringList words = sqlMode.split(u',', Qt::SkipEmptyParts);
    words.removeAll(QStringLiteral("NO_AUTO_CREATE_USER")); // says nothing of programs
    QStringList sorted = words;
    sorted.sort();
    const QStringList usual{QStringLiteral("ERROR_FOR_DIVISION_BY_ZERO"),
        QStringLiteral("NO_ENGINE_SUBSTITUTION"), QStringLiteral("STRICT_TRANS_TABLES")};
    return !sqlModeSaid || sorted == usual ? QString()
                                           : QStringLiteral("sql_mode = '%1'").arg(words.join(u','));
}

QualifiedName expectQualifiedName(Cursor& cursor, const Session& session, const char* what)
{
    QualifiedName result;
    result.token = cursor.position();
    result.database = session.catalog.current;
    result.name = cursor.expectName(what);
    if (cursor.acceptSign(".")) {
        result.database = session.catalog.isAlias(result.name) ? QString() : result.name;
        result.name = cursor.expectName(what);
    }
    return result;
}

QString shownName(const Session& session, const QualifiedName& name)
{
    return name.database == session.catalog.current ? name.name : name.database + u'.' + name.name;
}

bool acceptIfNotExists(Cursor& cursor)
{
    return cursor.accept({"IF", "NOT", "EXISTS"});
}

bool acceptIfExists(Cursor& cursor)
{
    return cursor.accept({"IF", "EXISTS"});
}

} // namespace conjoin::sql::mysqlscript
