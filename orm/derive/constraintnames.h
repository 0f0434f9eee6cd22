// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/derive/tabledraft.h"

namespace conjoin::orm {

/// Rule 11: names by the convention the indexes, and where the engine shows them the constraints, that nobody
/// named.
void nameConstraints(DeriveContext& context, SchemaNames& names);

} // namespace conjoin::orm
