// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/mysqlscript/cursor.h"

namespace conjoin::sql::mysqlscript {

/// PARTITION BY … of a table, in the form that introspection puts it together; the cursor stands on PARTITION.
/// What the catalog does not keep (engines and folders of partitions) is left out, one of a kind unknown here
/// stays as it is written.
QString readPartitionClause(Cursor& cursor);

} // namespace conjoin::sql::mysqlscript
