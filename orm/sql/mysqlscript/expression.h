// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/mysqlscript/cursor.h"

namespace conjoin::sql::mysqlscript {

/// An expression in the words of the server's catalog.
struct Expression {
    QString sql;
    bool literal = false;   ///< a constant, its sign included
    bool operators = false; ///< DEFAULT takes it in brackets only
};

/// The expression as MariaDB's catalog prints it: names in backticks, functions by their first name, no
/// brackets that precedence gives anyway. One that holds what is not known here (a subquery …) stays as it was
/// written.
Expression readExpression(const Cursor& cursor, Cursor::Range range);

/// A text as literal, as expressions of the catalog spell it: with backslashes.
QString expressionText(const QString& text);

} // namespace conjoin::sql::mysqlscript
