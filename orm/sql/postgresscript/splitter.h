// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>

#include <vector>

namespace conjoin::sql {

/// A script as psql takes it apart: statements end at a semicolon outside of quotes, comments, parentheses and
/// SQL bodies of functions; a backslash begins a command of the client; rows follow COPY … FROM stdin.
struct PostgresScript {
    struct Statement {
        qsizetype offset = 0; ///< of its first byte in the script
        QByteArray text;      ///< without the semicolon
        int depth = 0;        ///< no expression in it is nested deeper
    };

    std::vector<Statement> statements;
    struct Command {
        qsizetype offset = 0;
        QByteArray text; ///< with the backslash
    };
    std::vector<Command> commands;
    qsizetype copiedRows = 0; ///< lines below COPY … FROM stdin
};

PostgresScript splitPostgresScript(const QByteArray& script);

/// The first word of a statement in capital letters, comments before it left out.
QByteArray firstWord(const QByteArray& statement);

} // namespace conjoin::sql
