// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace conjoin::orm {

/// The nodes 0 … n-1 in groups such that each group comes after all groups that its nodes depend on. A group of
/// more than one node is a cycle; a node alone may depend on itself. Among groups that could come next the one
/// with the lowest node is first, and nodes within a group ascend: the order in which things were drawn
/// survives where it can. `dependsOn[i]` holds the nodes that `i` needs, in any order, repeated or not. Linear
/// but for a heap; no recursion.
std::vector<std::vector<std::size_t>> topologicalGroups(const std::vector<std::vector<std::size_t>>& dependsOn);

} // namespace conjoin::orm
