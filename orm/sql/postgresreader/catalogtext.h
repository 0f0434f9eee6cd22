// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

/// Texts of PostgreSQL's catalog as a physical schema has them.
namespace conjoin::sql::pgreader {

/// A namespace as a physical schema says it: `public` is the empty one.
QString schemaOf(const QString& name);
/// See postgres::collationName().
QString collationOf(const QString& schema, const QString& name);
/// An expression of the catalog, without the parentheses that the place it goes to writes itself.
QString conditionOf(const QString& text);
/// `fillfactor=70` of several as `fillfactor='70', …`.
QStringList optionList(const QStringList& options, const QString& prefix);
/// `WITH (…)`; empty without options.
QString withClause(const QStringList& options);

} // namespace conjoin::sql::pgreader
