// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/schema/datatype.h"
#include "model/schema/table.h"

#include <QString>

#include <optional>

/// Types, defaults and literals of MySQL 8 and MariaDB.
namespace conjoin::orm {

enum class MySqlFlavour { MySql, MariaDb };

namespace mysql {

/// See Dialect::typeName() and typeOf(). A type is spelled as the server's catalog spells it, and every
/// spelling that the server takes for the same type is read as it: `INT` is `int(11)` of MariaDB.
QString typeName(const model::DataType& type, MySqlFlavour flavour);
model::DataType typeOf(const QString& text, MySqlFlavour flavour);
/// See Dialect::typeCalled().
std::optional<model::DataType> typeCalled(const QString& name, MySqlFlavour flavour);

/// See Dialect::defaultText() and defaultOf(): what follows DEFAULT, in both directions.
QString defaultText(const model::DefaultValue& value, const model::DataType& type, MySqlFlavour flavour);
model::DefaultValue defaultOf(const QString& text, const model::DataType& type, MySqlFlavour flavour);

/// What follows ON UPDATE, however it was written, in the one spelling of both servers: `CURRENT_TIMESTAMP(3)`.
QString onUpdateText(const QString& expression);

/// `identifier` in backticks, whatever it holds.
QString quoted(const QString& identifier);
/// The same, in backticks only where it must be.
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

} // namespace mysql

} // namespace conjoin::orm
