// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/mysqlscript/session.h"

namespace conjoin::sql::mysqlscript {

/// Reads what the model keeps to the letter – views, triggers, routines, events, sequences – and writes each in
/// the form that introspection gives: without its definer, the name of its database only outside of that.
class ProgramParser {
public:
    ProgramParser(Cursor& cursor, const Statement& statement, Session& session)
        : cursor_(cursor)
        , statement_(statement)
        , session_(session)
    {}

    /// What stands between CREATE and the word that says what is created.
    struct Head {
        QString algorithm;
        bool invoker = false; ///< SQL SECURITY INVOKER
        bool orReplace = false;
        bool aggregate = false;
        QString definer; ///< `DEFINER=… ` as introspection writes it; empty = whoever runs the script
    };

    /// Each stands on the word that says what is created.
    void createView(const Head& head);
    void createTrigger(const Head& head);
    void createRoutine(const Head& head);
    void createEvent(const Head& head);
    void createSequence(const Head& head);
    void createPackage(const Head& head);

private:
    QString textFrom(qsizetype position, const QString& database, bool rewrite) const;
    QString restOfText(const QString& database, bool rewrite);
    void readCharacteristics(QStringList& clauses);
    QString readTypeText(const QString& database);
    QString readParameter(const QString& database, bool ofFunction, bool oracle);
    void add(VerbatimDraft draft, const QualifiedName& name, bool orReplace, bool ifNotExists);

    Cursor& cursor_;
    const Statement& statement_;
    Session& session_;
};

} // namespace conjoin::sql::mysqlscript
