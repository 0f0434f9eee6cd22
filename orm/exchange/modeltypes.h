// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/schema/datatype.h"

#include <QString>

#include <optional>

namespace conjoin::orm {

/// The type that Sequelize's name of it means: `STRING` is varchar(255), `DATE` an instant, `DATEONLY` a date.
/// One that no logical type says wholly (`MEDIUMINT`, `ENUM('a','b')`) is a native type; nothing for what is no
/// column at all.
std::optional<model::DataType> typeOfSequelize(const QString& text);

} // namespace conjoin::orm
