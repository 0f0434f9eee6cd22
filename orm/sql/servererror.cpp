// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/servererror.h"

namespace conjoin::sql {

Error statementTimeoutError(const QString& where)
{
    return databaseError(where,
        message("statement.timeout", "stopped: it took longer than this connection allows a statement"),
        message("statement.timeout.hint",
            "nothing was changed; ask for less at once, or allow more time in the connection's settings"));
}

Error serverError(ServerTrouble trouble, const QString& text, const QString& where)
{
    const auto error = [&](const char* code, const char* sentence, const char* hint) {
        return databaseError(where, message(code, sentence, {text}), message("server.hint", hint));
    };
    switch (trouble) {
    case ServerTrouble::WrongPassword:
        return error("server.password", "the server refuses the user or the password: %1",
            "check both; the password may come from the URL, the environment or a file of the client");
    case ServerTrouble::NotAllowed:
        return error("server.not-allowed", "the server lets this user not in: %1",
            "check the user, the database and from where the server allows connections");
    case ServerTrouble::NoDatabase:
        return error("server.no-database", "the server has no such database: %1",
            "check the name, or create the database first");
    case ServerTrouble::TooManyConnections:
        return error("server.full", "the server takes no more connections: %1", "try again later");
    case ServerTrouble::Starting:
        return error("server.starting", "the server is not ready: %1", "try again in a moment");
    case ServerTrouble::Unreachable:
        return error(
            "server.unreachable", "%1", "check that the server runs and that the host and the port are right");
    case ServerTrouble::Lost:
        return error("server.lost", "the connection to the server is lost: %1",
            "what was not committed was rolled back; connect again");
    case ServerTrouble::ReadOnly:
        return error("server.read-only", "opened for reading only, so nothing can be written: %1",
            "the connection or the server itself is read-only");
    case ServerTrouble::NoPermission:
        return error("server.permission", "this user may not do that: %1", "ask the owner to grant it");
    case ServerTrouble::Conflict:
        return error(
            "server.conflict", "another transaction was in the way: %1", "nothing was changed; try again");
    case ServerTrouble::Locked:
        return error("server.locked", "another transaction holds a lock: %1",
            "wait until it is done, or end it; nothing was changed");
    case ServerTrouble::DiskFull:
        return error("server.disk-full", "no space is left on the server: %1", "nothing was changed");
    case ServerTrouble::OutOfMemory:
        return error("server.memory", "the server is out of memory: %1", "nothing was changed");
    }
    return databaseError(where, message("sql.refused", "%1", {text}));
}

} // namespace conjoin::sql
