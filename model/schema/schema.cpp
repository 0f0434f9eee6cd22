// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/schema/schema.h"

#include <algorithm>

namespace conjoin::model {

namespace {

template<class Map, class Matches>
auto findIn(const Map& map, Matches matches) -> decltype(&*map.begin())
{
    const auto it = std::find_if(map.begin(), map.end(), matches);
    return it == map.end() ? nullptr : &*it;
}

} // namespace

QString objectKey(const QString& sqlSchema, const QString& name)
{
    return sqlSchema.isEmpty() ? name : sqlSchema + u'.' + name;
}

const ManyToMany* linkOfJunction(const Schema& schema, TableId table)
{
    return findIn(schema.links, [&](const ManyToMany& link) { return link.junction == table; });
}

const Table* tableNamed(const Schema& schema, const QString& name)
{
    return findIn(schema.tables, [&](const Table& table) { return table.name == name; });
}

const Table* tableOfColumn(const Schema& schema, ColumnId column)
{
    return findIn(schema.tables, [&](const Table& table) { return table.column(column) != nullptr; });
}

} // namespace conjoin::model
