// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/json.h"
#include "orm/entity/modelregistry.h"

namespace conjoin::ui {

/// A condition as a person may have typed it into a filter: filterCondition() of the text is that condition.
/// Where the language of filters has no words for it, it is its JSON; empty for no condition.
QString filterText(const orm::ModelRegistry& registry, int model, const orm::Json& condition);

} // namespace conjoin::ui
