// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "orm/base/json.h"

namespace conjoin::orm {

/// Whether a value that is to be written fulfils an attribute's validators, as Sequelize has them: `notEmpty
/// len min max is not isIn notIn isInt isFloat isNumeric isDecimal isAlpha isAlphanumeric isLowercase
/// isUppercase isEmail isUrl isUUID isDate equals contains notContains`, each `true`, its argument, or `{args,
/// msg}`. NULL is not validated. The Error names the validator; one that there is not is `unsupported`.
Result<void> validate(const Json& validators, const Json& value, const QString& place);

} // namespace conjoin::orm
