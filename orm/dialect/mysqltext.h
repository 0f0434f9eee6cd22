// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/mysqlflavour.h"

#include <QString>

#include <optional>

/// Names and texts of MySQL 8 and MariaDB, and the parentheses of their expressions.
namespace conjoin::orm::mysql {

/// `identifier` in backticks, whatever it holds.
QString quoted(const QString& identifier);
/// The same, in backticks only where it must be: for that server, or for either.
QString identifier(const QString& identifier, MySqlFlavour flavour);
QString identifier(const QString& identifier);
/// A text as the servers' catalogs write it: `'it''s \\'`. Not for the mode NO_BACKSLASH_ESCAPES.
QString textLiteral(const QString& text);
/// What a literal of one quoted text stands for; nothing where it is not one.
std::optional<QString> literalValue(const QString& sql);
/// What a text stands for whose quotes and line ends were escaped by backslashes: how MySQL 8 stores
/// expressions.
QString withoutEscapes(const QString& text);

/// The expression without parentheses around the whole of it.
QString withoutParentheses(const QString& expression);
/// Whether parentheses stand around the whole of it.
bool isParenthesized(const QString& expression);

} // namespace conjoin::orm::mysql
