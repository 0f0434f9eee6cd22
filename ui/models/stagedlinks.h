// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/changeset.h"

#include <vector>

namespace conjoin::ui {

/// A link that waits, as one of the rows at its ends sees it.
struct StagedLink {
    RowPtr owner; ///< whose it is in the change set: the row that it was made from
    LinkPtr link;
    RowPtr other; ///< the row at the other end
};

/// The links that wait for that association of a row: its own, then those that were made from the other end.
std::vector<StagedLink> stagedLinks(const orm::ModelRegistry& registry, const ChangeSet& changes,
    const RowPtr& row, const orm::Association& association);

/// The association of the target by which a stored row there sees a link of `association`, among many of its
/// like; null where it sees none.
const orm::Association* seenFromTarget(
    const orm::ModelRegistry& registry, int owner, const orm::Association& association);

/// How many rows an association of a row gains and loses when everything is written, as far as is known here.
struct StagedCount {
    int added = 0;
    int taken = 0;
};
StagedCount stagedCount(const orm::ModelRegistry& registry, const ChangeSet& changes, const RowPtr& row,
    const orm::Association& association);

/// Whether a row that refers to another by that association – HasMany or HasOne of the other – will not do so
/// any more.
bool leaves(const orm::ModelRegistry& registry, const ChangeSet& changes, const RowObject& owner,
    const orm::Association& association, const RowObject& child);

} // namespace conjoin::ui
