// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/derive/derive.h"
#include "orm/derive/findings.h"

namespace conjoin::orm {

/// The rules of `fit.h` that are about types: F1 to F4.
void fitTypes(Derivation& derivation, Findings& findings, const Capabilities& engine);

} // namespace conjoin::orm
