// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/schema/datatype.h"
#include "orm/dialect/mysqlflavour.h"

#include <QString>

#include <optional>

/// Types of MySQL 8 and MariaDB.
namespace conjoin::orm::mysql {

/// See Dialect::typeName() and typeOf(). A type is spelled as the server's catalog spells it, and every
/// spelling that the server takes for the same type is read as it: `INT` is `int(11)` of MariaDB.
QString typeName(const model::DataType& type, MySqlFlavour flavour);
model::DataType typeOf(const QString& text, MySqlFlavour flavour);
/// See Dialect::typeCalled().
std::optional<model::DataType> typeCalled(const QString& name, MySqlFlavour flavour);
/// TEXT, BLOB and JSON of any length: what is kept outside of the row. An index of the usual kind takes only
/// the beginning of such a column.
bool isLong(const model::DataType& type);

} // namespace conjoin::orm::mysql
