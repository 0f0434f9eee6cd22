// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/derive/derive.h"
#include "orm/dialect/dialect.h"
#include "orm/diff/schemachange.h"

namespace conjoin::orm {

/// What turns one schema into the other, both of them as that dialect would hold them. What the engine keeps
/// apart by nothing but spelling is no change: letter case of types, needless parentheses of expressions, NO
/// ACTION and nothing, names that one side leaves to the engine, comments where it keeps none.
///
/// Things are matched by name, as the engine folds names; keys, indexes and checks also by what they say. A
/// table or column that went and one that came are a rename where they are equal in all but the name and no
/// others are. The order: types, tables with what lives in them in the order of `after` – those that go at the
/// end –, verbatim things.
SchemaChanges compare(const PhysicalSchema& before, const PhysicalSchema& after, const Dialect& dialect);

/// The same of two drawings, or of two states of one: tables and columns are matched by their ids first, so
/// each rename is known for what it is.
SchemaChanges compare(const Derivation& before, const Derivation& after, const Dialect& dialect);

} // namespace conjoin::orm
