// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "orm/base/json.h"

namespace conjoin::sql::script {

/// What Sequelize calls such an error: `SequelizeUniqueConstraintError` …; `unsupported` for what it has and
/// this ORM has not.
QString errorName(const Error& error);

/// `{name, code, message, fields}`, and where there are any `where` and `hint`.
orm::Json errorJson(const Error& error);

} // namespace conjoin::sql::script
