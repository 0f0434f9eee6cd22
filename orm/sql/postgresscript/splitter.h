// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>

#include <vector>

namespace conjoin::sql {

/// A script as psql takes it apart: statements end at a semicolon outside of quotes, comments, parentheses and
/// SQL bodies of functions; a backslash begins a command of the client; rows follow COPY … FROM stdin.
/// Variables of the client stand for what \set made of them, and what \if leaves out is left out where that can
/// be told.
struct PostgresScript {
    /// A piece of a statement that is the script's own from there on, until the next piece.
    struct Piece {
        qsizetype inText = 0;
        qsizetype inScript = 0;
        bool standsFor = false; ///< a variable: all of it comes from that one place
    };
    /// A variable that has no value here.
    struct Unset {
        qsizetype offset = 0; ///< of its colon in the script
        qsizetype inText = 0; ///< … and in the text of the statement
        QByteArray name;
    };
    struct Statement {
        qsizetype offset = 0;        ///< of its first byte in the script
        QByteArray text;             ///< without the semicolon
        int depth = 0;               ///< no expression in it is nested deeper
        std::vector<Piece> pieces{}; ///< empty = all of it as in the script
        std::vector<Unset> unset{};

        /// Where a byte of the text stands in the script.
        qsizetype placeOf(qsizetype byte) const;
    };

    std::vector<Statement> statements;
    struct Command {
        qsizetype offset = 0;
        QByteArray text;         ///< with the backslash
        bool understood = false; ///< done here: \set, \if …
    };
    std::vector<Command> commands;
    qsizetype copiedRows = 0; ///< lines below COPY … FROM stdin
};

PostgresScript splitPostgresScript(const QByteArray& script);

/// The first word of a statement in capital letters, comments before it left out.
QByteArray firstWord(const QByteArray& statement);

} // namespace conjoin::sql
