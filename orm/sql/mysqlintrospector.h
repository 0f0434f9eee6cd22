// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/physical/physicalschema.h"
#include "orm/sql/connection.h"

namespace conjoin::sql {

/// introspect() of MySQL 8 and MariaDB 10.5 and later: at most twelve statements on information_schema, however
/// many tables there are. Reads the connected database, which is the default namespace, and those of
/// `settings().schemas`.
///
/// The catalog does not say, and so is not read: periods of application time (MariaDB), intervals of partitions
/// by system time, the tables of a MERGE table, folders of data files, KEY_BLOCK_SIZE and parsers of single
/// indexes, ALGORITHM of views (MySQL), defaults that are no valid UTF-8 (MariaDB).
Result<orm::PhysicalSchema> introspectMySql(Connection& connection);

} // namespace conjoin::sql
