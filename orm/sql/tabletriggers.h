// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connection.h"

namespace conjoin::sql {

/// A trigger, or a rule, that runs when rows of a table are deleted or changed.
struct TableTrigger {
    QString schema; ///< empty where the engine has none
    QString table;
    QString name;
    bool onDelete = false;
    bool onUpdate = false;
};

/// The triggers of the database for DELETE and UPDATE, as far as this user may see them; one statement.
Result<std::vector<TableTrigger>> tableTriggers(Connection& connection);

/// Whether triggers also run for rows that a foreign key deletes or changes.
bool keysRunTriggers(const orm::Dialect& dialect);

} // namespace conjoin::sql
