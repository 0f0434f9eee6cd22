// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/derive/tabledraft.h"

namespace conjoin::orm {

/// The key columns, keys and indexes of all junctions (rules 6 – 10), those that others refer to first.
void deriveJunctions(DeriveContext& context);

} // namespace conjoin::orm
