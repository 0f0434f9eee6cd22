// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/physical/physicalschema.h"
#include "orm/sql/mysqlcatalog.h"

#include <QSet>
#include <QStringList>

namespace conjoin::sql {

/// The column that a row of MySqlCatalog::columns() describes. `tableCollation`: what its table gives columns
/// that say none. `relations`: names in the connected database, which expressions lose as qualifiers. `uses`
/// gets the keys of sequences that its default needs.
orm::PhysicalColumn mysqlColumn(const MySqlCatalog& catalog, const MySqlRow& row, const QString& tableCollation,
    const QSet<QString>& relations, QStringList& uses);

/// An expression as the catalog says it in a check or a generated column, without what the server adds.
QString mysqlExpression(const MySqlCatalog& catalog, const QString& text);

/// The character set of a collation.
QString mysqlCharset(const QString& collation);

} // namespace conjoin::sql
