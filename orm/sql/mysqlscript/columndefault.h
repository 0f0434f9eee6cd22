// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/mysqlscript/columntype.h"

namespace conjoin::sql::mysqlscript {

/// What follows DEFAULT, as the server's catalog keeps it for a column of that type: `'2020-01-01'` for
/// `20200101`, `1.50` for `'1.5'`. Empty for NULL.
QString readColumnDefault(Cursor& cursor, const ColumnType& type);

} // namespace conjoin::sql::mysqlscript
