// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/check/enginelimits.h"
#include "orm/dialect/dialect.h"

namespace conjoin::orm {

/// What the rules of `model/check` ask of an engine.
model::EngineLimits limitsOf(const Dialect& dialect);

} // namespace conjoin::orm
