// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/schema/datatype.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace conjoin::orm {

/// The type that Sequelize's name of it means: `STRING` is varchar(255), `DATE` an instant, `DATEONLY` a date,
/// with its options: `INTEGER(5).UNSIGNED.ZEROFILL`, `STRING.BINARY`, `TEXT('tiny')`. One that no logical type
/// says (`INET`, `BLOB('long')`) is a native type by the name that every engine which has it calls it. SQL that
/// some engine knows is taken too, as Sequelize passes a raw text on. Nothing for anything else.
std::optional<model::DataType> typeOfSequelize(const QString& text);

/// `VIRTUAL`, of an attribute that is no column.
bool isVirtualType(const QString& text);

/// The words that a type may begin with.
QStringList sequelizeTypes();

} // namespace conjoin::orm
