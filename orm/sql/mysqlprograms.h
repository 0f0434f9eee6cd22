// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/physical/physicalschema.h"
#include "orm/sql/mysqlcatalog.h"

#include <QSet>

namespace conjoin::sql {

/// Statements put together from the rows of a catalog, for what the model keeps to the letter. Names of the
/// connected database are said without it; a definer who is the connected user is not said.

orm::PhysicalVerbatim mysqlView(
    const MySqlCatalog& catalog, const MySqlRow& row, const QSet<QString>& relations);

/// A trigger, routine or event. `parameters`: the rows of that routine.
orm::PhysicalVerbatim mysqlProgram(
    const MySqlCatalog& catalog, const MySqlRow& row, const std::vector<const MySqlRow*>& parameters);

orm::PhysicalVerbatim mysqlSequence(const QString& schema, const QString& name, const QString& engine,
    const QString& comment, const MySqlRow& row);

/// Whether the rows of one table do not tell how MariaDB partitions it: the partition for all other values
/// reads like that for 0, and intervals of history are not there.
bool mysqlPartitionsAreUnclear(const std::vector<const MySqlRow*>& rows);
/// `PARTITION BY …` of what SHOW CREATE TABLE says.
QString mysqlPartitionClause(const QString& createStatement);
/// The same of the rows of one table.
QString mysqlPartitionClause(const std::vector<const MySqlRow*>& rows);

} // namespace conjoin::sql
