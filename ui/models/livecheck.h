// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/rowfetch.h"
#include "ui/models/rowobject.h"

namespace conjoin::ui {

/// Why the value that an attribute of a row is to get would not do, beyond what its type says: a CHECK that the
/// row breaks for certain, as it will be. `value` stands for what is entered; null = that. Nothing where no
/// check names the attribute, or where only the database knows. It may know better, so nobody is stopped by
/// this.
std::optional<Message> brokenCheck(
    const RowSource& source, const RowObject& row, const QString& attribute, const orm::Json* value = nullptr);

/// The same for a value that another row has which must not have it: one of `others` of the same model. Texts
/// that differ are different, whatever the database's collation says.
std::optional<Message> duplicateOf(const RowSource& source, const RowObject& row, const QString& attribute,
    const std::vector<RowPtr>& others, const orm::Json* value = nullptr);

} // namespace conjoin::ui
