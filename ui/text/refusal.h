// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <QString>

namespace conjoin::ui {

/// Why a database could not be reached, for a person who has the fields of the connection before them.
struct Refusal {
    QString what;
    QString hint; ///< how to go on, in terms of these fields; may be empty
};

Refusal refusalOf(const Error& error);

/// The server wants a password, or another one.
bool asksForPassword(const Error& error);

} // namespace conjoin::ui
