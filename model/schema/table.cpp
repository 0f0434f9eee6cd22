// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/schema/table.h"

#include <algorithm>

namespace conjoin::model {

const Column* Table::column(ColumnId columnId) const
{
    const auto it = std::ranges::find(columns, columnId, &Column::id);
    return it == columns.end() ? nullptr : &*it;
}

const Column* Table::columnNamed(const QString& columnName) const
{
    const auto it = std::ranges::find(columns, columnName, &Column::name);
    return it == columns.end() ? nullptr : &*it;
}

} // namespace conjoin::model
