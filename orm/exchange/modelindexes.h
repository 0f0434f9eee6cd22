// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/exchange/modeltables.h"

namespace conjoin::orm {

/// Reads the `indexes` of all models, whose attributes and associations are read already.
void takeIndexes(JsonTaker& taker, ModelDrafts& models);

} // namespace conjoin::orm
