// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/rowobject.h"

#include <memory>
#include <optional>
#include <vector>

namespace conjoin::ui {

enum class TreeNodeKind {
    Row,      ///< a row of the root table, of a to-one or of a one-to-many association
    Edge,     ///< a row of a many-to-many association: the target and its junction row as one
    Relation, ///< the group of one association of the row above
    Header,   ///< the column names of a group
    Link,     ///< the line where a person links a row or creates one
    More,
    Loading,
    Error,
};

enum class LoadState { Unloaded, Loading, Loaded };

/// One place in the tree: a view of a row object, or something between rows. Owned by its parent. There may be
/// a hundred thousand, and a view asks each for what stands first here whenever it lays them out.
struct TreeNode {
    TreeNodeKind kind = TreeNodeKind::Row;
    LoadState state = LoadState::Unloaded;
    bool draft = false;    ///< Row, Edge: the row is one
    bool mirrored = false; ///< Row, Edge: the link that waits is one of the row itself, to the row above
    bool closed = false; ///< Row, Edge: nothing can be entered into the row, for it goes or can't be told apart
    TreeNode* parent = nullptr;
    int position = 0; ///< among the parent's children
    std::vector<std::unique_ptr<TreeNode>> children;

    RowPtr object;        ///< Row, Edge
    RowPtr junction;      ///< Edge: stored or pending
    LinkPtr link;         ///< Row, Edge: the pending link that it shows, else null
    int association = -1; ///< Relation: index into the associations of the parent's model
    int stored = 0;       ///< Relation, root: stored rows that are shown
    int wanted = 0;       ///< Relation, root: stored rows that are still to come, those on their way among them
    TreeNode* line = nullptr;       ///< Relation, root: the child that says so meanwhile
    std::optional<orm::Cursor> end; ///< Relation: the place of the last of them
    bool before = false;            ///< More, Loading: of what comes in front of the rows that are shown
    QString text;                   ///< Error: the sentence
};

} // namespace conjoin::ui
