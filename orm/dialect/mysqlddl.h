// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/dialect/mysqlflavour.h"

namespace conjoin::orm::mysql {

/// See Dialect::createSchema(). Keys and indexes stand within CREATE TABLE; foreign keys too, but for those of
/// a cycle, which ALTER TABLE adds. Session variables are changed only where a statement would not run or mean
/// the same without, and put back.
std::vector<Statement> createSchema(
    const Dialect& dialect, MySqlFlavour flavour, const Derivation& derivation, const DdlOptions& options);

/// A routine, trigger or event runs with the session variables that its CREATE saw. Where those are not the
/// ones that our connections have, its text begins with them: `/* SET sql_mode = 'ANSI_QUOTES' */ CREATE …`.
QString withSettings(const QString& statement, const QString& settings);
/// What stands behind SET there; empty = nothing.
QString settingsOf(const QString& statement);

/// See Dialect::script().
QString script(const std::vector<Statement>& statements);

} // namespace conjoin::orm::mysql
