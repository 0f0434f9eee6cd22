// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/derive/derive.h"

namespace conjoin::orm {

/// The rules of `fit.h` that are about types: F1 to F4.
void fitTypes(Derivation& derivation, const Capabilities& engine);

} // namespace conjoin::orm
