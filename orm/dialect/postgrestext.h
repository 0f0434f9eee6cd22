// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

/// SQL of PostgreSQL as text: what can be said of it without a parser.
namespace conjoin::orm::postgres {

/// The same text, character by character, with everything in quotes, dollar quotes and comments blanked out by
/// U+0000 (the marks included): brackets and words that remain are SQL.
QString outline(const QString& sql);

/// The expression without parentheses around the whole of it, as many as there are.
QString withoutOuterParentheses(const QString& expression);

/// The statements of a text, without their semicolons; empty ones are left out.
QStringList statementsOf(const QString& sql);

/// An expression as the catalog shows it, changed so that it is stored, and shown, exactly like that again. The
/// catalog writes `x IN ('a', 'b')` of a varchar as `x = ANY ((ARRAY[…])::text[])`; read back, the cast would
/// move into the list. Without it the list is cast as it was at first.
QString reparsable(const QString& expression);

} // namespace conjoin::orm::postgres
