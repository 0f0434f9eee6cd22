// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/entity/modelregistry.h"
#include "orm/sql/connection.h"

#include <optional>
#include <vector>

namespace conjoin::sql {

struct Upserted {
    orm::Json row;
    std::optional<bool> created; ///< empty where the engine does not tell
};

/// What becomes of a row whose key is taken.
struct Conflict {
    QStringList keys;   ///< attributes of that key; empty = the primary key, else the first unique one given
    QStringList update; ///< attributes that are written into the row there; none: it stays as it is
    bool updateGiven = false; ///< all that are given are written
};

/// Inserts rows, or does to those whose key is taken what the conflict says: in one statement for all rows that
/// give the same attributes, so that it holds beside others who write the same keys. Returns the rows as
/// stored, in the order given; of rows that stayed as they were, those that the engine tells.
Result<std::vector<Upserted>> insertOrUpdate(Connection& connection, const orm::ModelRegistry& registry,
    int model, const orm::Json::Array& rows, const Conflict& conflict);

} // namespace conjoin::sql
