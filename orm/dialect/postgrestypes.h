// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/schema/datatype.h"
#include "model/schema/table.h"

#include <QString>

/// PostgreSQL's names, types and defaults. Types are spelled as `format_type` does, defaults are read as
/// `pg_get_expr` shows them with an empty search path.
namespace conjoin::orm::postgres {

QString quoted(const QString& identifier);
/// Quoted only where it must be.
QString identifier(const QString& identifier);
QString textLiteral(const QString& text);

/// See Dialect::typeName(). With `autoIncrement` it is `serial` or one of its sisters.
QString typeName(const model::DataType& type, bool autoIncrement);
model::DataType typeOf(const QString& text);

/// See Dialect::typeCalled() and extensionFor().
std::optional<model::DataType> typeCalled(const QString& name);
QString extensionFor(const model::DataType& type);

/// See Dialect::defaultText() and defaultOf().
QString defaultText(const model::DefaultValue& value, const model::DataType& type);
model::DefaultValue defaultOf(const QString& text, const model::DataType& type);

/// What the catalog shows of a literal default of that type: `'x'::character varying`, `-1` as `'-1'::integer`.
QString shownLiteral(const QString& text, const model::DataType& type);

/// The name of an enum, a domain … as SQL; qualified where a type of the system has the same one.
QString userTypeName(const QString& schema, const QString& name);

/// The name of a collation as SQL. A column's collation is the plain name of one of the system's own, or
/// `"schema"."name"`, quotes included, of any other.
QString collationName(const QString& collation);

/// What PostgreSQL calls the sequence of `serial` and of an identity column where nothing is in the way: the
/// longer of the two names is shortened until all fits into 63 bytes.
QString sequenceName(const QString& table, const QString& column);

} // namespace conjoin::orm::postgres
