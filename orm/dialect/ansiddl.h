// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"

#include <QString>
#include <QStringList>

/// The parts of a script that all engines write alike.
namespace conjoin::orm::ansi {

/// `(expression)`, safe for an expression that ends in a comment.
QString parenthesized(const QString& expression);

/// `(a, b)`
QString columnList(const Dialect& dialect, const QStringList& columns);
/// `(a, b COLLATE NOCASE DESC, lower(c))`
QString partList(const Dialect& dialect, const std::vector<PhysicalKeyPart>& parts);

/// `schema.table`, or the table alone.
QString tableName(const Dialect& dialect, const QString& schema, const QString& name);

/// `CONSTRAINT name `, or nothing.
QString constraintPrefix(const Dialect& dialect, const QString& name);

/// `REFERENCES t (c) ON DELETE CASCADE …`; what SQL means anyway is not written.
QString referencesClause(const Dialect& dialect, const PhysicalForeignKey& key, const QString& refTable);

/// Tables in an order in which each comes after those that its foreign keys refer to, as far as cycles allow;
/// then in the schema's own order.
std::vector<std::size_t> creationOrder(const PhysicalSchema& schema);
/// The same for the things kept verbatim, among themselves.
std::vector<std::size_t> verbatimOrder(const PhysicalSchema& schema);

} // namespace conjoin::orm::ansi
