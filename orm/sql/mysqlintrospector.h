// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/physical/physicalschema.h"
#include "orm/sql/connection.h"

namespace conjoin::sql {

/// introspect() of MySQL 8 and MariaDB 10.5 and later: at most twelve statements on information_schema, however
/// many tables there are, and one for each table that MariaDB partitions by SYSTEM_TIME, or by LIST with a
/// partition for 0 or for all other values. Reads the connected database, which is the default namespace, and
/// those of `settings().schemas` and `also`.
///
/// The catalog does not say, and so is not read: periods of application time and the charsets of texts in views
/// (MariaDB), ALGORITHM of views (MySQL), the tables of a MERGE table, folders of data files, KEY_BLOCK_SIZE
/// and parsers of single indexes, USING where it says the usual, defaults that are no valid UTF-8 (MariaDB).
///
/// `diagnostics` gets what the catalog shows and is not read: MERGE tables and views that the user may not see.
Result<orm::PhysicalSchema> introspectMySql(
    Connection& connection, Diagnostics* diagnostics = nullptr, const QStringList& also = {});

} // namespace conjoin::sql
