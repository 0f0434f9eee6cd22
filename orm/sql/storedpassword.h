// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connectionsettings.h"

#include <QIODevice>

/// The files that clients keep passwords in; storedPassword() knows where they are.
namespace conjoin::sql {

/// Of lines as `host:port:database:user:password`, where `*` fits everything; the first one that fits decides.
/// Empty where none does.
QString passwordInPgpass(QIODevice& file, const ConnectionSettings& settings);

/// `password` of the groups that every client of MySQL and MariaDB reads; the last one counts. Empty where
/// there is none.
QString passwordInMyCnf(QIODevice& file);

} // namespace conjoin::sql
