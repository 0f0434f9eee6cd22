// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/base/result.h"
#include "model/document/document.h"
#include "orm/base/json.h"

#include <QString>

namespace conjoin::orm {

/// A drawing of `{ "sequelizeOptions", "models", "associations" }`, the script format's definitions (ORM rules,
/// part 9); a recorded golden that holds them as `neutral` is read too, and `steps` are left alone. The two
/// sides of a many-to-many association are one link here. What can't be drawn, and every definition error (part
/// 1), is an Error whose `where` is `source: path` and which says what would do; options that say nothing of
/// tables are told in `notes`. Ids are named after the
/// objects.
Result<model::Document> readModels(const Json& json, const QString& source, Diagnostics* notes = nullptr);

} // namespace conjoin::orm
