// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/entity/modelregistry.h"
#include "ui/models/tablelayout.h"

#include <vector>

namespace conjoin::ui {

/// One column of a section: an attribute of the row, or of its junction row, or what the row is linked to.
struct SectionCell {
    bool junction = false;
    int attribute = -1;
    int association = -1; ///< of the row: how many rows that has, or the label of its only one
};

/// The columns that the rows of one place in the tree have: those of a root table, or of one association. The
/// first is the label, so that one can read down the tree; a key that the database makes stands behind the
/// label in grey.
struct RowSection {
    int model = -1;
    int through = -1; ///< the junction's model for a many-to-many association, else -1
    std::vector<SectionCell> cells;
    int junctionBegin = 0; ///< index of the first junction cell; cells.size() where there is none
    int hidden = 0;        ///< columns of the target that were left out to keep the junction near
    std::vector<orm::Attribute> relations{}; ///< what stands for the associations that have a column, by cell

    /// Of the column of an association one that is called like it and is never written.
    const orm::Attribute& attribute(const orm::ModelRegistry& registry, int column) const;
};

/// What a many-to-many group shows of its junction rows, besides the targets.
enum class JunctionColumns { Hidden, Attributes, Keys };

RowSection rootSection(const orm::ModelRegistry& registry, int model, const TableLayout& layout = {});
/// `association` is an index into the associations of `owner`; `layout` is that of the target's table.
RowSection associationSection(const orm::ModelRegistry& registry, int owner, int association,
    JunctionColumns junction = JunctionColumns::Attributes, const TableLayout& layout = {});

/// All columns of a table in the order in which they are shown, those that are not shown among them: what a
/// person chooses from.
std::vector<TableLayout::Column> columnChoice(const orm::Model& model, const TableLayout& layout);

/// Whether values stand at the right edge of their cells: numbers, unless a label stands in their place.
bool isRightAligned(const orm::Model& model, const orm::Attribute& attribute);

/// Whether the database fills the attribute in by itself as a key: an automatic one, or the only column of a
/// primary key that is an INTEGER, which SQLite makes an alias of the row's own number.
bool isMadeKey(const orm::Model& model, const orm::Attribute& attribute);
/// Whether the model's key is such a column.
bool hasMadeKey(const orm::Model& model);

/// The association of the target that is the same link seen from the other end, or null.
const orm::Association* inverseOf(
    const orm::ModelRegistry& registry, int owner, const orm::Association& association);

} // namespace conjoin::ui
