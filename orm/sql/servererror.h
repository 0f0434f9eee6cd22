// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

namespace conjoin::sql {

/// What can be wrong with a server, whichever it is.
enum class ServerTrouble {
    WrongPassword,
    NotAllowed, ///< this user, from here, by this way
    NoDatabase,
    TooManyConnections,
    Starting, ///< or shutting down
    Unreachable,
    Lost,
    ReadOnly,
    NoPermission,
    Conflict, ///< with another transaction
    Locked,
    DiskFull,
    OutOfMemory,
};

/// A statement took longer than ConnectionSettings::statementSeconds.
Error statementTimeoutError(const QString& where);

/// The trouble in a person's words, with the next move; `text` is what the server said.
Error serverError(ServerTrouble trouble, const QString& text, const QString& where);

} // namespace conjoin::sql
