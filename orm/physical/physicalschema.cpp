// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/physical/physicalschema.h"

#include <QHash>

#include <algorithm>
#include <numeric>
#include <tuple>

namespace conjoin::orm {

const PhysicalColumn* PhysicalTable::column(const QString& columnName) const
{
    const auto it = std::ranges::find(columns, columnName, &PhysicalColumn::name);
    return it == columns.end() ? nullptr : &*it;
}

const PhysicalTable* PhysicalSchema::table(const QString& name, const QString& schema) const
{
    const auto it = std::ranges::find_if(
        tables, [&](const PhysicalTable& table) { return table.name == name && table.schema == schema; });
    return it == tables.end() ? nullptr : &*it;
}

const PhysicalUserType* PhysicalSchema::type(const QString& name, const QString& schema) const
{
    const auto it = std::ranges::find_if(
        types, [&](const PhysicalUserType& type) { return type.name == name && type.schema == schema; });
    return it == types.end() ? nullptr : &*it;
}

std::vector<std::size_t> foreignKeyOrder(const PhysicalTable& table)
{
    std::vector<std::size_t> order(table.foreignKeys.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    if (order.size() < 2)
        return order;

    QHash<QString, qsizetype> positions;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        positions.insert(table.columns[i].name, qsizetype(i));
    std::vector<std::vector<qsizetype>> places;
    places.reserve(order.size());
    for (const PhysicalForeignKey& key : table.foreignKeys) {
        std::vector<qsizetype>& place = places.emplace_back();
        for (const QString& column : key.columns)
            place.push_back(positions.value(column, qsizetype(table.columns.size())));
    }
    const auto identity = [&](std::size_t i) {
        const PhysicalForeignKey& key = table.foreignKeys[i];
        return std::tie(places[i], key.refSchema, key.refTable, key.refColumns, key.name, key.onDelete,
            key.onUpdate, key.deferrable, key.match);
    };
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return identity(a) < identity(b); });
    return order;
}

void sortForeignKeys(PhysicalTable& table)
{
    std::vector<PhysicalForeignKey> sorted;
    sorted.reserve(table.foreignKeys.size());
    for (std::size_t i : foreignKeyOrder(table))
        sorted.push_back(std::move(table.foreignKeys[i]));
    table.foreignKeys = std::move(sorted);
}

} // namespace conjoin::orm
