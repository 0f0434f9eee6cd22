// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/foreignkeys.h"

namespace conjoin::ui {

const orm::PhysicalForeignKey* derivedKey(
    const orm::Derivation& derivation, TableId table, const orm::ForeignKeyOrigin& origin)
{
    const int at = derivation.indexOf(table);
    if (at < 0)
        return nullptr;
    const auto& origins = derivation.origins[size_t(at)].foreignKeys;
    for (size_t i = 0; i < origins.size(); ++i) {
        if (origins[i] == origin)
            return &derivation.schema.tables[size_t(at)].foreignKeys[i];
    }
    return nullptr;
}

} // namespace conjoin::ui
