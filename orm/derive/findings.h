// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"

#include <QHash>

#include <vector>

namespace conjoin::orm {

/// A diagnostic of derivation, with what gives it its place among the others.
struct Finding {
    enum class Stage { Names, Namespaces, Columns, Junctions, References, Empty, Types, Engine, Comments };
    Stage stage;
    TableId table; ///< that it is about, or about a part of
    Diagnostic what;
};
using Findings = std::vector<Finding>;

/// In their order, which does not depend on the way they were found: stage by stage, within one as the tables
/// stand in the document. That comments are lost is said once, at the first of them.
Diagnostics inOrder(const Findings& findings, const QHash<TableId, int>& positions);

} // namespace conjoin::orm
