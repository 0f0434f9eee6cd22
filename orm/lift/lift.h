// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/document/document.h"
#include "orm/physical/physicalschema.h"

#include <QStringList>

#include <vector>

namespace conjoin::orm {

struct LiftOptions {
    bool links = true;    ///< recognise junction tables as many-to-many links
    QStringList asTables; ///< tables that a person wants as tables, whatever is recognised
    QStringList asLinks;  ///< near misses that a person wants as links
};

/// A table that is almost a junction, and why it is not taken for one.
struct NearMiss {
    QString table;
    Message reason;
};

struct Lifted {
    model::Schema schema;
    std::vector<NearMiss> nearMisses;
    Diagnostics diagnostics;
};

/// The reverse of derivation: a drawing of what a database holds, for which `derive(lift(p)) == p`. Every
/// column is an own column, every name is kept, nothing is left to convention. Models are called like their
/// table with the last word in the singular; to-one roles after the key column without its key suffix, to-many
/// ones after the plural of the far model; `_by_` and the stem or `_through_` and the junction where that is
/// ambiguous (CLI contract, "Names"). Ids are named after the objects, so lifting the same database twice gives
/// the same ids.
Lifted lift(const PhysicalSchema& schema, const LiftOptions& options = {});

} // namespace conjoin::orm
