// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/derive/tabledraft.h"

#include <vector>

namespace conjoin::orm {

/// Rule 11: names the indexes, and where the engine shows them the constraints, that nobody named.
void nameConstraints(std::vector<TableDraft>& drafts, SchemaNames& names, const Capabilities& engine);

} // namespace conjoin::orm
