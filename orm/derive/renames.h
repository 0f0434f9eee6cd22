// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/document.h"
#include "orm/dialect/dialect.h"

#include <vector>

namespace conjoin::orm {

/// A name in the database that another convention makes another.
struct Rename {
    enum class What { Table, Column, PrimaryKey, Unique, ForeignKey, Check, Index };
    What what = What::Table;
    QString table;  ///< that it belongs to, as it is called before
    QString before; ///< empty: left to the server
    QString after;

    friend bool operator==(const Rename&, const Rename&) = default;
};

/// Everything that the document's tables would call differently under the convention, table by table: what a
/// preview shows before it is chosen. What stands as it was named by a person, or was read, is not among it.
std::vector<Rename> renames(
    const model::Document& before, const model::NamingPolicy& after, const Dialect& dialect);

} // namespace conjoin::orm
