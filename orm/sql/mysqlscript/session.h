// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "orm/sql/mysqlscript/catalog.h"
#include "orm/sql/mysqlscript/cursor.h"

namespace conjoin::sql::mysqlscript {

/// What the statements of a script hand on from one to the next.
struct Session {
    ScriptCatalog catalog;
    QString engine;                                  ///< of tables that name none; empty = the server's
    bool explicitTimestamps = true;                  ///< explicit_defaults_for_timestamp
    QString sqlMode;                                 ///< of programs to come; empty = the server's
    bool sqlModeSaid = false;                        ///< whether the script has set it
    QString timeZone;                                ///< as the script set it; empty = the server's
    QSet<std::pair<QString, QString>> unknownTables; ///< database and name of what a query makes
    Diagnostics remarks;

    /// What of `sql_mode` a program must be made under, as introspection writes it; empty = the usual.
    QString modeSetting() const;

    void remark(const Cursor& cursor, qsizetype token, Severity severity, Message what);
};

/// `table` or `database.table`; the database is the one in use where none is said.
struct QualifiedName {
    QString database;
    QString name;
    qsizetype token = 0; ///< where it stands
};
QualifiedName expectQualifiedName(Cursor& cursor, const Session& session, const char* what);
/// `name`, or `database.name` outside of the database in use.
QString shownName(const Session& session, const QualifiedName& name);

/// Whether IF NOT EXISTS, or IF EXISTS, stands here.
bool acceptIfNotExists(Cursor& cursor);
bool acceptIfExists(Cursor& cursor);

} // namespace conjoin::sql::mysqlscript
