// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/derive/derive.h"

namespace conjoin::ui {

/// The foreign key of `table` that came from a reference or from an end of a link; null where none was derived.
const orm::PhysicalForeignKey* derivedKey(
    const orm::Derivation& derivation, TableId table, const orm::ForeignKeyOrigin& origin);

} // namespace conjoin::ui
