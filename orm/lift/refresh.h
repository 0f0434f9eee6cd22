// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/lift/lift.h"

namespace conjoin::orm {

struct Capabilities;

/// A drawing whose database was read again.
struct Refreshed {
    model::Document document;
    std::vector<NearMiss> nearMisses;
    Diagnostics diagnostics;
};

/// The drawing as its database has become: derivation of the result gives that database, in some order of its
/// tables. What is there still keeps its id, and so its places, colours and notes in every diagram; a table
/// that is exactly as the drawing derives it is left alone with its references and links, any other is read as
/// lift() does it.
///  - A table is found by its name in the database; a table that went and a table that came with the same
///  columns are
///    one, where there is just one such pair. A column is found by its name; one that went and one that came
///    are one where they are the only ones and alike.
///  - What people decided stays: names of models and roles, participation, relations without a constraint, and
///    whether a table that the drawing knows is a link or not – unless `options` say otherwise.
Refreshed refresh(const model::Document& drawing, const PhysicalSchema& database, const Capabilities& engine,
    const LiftOptions& options = {});

} // namespace conjoin::orm
