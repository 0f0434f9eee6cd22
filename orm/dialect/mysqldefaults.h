// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/schema/table.h"
#include "orm/dialect/mysqltypes.h"

/// Defaults of MySQL 8 and MariaDB.
namespace conjoin::orm::mysql {

/// See Dialect::defaultText() and defaultOf(): what follows DEFAULT, in both directions.
QString defaultText(const model::DefaultValue& value, const model::DataType& type, MySqlFlavour flavour);
model::DefaultValue defaultOf(const QString& text, const model::DataType& type, MySqlFlavour flavour);

/// What follows ON UPDATE, however it was written, in the one spelling of both servers: `CURRENT_TIMESTAMP(3)`.
QString onUpdateText(const QString& expression);

} // namespace conjoin::orm::mysql
