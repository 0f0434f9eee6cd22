// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "orm/physical/physicalschema.h"

#include <QByteArray>
#include <QString>

namespace conjoin::sql {

/// What an SQLite script creates: the script runs in a private in-memory database that can reach no file
/// (ATTACH, VACUUM INTO and extensions are refused); its data is run too and thrown away. Dot-commands of the
/// shell are skipped. A syntax error's `where` is `source:line:column`.
Result<orm::PhysicalSchema> readSqliteScript(const QByteArray& script, const QString& source);

} // namespace conjoin::sql
